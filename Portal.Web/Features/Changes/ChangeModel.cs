using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Runs;
using Portal.Core.Store;
using Portal.Web.Identity;
using Portal.Web.Pages;
using Portal.Web.Parts;

namespace Portal.Web.Features.Changes;

/// <summary>A change with what this person may do about it.</summary>
public sealed record ChangeShown(ChangeView Change, ChangeOffers Offers);

/// <summary>One change: read whole, and every act a person has on it. What is refused is said and stays on the page.</summary>
public sealed class ChangeModel(
    ChangeDetails details,
    Voting voting,
    ChangeStops stops,
    RunControl runs,
    StoreWatch store,
    Me me,
    Toaster toaster
) : PageModel<ChangeShown>
{
    private readonly OneAct _retrying = new();
    private long? _requested;

    public string Who => me.Caller.Actor.Name;

    // Not kept from Load: what was taken over from prerendering never passed through it.
    private ChangeId Id => Value!.Change.Row.Id;

    public Task Load(long number, CancellationToken stop)
    {
        _requested = number;
        return ShowNewest(async () =>
            await details.Get(new ChangeId(number), stop) is { } change
                ? new ViewState<ChangeShown>.Ready(new ChangeShown(change, ChangeOffers.Of(change, me.Caller, me.May)))
                : new ViewState<ChangeShown>.NotFound(
                    $"There is no change #{number}",
                    "Numbers are never used twice and changes are never deleted, so the address may be mistyped."
                )
        );
    }

    /// <returns>Why it was refused; null when it counts.</returns>
    public async Task<Refusal?> Vote(ChangeId change, Ballot ballot)
    {
        await Act(
            () => voting.Cast(me.Caller, change, ballot, CancellationToken.None),
            ballot.Verdict switch
            {
                VoteVerdict.Approve => $"You approved plan {PlanName.Short(ballot.PlanHash)}.",
                VoteVerdict.Reject => "You rejected the change; the requester sees your reason.",
                _ => "You sent the request back; the requester sees what to change.",
            }
        );
        return Refused;
    }

    public Task Withdraw() =>
        Act(() => voting.Withdraw(me.Caller, Id, CancellationToken.None), "You took your vote back.");

    public Task Cancel() => Act(() => stops.Cancel(me.Caller, Id, CancellationToken.None), "The change is cancelled.");

    public Task PlanAgain() =>
        Act(() => stops.PlanAgain(me.Caller, Id, CancellationToken.None), "A worker computes a new plan.");

    public Task Abort() =>
        Act(
            () => runs.Abort(me.Caller, Id, CancellationToken.None),
            "Abort requested: it takes effect before the next step."
        );

    /// <summary>Once, also by a double click: the second would be refused, beside what the first has done.</summary>
    public Task Retry() =>
        _retrying.Run(() => Act(() => runs.Retry(me.Caller, Id, CancellationToken.None), "The run is tried again."));

    public Task Settle(string why) =>
        Act(() => runs.Settle(me.Caller, Id, why, CancellationToken.None), "Settled as it is; the rest is drift.");

    private async Task Act(Func<Task<Outcome<ChangeState>>> act, string done)
    {
        Refused = await store.Ask(act) is Outcome<ChangeState>.Refused refused ? refused.Why : null;
        if (Refused is null)
        {
            toaster.Say(new Toast(Tone.Ok, done));
        }

        // Refused or not, what is shown was older than what is there; a store that is silent shows nothing newer. The page may be another change's now.
        if (
            (Refused is not null && store.SilentSince is not null)
            || !await store.Read(() => Load(_requested ?? Id.Value, CancellationToken.None))
        )
        {
            Say();
        }
    }
}
