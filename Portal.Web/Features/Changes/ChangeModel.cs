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

/// <summary>One change: read whole, and every act a person has on it. What is refused is said and stays on the page; of a vote, in its dialog.</summary>
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
        var why = await Act(
            change,
            () => voting.Cast(me.Caller, change, ballot, CancellationToken.None),
            ballot.Verdict switch
            {
                VoteVerdict.Approve => $"You approved plan {PlanName.Short(ballot.PlanHash)}.",
                VoteVerdict.Reject => "You rejected the change; the requester sees your reason.",
                _ => "You sent the request back; the requester sees what to change.",
            }
        );
        ToDialog();
        return why;
    }

    public Task Withdraw() =>
        Act(Id, () => voting.Withdraw(me.Caller, Id, CancellationToken.None), "You took your vote back.");

    public Task Cancel() =>
        Act(Id, () => stops.Cancel(me.Caller, Id, CancellationToken.None), "The change is cancelled.");

    public Task PlanAgain() =>
        Act(Id, () => stops.PlanAgain(me.Caller, Id, CancellationToken.None), "A worker computes a new plan.");

    public Task Abort() =>
        Act(
            Id,
            () => runs.Abort(me.Caller, Id, CancellationToken.None),
            "Abort requested: it takes effect before the next step."
        );

    /// <summary>Once, also by a double click: the second would be refused, beside what the first has done.</summary>
    public Task Retry() =>
        _retrying.Run(() =>
            Act(Id, () => runs.Retry(me.Caller, Id, CancellationToken.None), "The run is tried again.")
        );

    public Task Settle(string why) =>
        Act(Id, () => runs.Settle(me.Caller, Id, why, CancellationToken.None), "Settled as it is; the rest is drift.");

    /// <returns>Why it was refused; null when it is done.</returns>
    private async Task<Refusal?> Act(ChangeId about, Func<Task<Outcome<ChangeState>>> act, string done)
    {
        var why = await store.Ask(act) is Outcome<ChangeState>.Refused refused ? refused.Why : null;
        var isShown = _requested is not { } requested || requested == about.Value;
        Refused = isShown ? why : Refused;
        if (why is null)
        {
            toaster.Say(new Toast(Tone.Ok, done));
        }
        else if (!isShown)
        {
            // The page is another change's by now, to which this is no answer.
            var words = $"#{about}: that was not done. {why.Words}";
            toaster.Say(new Toast(Tone.Bad, words, Layout.Addresses.Change(about), "Open"));
        }

        // Refused or not, what is shown was older than what is there; a store that is silent shows nothing newer.
        if (
            (why is not null && store.SilentSince is not null)
            || !await store.Read(() => Load(_requested ?? about.Value, CancellationToken.None))
        )
        {
            Say();
        }

        return why;
    }
}
