using Portal.Core;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Web.Features.Kinds;
using Portal.Web.Identity;
using Portal.Web.Pages;

namespace Portal.Web.Features.Requests;

/// <summary>The form of a request: looks ahead when typing pauses, at the snapshot only, and sends what was typed.</summary>
public sealed class RequestModel(
    RequestOpenings openings,
    RequestViews views,
    RequestSender sender,
    RequestPreviews previews,
    RequestSaves saves,
    StoreWatch store,
    Me me
) : PageModel<RequestView>, IDisposable
{
    /// <summary>How long nothing has to be typed until it is looked ahead.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public bool IsSending { get; private set; }

    public string Who => me.Caller.Actor.Name;

    /// <summary>Where a draft of it is gone on with; null: it isn't kept.</summary>
    public string? Address { get; set; }

    public async Task Open(RequestOf what, CancellationToken stop)
    {
        Show(await openings.Open(what, stop));
        await LookAhead(TimeSpan.Zero, stop);
    }

    /// <summary>Goes on with what was typed before, here or elsewhere.</summary>
    public async Task Resume(DraftId draft, CancellationToken stop)
    {
        Show(await openings.Resume(draft, stop));
        await LookAhead(TimeSpan.Zero, stop);
    }

    /// <summary>Takes what was typed and looks ahead again, once nothing more is typed.</summary>
    public Task Type(Action<RequestForm> typed)
    {
        if (Value is not { } view)
        {
            return Task.CompletedTask;
        }

        typed(view.Form);
        Refused = null;
        _ = KeepDraft();
        return LookAhead(Pause, CancellationToken.None);
    }

    /// <inheritdoc cref="RequestPreviews.Again"/>
    public Task LookAgain(CancellationToken stop) => previews.Again(() => Value, ShowAhead, stop);

    /// <summary>One more resource, below the others. What was typed stays.</summary>
    public Task Add(ResourceKind kind) => Widen(kind, view => openings.Add(view, kind));

    /// <summary>What goes along with a resource that is in the request.</summary>
    public Task Add(ResourceForm leader, Companion companion) =>
        Widen(companion.Kind, view => openings.Add(view, leader, companion));

    // It may be typed in, saved and previewed while its places are read: that stays, and what is drawn then has places for all that is in the form.
    private async Task Widen(ResourceKind kind, Action<RequestView> add)
    {
        if (Value is not { } view)
        {
            return;
        }

        var outcome = await store.Ask(async () =>
            (Outcome<RequestView>)await views.Placed(view, [kind], CancellationToken.None)
        );
        Refused = (outcome as Outcome<RequestView>.Refused)?.Why;
        if (outcome is Outcome<RequestView>.Done(var placed) && Value is { } now && now.Form == view.Form)
        {
            var wider = now with { Places = now.Places.SetItem(kind, placed.Places[kind]) };
            add(wider);
            Show(wider);
            _ = KeepDraft();
            await LookAhead(TimeSpan.Zero, CancellationToken.None);
        }
    }

    public Task Remove(ResourceForm resource) => Type(form => form.Remove(resource));

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
            var outcome = await saves.Send(Address, () => Value, Saved, draft => sender.Send(view, draft));
            Refused = (outcome as Outcome<ChangeId>.Refused)?.Why;
            return (outcome as Outcome<ChangeId>.Done)?.Value;
        }
        finally
        {
            IsSending = false;
            Say();
        }
    }

    /// <summary>Nobody is there any more for whom to look ahead.</summary>
    public void Dispose()
    {
        previews.Dispose();
        saves.Dispose();
    }

    private Task KeepDraft() => Address is { } address ? saves.Later(address, () => Value, Saved) : Task.CompletedTask;

    private void Saved(Outcome<SavedDraft> outcome)
    {
        if (Value is { } view)
        {
            Show(view.After(outcome));
        }
    }

    private Task LookAhead(TimeSpan pause, CancellationToken stop) =>
        previews.Of(pause, () => Value, ShowAhead, Say, stop);

    private void ShowAhead(Forecast? forecast) => Show(Value! with { Forecast = forecast });
}
