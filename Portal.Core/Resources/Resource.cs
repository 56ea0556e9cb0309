using System.Collections.Immutable;
using Portal.Core.Topics;

namespace Portal.Core.Resources;

/// <summary>What the portal manages: the wanted state of one thing.</summary>
public sealed class Resource
{
    public ResourceId Id { get; private set; }
    public required ResourceKind Kind { get; init; }
    public required ClusterId ClusterId { get; init; }
    public required string Name { get; init; }
    public required TeamId OwnerTeamId { get; init; }

    /// <summary>The spec as JSON: a <see cref="TopicSpec"/>.</summary>
    public required string Spec { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? GoneAt { get; set; }
}
