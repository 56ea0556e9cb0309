using Portal.Core.Resources;

namespace Portal.Core.Changes.Lists;

/// <summary>What a list of changes is narrowed to; null and empty narrow nothing.</summary>
public sealed record ChangeFilter(
    IReadOnlyCollection<ChangeState>? States = null,
    string? Environment = null,
    IReadOnlyCollection<TeamId>? Owners = null,
    string? RequestedBy = null,
    string? Search = null,
    ClusterId? Cluster = null,
    ResourceKind? Kind = null,
    string? Name = null
);
