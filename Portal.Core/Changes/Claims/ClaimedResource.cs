using Portal.Core.Teams;

namespace Portal.Core.Changes.Claims;

/// <summary>A resource that a change claims for a team, as it is when the plan is computed.</summary>
/// <param name="Owner">Whose it is by now; null: nobody manages it, or that team alone and on other clusters of its registry.</param>
/// <param name="OwnedOn">The other cluster of its registry where the owner has it; null: it is managed where it is claimed, or nowhere.</param>
public sealed record ClaimedResource(ChangeResource Asked, Team? Owner, string? OwnedOn)
{
    /// <summary>It belongs to that team already.</summary>
    public bool IsDone => Owner?.Id == Asked.OwnerTeamId;

    /// <summary>Whose it is, to follow its name: "belongs to Checkout"; null: nobody manages it.</summary>
    internal string? Belonging =>
        Owner is null ? null
        : OwnedOn is null ? $"belongs to {Owner.Title}"
        : $"belongs to {Owner.Title} on {OwnedOn}, which has the same schema registry,";
}
