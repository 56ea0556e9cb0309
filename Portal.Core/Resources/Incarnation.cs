namespace Portal.Core.Resources;

/// <summary>One life of a named thing on an engine.</summary>
public sealed class Incarnation
{
    public long Id { get; private set; }
    public required ResourceKind Kind { get; init; }
    public required ClusterId ClusterId { get; init; }
    public required string Name { get; init; }
    public required string EngineId { get; init; }
    public required DateTimeOffset FirstSeenAt { get; init; }
    public DateTimeOffset? GoneAt { get; set; }
}
