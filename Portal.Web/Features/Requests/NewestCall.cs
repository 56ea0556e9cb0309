namespace Portal.Web.Features.Requests;

/// <summary>Of several calls of one kind only the newest goes on: it cancels the one before.</summary>
internal sealed class NewestCall : IDisposable
{
    private CancellationTokenSource? _current;

    /// <summary>On the caller's thread at once: the next call finds this one.</summary>
    public CancellationTokenSource Supersede(CancellationToken stop)
    {
        Dispose();
        return _current = CancellationTokenSource.CreateLinkedTokenSource(stop);
    }

    public bool Is(CancellationTokenSource call) => call == _current;

    /// <summary>Safe to repeat: a form's parts are disposed with it, and with its page's services once more.</summary>
    public void Dispose()
    {
        // First no longer the newest: what is cancelled may go on at once, and looks.
        var former = _current;
        _current = null;
        former?.Cancel();
        former?.Dispose();
    }
}
