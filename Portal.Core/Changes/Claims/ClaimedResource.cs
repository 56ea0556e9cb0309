using Portal.Core.Teams;

namespace Portal.Core.Changes.Claims;

/// <summary>A resource that a change claims for a team, as it is when the plan is computed.</summary>
/// <param name="Owner">Whose it is by now; null: nobody manages it.</param>
public sealed record ClaimedResource(ChangeResource Asked, Team? Owner)
{
    /// <summary>It belongs to that team already.</summary>
    public bool IsDone => Owner?.Id == Asked.OwnerTeamId;
}
