namespace Portal.Core.Resources;

/// <summary>A field that differs from what is wanted: recorded, not repaired by itself.</summary>
public sealed class Drift
{
    public long Id { get; private set; }
    public required ResourceId ResourceId { get; init; }
    public required string Field { get; init; }
    public string? Wanted { get; set; }
    public string? Live { get; set; }
    public required DateTimeOffset FirstSeenAt { get; init; }
    public required DateTimeOffset SeenAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
}
