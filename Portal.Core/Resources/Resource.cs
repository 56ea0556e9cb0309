namespace Portal.Core.Resources;

/// <summary>What the portal manages: the wanted state of one thing.</summary>
public sealed class Resource
{
    public ResourceId Id { get; private set; }
    public required ResourceKind Kind { get; init; }
    public required ClusterId ClusterId { get; init; }
    public required string Name { get; init; }
    public required TeamId OwnerTeamId { get; set; }

    /// <summary>The spec as JSON, in its kind's own form.</summary>
    public required string Spec { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? GoneAt { get; set; }

    public ResourceRef On => new(Kind, ClusterId, Name);

    public ResourceSpec Read(ResourceKinds kinds) => kinds.Of(Kind).ReadSpec(Spec);
}
