using Portal.Core.Changes.Requests;
using Portal.Core.Store;
using Portal.Web.Identity;

namespace Portal.Web.Features.Requests;

/// <summary>What a form would come to, for who fills it in. While the store is silent it waits: what was typed is in the form.</summary>
public sealed class RequestPreviews(Forecasts forecasts, StoreWatch store, Me me, TimeProvider time) : IDisposable
{
    private readonly NewestCall _newest = new();
    private bool _isLooking;

    /// <summary>The newest keystroke wins: who goes on typing cancels what the one before asked of the store, or was about to ask.</summary>
    /// <param name="pause">How long nothing has to be typed.</param>
    /// <param name="view">The form; it may be saved or widened meanwhile.</param>
    /// <param name="show">Takes what it would come to; null while it lacks a name.</param>
    /// <param name="begin">What was typed is shown at once.</param>
    public async Task Of(
        TimeSpan pause,
        Func<RequestView?> view,
        Action<Forecast?> show,
        Action begin,
        CancellationToken stop
    )
    {
        var mine = _newest.Supersede(stop);
        _isLooking = false;
        switch (view())
        {
            case null:
                return;
            case { LacksName: true }:
                show(null);
                return;
        }

        begin();
        _isLooking = true;
        try
        {
            var token = mine.Token;
            await Task.Delay(pause, time, token);
            show(await Of(view()!, token));
        }
        catch (OperationCanceledException) when (!_newest.Is(mine))
        {
            // The newer one looks ahead.
        }
        finally
        {
            _isLooking = _isLooking && !_newest.Is(mine);
        }
    }

    /// <summary>
    /// Where something else than what is typed holds the form up: nobody has to type until that has passed. What is shown changes only then, so that
    /// whoever types or chooses isn't disturbed. While what was typed is looked ahead for, that sees all of it.
    /// </summary>
    public Task Again(Func<RequestView?> view, Action<Forecast?> show, CancellationToken stop) =>
        !_isLooking && view() is { IsHeldUp: true }
            ? Of(
                TimeSpan.Zero,
                view,
                forecast =>
                {
                    if (view() is { } now && !(now with { Forecast = forecast }).IsHeldUp)
                    {
                        show(forecast);
                    }
                },
                () => { },
                stop
            )
            : Task.CompletedTask;

    /// <summary>Nobody is there any more for whom to look ahead.</summary>
    public void Dispose() => _newest.Dispose();

    private async Task<Forecast> Of(RequestView view, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                var forecast = await forecasts.Of(me.Caller, view.Draft(), view.Resubmits?.Id, stop);
                stop.ThrowIfCancellationRequested();
                return forecast;
            }
            catch (Exception silence) when (StoreFailure.IsSilence(silence))
            {
                store.Met(silence);
                await store.Back.WaitAsync(stop);
            }
        }
    }
}
