using Portal.Core;
using Portal.Core.Changes.Requests;
using Portal.Core.Store;
using Portal.Web.Identity;
using Portal.Web.Pages;

namespace Portal.Web.Features.Requests;

/// <summary>A form for a topic: looks ahead with each keystroke, at the snapshot only, and sends what was typed.</summary>
public sealed class RequestModel(
    RequestOpenings openings,
    ChangeRequests requests,
    Forecasts forecasts,
    StoreWatch store,
    Me me
) : PageModel<RequestView>
{
    private int looks;

    public bool IsSending { get; private set; }

    public string Who => me.Caller.Actor.Name;

    /// <summary>Why it was refused when it was sent.</summary>
    public Refusal? Refused { get; private set; }

    public async Task Open(RequestOf what, CancellationToken stop)
    {
        Show(await openings.Open(what, stop));
        await LookAhead(stop);
    }

    /// <summary>Takes what was typed and looks ahead again.</summary>
    public Task Type(Action<RequestForm> typed)
    {
        if (Value is not { } view)
        {
            return Task.CompletedTask;
        }

        typed(view.Form);
        Refused = null;
        return LookAhead(CancellationToken.None);
    }

    /// <returns>The change, or null when it was refused.</returns>
    public async Task<ChangeId?> Send()
    {
        if (IsSending || Value is not { NotYet: null } view)
        {
            return null;
        }

        IsSending = true;
        Say();
        try
        {
            var draft = view.Form.Draft(view.Sizing);
            var outcome = await store.Ask(() =>
                view.Mends is { } mends
                    ? requests.Resubmit(me.Caller, mends.Id, mends.Version, draft, CancellationToken.None)
                    : requests.Submit(me.Caller, draft, CancellationToken.None)
            );
            Refused = (outcome as Outcome<ChangeId>.Refused)?.Why;
            return (outcome as Outcome<ChangeId>.Done)?.Value;
        }
        finally
        {
            IsSending = false;
            Say();
        }
    }

    // The reason comes last in the form and decides nothing about the plan: its lack hides no step.
    private async Task<Forecast> Forecast(RequestView view, CancellationToken stop)
    {
        var draft = view.Form.Draft(view.Sizing);
        var forecast = await forecasts.Of(me.Caller, draft, view.Mends?.Id, stop);
        return forecast.Problems.Count == 1 && forecast.Problems.ContainsKey("reason")
            ? await forecasts.Of(me.Caller, draft with { Reason = "not said yet" }, view.Mends?.Id, stop) with
            {
                Problems = forecast.Problems,
            }
            : forecast;
    }

    // The newest keystroke wins: an answer that comes later than a newer question is thrown away.
    private async Task LookAhead(CancellationToken stop)
    {
        var mine = ++looks;
        if (Value is not { } view)
        {
            return;
        }

        if (view.Form.Name.Trim().Length == 0)
        {
            Show(view with { Forecast = null });
            return;
        }

        Say();
        try
        {
            var forecast = await Forecast(view, stop);
            if (mine == looks)
            {
                Show(view with { Forecast = forecast });
            }
        }
        catch (Exception silence) when (StoreFailure.IsSilence(silence))
        {
            // What was typed is in the form; it is looked ahead again once the store is back.
            store.Met();
            await store.Back.WaitAsync(stop);
            if (mine == looks)
            {
                await LookAhead(stop);
            }
        }
    }
}
