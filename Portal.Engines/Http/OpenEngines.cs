using System.Collections.Concurrent;
using Portal.Core;

namespace Portal.Engines.Http;

/// <summary>What is open to each cluster's engine, kept while its registration stays what it was.</summary>
/// <typeparam name="TAs">All that decides where and as whom we connect.</typeparam>
internal sealed class OpenEngines<TAs, TOpened> : IDisposable
    where TAs : class, IEquatable<TAs>
    where TOpened : class, IDisposable
{
    private readonly ConcurrentDictionary<ClusterId, (TAs As, TOpened Opened)> _open = new();

    // Of two who come at once the second finds what the first has opened, and doesn't close it.
    private readonly SemaphoreSlim _opening = new(1, 1);

    public IEnumerable<(TAs As, TOpened Opened)> All => _open.Values;

    /// <param name="open">What was open with another registration is closed before.</param>
    public async Task<TOpened> Of(ClusterId cluster, TAs registered, Func<Task<TOpened>> open, CancellationToken stop)
    {
        if (Kept(cluster, registered) is { } known)
        {
            return known;
        }

        await _opening.WaitAsync(stop);
        try
        {
            if (Kept(cluster, registered) is { } opened)
            {
                return opened;
            }

            Close(cluster);
            var made = await open();
            _open[cluster] = (registered, made);
            return made;
        }
        finally
        {
            _opening.Release();
        }
    }

    public void Close(ClusterId cluster)
    {
        if (_open.TryRemove(cluster, out var left))
        {
            left.Opened.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var cluster in _open.Keys)
        {
            Close(cluster);
        }

        _opening.Dispose();
    }

    private TOpened? Kept(ClusterId cluster, TAs registered) =>
        _open.TryGetValue(cluster, out var kept) && kept.As.Equals(registered) ? kept.Opened : null;
}
