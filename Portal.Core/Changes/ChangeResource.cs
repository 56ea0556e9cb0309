using Portal.Core.Resources;
using Portal.Core.Teams;

namespace Portal.Core.Changes;

/// <summary>One of the resources a change is about.</summary>
public sealed class ChangeResource
{
    public long Id { get; private set; }
    public ChangeId ChangeId { get; private set; }
    public required int Ordinal { get; init; }
    public required ResourceKind Kind { get; init; }
    public required ResourceOperation Operation { get; init; }
    public required ClusterId ClusterId { get; init; }
    public required string Name { get; init; }

    /// <summary>The name as its kind locks it: what the engine can't keep apart has one.</summary>
    public required string LockKey { get; init; }

    /// <summary>The team that owns it, or will; its approvers are asked for it.</summary>
    public required TeamId OwnerTeamId { get; set; }

    /// <summary>For a transfer: the team that is to own it; null for everything else.</summary>
    public TeamId? NewOwnerTeamId { get; init; }

    /// <summary>The spec as JSON; null for a delete and for a transfer.</summary>
    public string? Wanted { get; set; }

    /// <summary>For an update: what its form was filled from, as JSON; null when the whole of what is wanted was said.</summary>
    public string? Base { get; set; }

    /// <summary>No labels were requested: it keeps those that it has when this is applied, and <see cref="Wanted"/> shows those it had before.</summary>
    public bool KeepsLabels { get; init; }

    /// <summary>Its criticality when this was sent; null when it wasn't managed then.</summary>
    public Tier? TierWhenSent { get; init; }

    /// <summary>For a delete: nothing is kept of it, where the engine keeps what is deleted.</summary>
    public bool IsPermanent { get; init; }

    /// <summary>Ordinals within the change whose steps come first.</summary>
    public int[] DependsOn { get; init; } = [];

    public ResourceRef On => new(Kind, ClusterId, Name);

    /// <param name="environment">The change's.</param>
    public OwnedPlace In(string environment) =>
        new(OwnerTeamId, new ResourcePlace(environment, Kind.Word, ClusterId, Name));

    /// <summary>What is asked for, in its kind's own words.</summary>
    public ResourceRequest Read(ResourceKinds kinds) =>
        new(On, Operation, Spec(kinds, Wanted), Spec(kinds, Base), TierWhenSent, IsPermanent, KeepsLabels);

    /// <summary>What it belongs to the owner of, as it is wanted; null: it says itself whose it is, or is to be gone.</summary>
    public OwnerSource? OwnedWith(ResourceKinds kinds) =>
        Read(kinds).Wanted is { } wanted ? kinds.Of(Kind).OwnedWith(ClusterId, wanted) : null;

    private ResourceSpec? Spec(ResourceKinds kinds, string? json) =>
        json is null ? null : kinds.Of(Kind).ReadSpec(json);
}
