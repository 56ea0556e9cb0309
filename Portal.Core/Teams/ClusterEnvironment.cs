namespace Portal.Core.Teams;

/// <summary>Where clusters are used: dev, staging, prod, in the order in which changes are promoted.</summary>
public sealed class ClusterEnvironment
{
    public required string Name { get; init; }
    public required string Title { get; init; }
    public required int Order { get; init; }
    public required bool IsProduction { get; init; }
}

public sealed class Region
{
    public required string Name { get; init; }
    public required string Title { get; init; }
}
