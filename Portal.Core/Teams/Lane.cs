namespace Portal.Core.Teams;

/// <summary>An environment as the lane it is: dev, staging, prod, in the order things are promoted.</summary>
public sealed class Lane
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
