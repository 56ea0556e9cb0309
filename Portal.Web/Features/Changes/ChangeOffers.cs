using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Lists;
using Portal.Core.Teams;

namespace Portal.Web.Features.Changes;

/// <summary>
/// What this person is offered on a change. Only what would be taken is offered; the services decide again anyway, so a
/// page that is a second old can be wrong and is told so in words.
/// </summary>
/// <param name="Vote">To approve it or not, unless <see cref="OnlyAgainst"/>.</param>
/// <param name="WhyNotVote">Why one who might expect to vote, or to approve, can't: they requested it, or voted already, or it isn't needed.</param>
public sealed record ChangeOffers(
    bool Vote,
    bool Withdraw,
    bool Cancel,
    bool PlanAgain,
    bool Abort,
    bool Settle,
    bool EditRequest,
    string? WhyNotVote
)
{
    /// <summary>All the steps that they may vote at have their approvals: they can reject the change or send it back, no more.</summary>
    public bool OnlyAgainst { get; init; }

    public static ChangeOffers Of(ChangeView view, Caller who, Func<CallerAction, Permission> may)
    {
        List<OwnedPlace> owned = [.. view.Resources.Select(resource => resource.In(view.Row.Environment))];
        var state = view.Row.State;
        var me = who.Actor.Name;
        var mine = view.CurrentVotes.FirstOrDefault(vote => vote.Actor.Names.Contains(me));
        var voted = mine is not null;
        var votable = view
            .Approvals.Where(step =>
                step.CanApprove.Contains(me, StringComparer.Ordinal) || VotesFor(view, step, me) is not null
            )
            .ToList();
        var canVote = state == ChangeState.PendingApproval && votable.Count > 0 && !voted;
        var isNeeded = votable.Exists(step => !step.IsMet);
        var stop = may(new CallerAction.StopChange(owned, view.Row.RequestedBy)).Granted;
        return new ChangeOffers(
            Vote: canVote,
            Withdraw: state is ChangeState.PendingApproval or ChangeState.Approved && voted,
            Cancel: stop && !state.IsEnd() && !state.IsRunning(),
            PlanAgain: stop
                && state
                    is ChangeState.PlanFailed
                        or ChangeState.Stale
                        or ChangeState.PendingApproval
                        or ChangeState.Approved,
            Abort: stop && state == ChangeState.Applying && view.Run is { AbortBy: null },
            Settle: state == ChangeState.Stuck && may(new CallerAction.SettleRun(owned)).Granted,
            EditRequest: state == ChangeState.ChangesRequested
                && view.HasForm
                && view.EditActs.All(act => may(act).Granted),
            WhyNotVote: state != ChangeState.PendingApproval ? null
                : voted
                    ? mine!.Actor.Name == me ? "You have voted on this plan."
                        : $"{view.People.GetValueOrDefault(mine.Actor.Name, mine.Actor.Name)} has voted for you on this plan."
                : view.Row.RequestedBy == me ? "You requested this change, so somebody else has to approve it."
                : view.Authors.Contains(me, StringComparer.Ordinal)
                    ? "You edited this change, or created the token that requested it, so somebody else has to approve it."
                : canVote && !isNeeded
                    ? "Your approval isn't needed: your step has its approvals already. You can still reject the change or send it back."
                : null
        )
        {
            OnlyAgainst = canVote && !isNeeded,
        };
    }

    /// <summary>The approver whom this person would vote for at a step; null: nobody.</summary>
    public static string? VotesFor(ChangeView view, ApprovalView step, string me)
    {
        var voted = view.CurrentVotes.SelectMany(vote => vote.Actor.Names).ToHashSet(StringComparer.Ordinal);
        return step.Delegates.FirstOrDefault(d => d.Handle == me && !voted.Contains(d.For))?.For;
    }
}
