using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Judging;

/// <summary>
/// A resource of a change, and whose it is by now. The request is its owner's; what is deleted and created again, or created by a team that was faster, may
/// be another team's when the change is planned or applied, and nothing on an engine shows that.
/// </summary>
/// <param name="Owner">Null: nobody manages it, or the team that it is for alone and on other clusters of its registry.</param>
/// <param name="OwnedOn">The other cluster of its registry where the owner has it; null: it is managed where it is requested, or nowhere.</param>
public sealed record RecordedOwner(ChangeResource Asked, Team? Owner, string? OwnedOn)
{
    /// <summary>It belongs to the team that it is for.</summary>
    internal bool IsOwn => Owner?.Id == Asked.OwnerTeamId;

    private string Belongs =>
        OwnedOn is null
            ? $"{Asked.Name} belongs to {Owner?.Title}"
            : $"{Asked.Name} belongs to {Owner?.Title} on {OwnedOn}, which has the same schema registry,";

    private string Impossible =>
        Asked.Operation == ResourceOperation.Create
            ? $"{Belongs} by now. Choose another name, or contact that team for a transfer."
            : $"{Belongs} by now. Contact that team for a transfer.";

    /// <summary>
    /// Whether what is recorded is another team's than the one that it is requested for, which then has no say in it. A transfer writes the new owner
    /// into open changes too. A grant that is to stay is approved by whoever owns its data by now (<see cref="FollowedOwner"/>), and one that the clock ends
    /// was agreed to with its end.
    /// </summary>
    /// <param name="owner">Whose what is recorded is.</param>
    internal static bool IsAnothers(ResourceKinds kinds, Change change, ChangeResource asked, TeamId owner) =>
        owner != asked.OwnerTeamId
        && owner != asked.NewOwnerTeamId
        && asked.OwnedWith(kinds) is null
        && !(change.Actor.Name == Actor.Clock.Name && kinds.Of(asked.Kind).FollowsOwner);

    /// <summary>Why a plan doesn't hold any more; null when it does.</summary>
    /// <param name="lost">What of it another team owns by now.</param>
    public static string? Moved(IReadOnlyList<RecordedOwner> lost) =>
        lost is [var first, ..] ? $"{first.Belongs} since the plan was computed." : null;

    /// <param name="lost">What another team owns by now.</param>
    internal static PlanOutline Outline(IReadOnlyList<RecordedOwner> lost) =>
        new PlanOutline.Impossible([.. lost.Select(l => new ImpossibleResource(l.Asked.Ordinal, l.Impossible))]);
}
