using Portal.Core.Changes.Plans;
using Portal.Core.Resources;

namespace Portal.Core.Changes.Lists;

/// <summary>A change as lists show it.</summary>
/// <param name="Resources">What it is about, in the request's order.</param>
public sealed record ChangeRow(
    ChangeId Id,
    string Title,
    ChangeState State,
    string Environment,
    string RequestedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string? StatusMessage,
    int? RiskScore,
    RiskBand? RiskBand,
    IReadOnlyList<ChangeRowResource> Resources
)
{
    /// <summary>The requester's full name; the handle of somebody who is no longer known.</summary>
    public string RequestedByName { get; init; } = RequestedBy;

    /// <summary>The teams that own what it is about, each once.</summary>
    public IReadOnlyList<ChangeOwner> Owners => [.. Resources.Select(r => r.Owner).Distinct()];
}

/// <summary>One of the resources a change is about.</summary>
/// <param name="Cluster">The cluster's name.</param>
public sealed record ChangeRowResource(ResourceKind Kind, string Cluster, string Name, ChangeOwner Owner);

/// <param name="Name">The team's name, and beside it its title.</param>
public sealed record ChangeOwner(TeamId Id, string Name, string Title);
