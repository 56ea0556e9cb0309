namespace Portal.Workers.Calendar;

/// <summary>What is stored of a kind's resources that are gone. Found, not listed; <see cref="Purge"/> deletes it after some days.</summary>
public interface IGoneRows
{
    /// <summary>Statements, one after the other: $1 is the time before which something must have gone, $2 how many rows go at once.</summary>
    IReadOnlyList<string> Deletions { get; }
}
