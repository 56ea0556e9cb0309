namespace Portal.Core.People;

/// <summary>Why something is done to a person: it stays beside it, and in the audit log.</summary>
public static class ActReason
{
    public const int Shortest = 5;
    public const int Longest = 500;

    public static bool Fits(string reason) =>
        reason.Trim().Length is >= Shortest and <= Longest && !reason.Any(char.IsControl);
}
