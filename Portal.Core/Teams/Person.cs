namespace Portal.Core.Teams;

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
}
