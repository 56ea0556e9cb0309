using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Lists;
using Portal.Core.Teams;

namespace Portal.Web.Features.Changes;

/// <summary>
/// What this person is offered on a change. Only what would be taken is offered; the services decide again anyway, so a
/// page that is a second old can be wrong and is told so in words.
/// </summary>
/// <param name="WhyNotVote">Why one who might expect to vote can't: they requested it, or voted already.</param>
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
    public static ChangeOffers Of(ChangeView view, Caller who, Func<CallerAction, Permission> may)
    {
        var owners = view.Row.Owners.Select(owner => owner.Id).ToList();
        var state = view.Row.State;
        var me = who.Actor.Name;
        var voted = view.CurrentVotes.Any(vote => vote.Actor.Name == me);
        var open = view.Approvals.Where(step => !step.IsMet).ToList();
        var canVote = open.Any(step => step.CanApprove.Contains(me, StringComparer.Ordinal));
        var stop = may(new CallerAction.StopChange(owners, view.Row.RequestedBy)).Granted;
        return new ChangeOffers(
            Vote: state == ChangeState.PendingApproval && canVote && !voted,
            Withdraw: state is ChangeState.PendingApproval or ChangeState.Approved && voted,
            Cancel: stop && !state.IsEnd() && !state.IsRunning(),
            PlanAgain: stop
                && state
                    is ChangeState.PlanFailed
                        or ChangeState.Stale
                        or ChangeState.PendingApproval
                        or ChangeState.Approved,
            Abort: stop && state == ChangeState.Applying && view.Run is { AbortBy: null },
            Settle: state == ChangeState.Stuck && may(new CallerAction.SettleRun(owners)).Granted,
            EditRequest: state == ChangeState.ChangesRequested
                && owners.All(owner => may(new CallerAction.RequestChange(owner)).Granted),
            WhyNotVote: state != ChangeState.PendingApproval ? null
                : voted ? "You have voted on this plan."
                : view.Row.RequestedBy == me ? "You requested this change, so somebody else has to approve it."
                : view.Authors.Contains(me, StringComparer.Ordinal)
                    ? "You edited this change, or created the token that requested it, so somebody else has to approve it."
                : null
        );
    }
}
