using Portal.Core;
using Portal.Core.Changes.Requests;
using Portal.Core.Store;
using Portal.Web.Identity;

namespace Portal.Web.Features.Requests;

/// <summary>Saves one form as its person's draft once typing pauses or its page is left, one save after the other, and sends it as that draft.</summary>
public sealed class RequestSaves(RequestDrafts drafts, KeptForms forms, Me me, TimeProvider time) : IDisposable
{
    /// <summary>How long nothing has to be typed until it is saved.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly NewestCall _newest = new();
    private readonly SemaphoreSlim _one = new(1);
    private readonly CancellationTokenSource _leaving = new();
    private (DraftId Id, int Version)? _unreported;
    private bool _isOver;

    // What is on the page differs from its draft.
    private bool _isTyped;

    // Its person has too many drafts for it to be one: it is sent as what was never saved.
    private bool _isRefused;

    /// <summary>Once nothing more is typed. While the store is silent nothing is saved; the next pause saves it all.</summary>
    /// <param name="view">As it is then.</param>
    /// <param name="saved">Takes what came of it.</param>
    public Task Later(string address, Func<RequestView?> view, Action<Outcome<SavedDraft>> saved) =>
        Save(Pause, address, view, saved);

    /// <summary>At once, for who goes on with it elsewhere.</summary>
    /// <inheritdoc cref="Later"/>
    public Task Now(string address, Func<RequestView?> view, Action<Outcome<SavedDraft>> saved) =>
        Save(TimeSpan.Zero, address, view, saved);

    private async Task Save(TimeSpan pause, string address, Func<RequestView?> view, Action<Outcome<SavedDraft>> saved)
    {
        // Who typed it: when the session ends meanwhile nobody is here, and what was typed last is kept all the same.
        var who = me.Caller;
        _isTyped = true;
        var mine = _newest.Supersede(CancellationToken.None);
        var token = mine.Token;
        try
        {
            await Wait(pause, token);
            await _one.WaitAsync(token);
        }
        catch (OperationCanceledException)
        {
            return; // A later one saves, or it was sent.
        }

        try
        {
            if (!_isOver && view() is { } now)
            {
                _isTyped = false;
                var outcome = await drafts.Save(who, From(now), forms.Write(now, address), CancellationToken.None);
                _isRefused = outcome is Outcome<SavedDraft>.Refused;
                _isTyped |= _isRefused;
                Report(saved, outcome);
            }
        }
        catch (Exception failure) when (StoreFailure.IsTheStores(failure) || StoreFailure.IsSilence(failure))
        {
            (_isTyped, _isRefused) = (true, false);
            Report(
                saved,
                Refusal.Conflict("The draft isn't saved: the database doesn't answer. It is tried again as you type.")
            );
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task Wait(TimeSpan pause, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, _leaving.Token);
        try
        {
            await Task.Delay(pause, time, either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The page is left: what was typed last is saved at once.
        }
    }

    private void Report(Action<Outcome<SavedDraft>> saved, Outcome<SavedDraft> outcome)
    {
        if (!_leaving.IsCancellationRequested)
        {
            saved(outcome);
        }
        else if (outcome is Outcome<SavedDraft>.Done(var draft))
        {
            // Whoever left learns nothing of it: what saves or sends it next finds it here.
            _unreported = (draft.Id, draft.Version);
        }
    }

    /// <summary>Sends the form as the draft that it is kept as, once what was typed last is in it. Sent, there is nothing to go on with.</summary>
    /// <param name="address">Null: it isn't kept.</param>
    /// <param name="send">Takes the draft and its version.</param>
    public async Task<Outcome<ChangeId>> Send(
        string? address,
        Func<RequestView?> view,
        Action<Outcome<SavedDraft>> saved,
        Func<(DraftId Id, int Version)?, Task<Outcome<ChangeId>>> send
    )
    {
        if (_isTyped && address is not null)
        {
            await Now(address, view, saved);
        }

        await _one.WaitAsync();
        try
        {
            var outcome = await send(_isRefused ? null : From(view()));
            if (outcome is Outcome<ChangeId>.Done)
            {
                _isOver = true;
                _newest.Dispose();
            }

            return outcome;
        }
        finally
        {
            _one.Release();
        }
    }

    private (DraftId Id, int Version)? From(RequestView? now) =>
        _unreported ?? (now?.Saved is { } draft ? (draft.Id, draft.Version) : null);

    /// <summary>The page is left. Safe to repeat.</summary>
    public void Dispose() => _leaving.Cancel();
}
