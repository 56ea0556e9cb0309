namespace Portal.Core.Teams;

/// <summary>Somebody who signs in, or a Portal service account: what a program calls the API as.</summary>
public sealed class Person
{
    public PersonId Id { get; private set; }
    public required string Handle { get; init; }
    public required string Name { get; set; }

    /// <summary>A line shown where a person is chosen (embedded sign-in).</summary>
    public string About { get; set; } = "";
    public bool IsSeeded { get; init; }
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>The handle of who disabled them.</summary>
    public string? DisabledBy { get; set; }
    public string? DisabledReason { get; set; }

    /// <summary>The team whose service account this is; null: a person. An account never signs in on a page and never approves.</summary>
    public TeamId? OwnerTeamId { get; init; }

    /// <summary>An account that was removed for good; its handle stays taken.</summary>
    public DateTimeOffset? RemovedAt { get; set; }
}
