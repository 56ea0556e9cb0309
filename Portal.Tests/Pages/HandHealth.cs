using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Health;

namespace Portal.Tests.Pages;

/// <summary>Snapshots and a past set by hand: what a collector would have read.</summary>
public sealed class HandHealth : IClusterHealth, IHealthHistory
{
    private readonly List<Action<ClusterSnapshot>> _watchers = [];
    private volatile Unloaded? _unloaded;

    public ImmutableDictionary<ClusterId, ClusterSnapshot> Current { get; private set; } =
        ImmutableDictionary<ClusterId, ClusterSnapshot>.Empty;

    public Task Loaded
    {
        get
        {
            if (_unloaded is not { } unloaded)
            {
                return Task.CompletedTask;
            }

            unloaded.Awaited.TrySetResult();
            return unloaded.Loaded.Task;
        }
    }

    /// <summary>The same for every group; oldest first.</summary>
    public ImmutableArray<LagPoint> Past { get; set; } = [];

    /// <summary>How often somebody asked for the past.</summary>
    public int Asked { get; private set; }

    public void Show(ClusterSnapshot cluster)
    {
        Current = Current.SetItem(cluster.Id, cluster);
        Action<ClusterSnapshot>[] heard;
        lock (_watchers)
        {
            heard = [.. _watchers];
        }

        foreach (var watcher in heard)
        {
            watcher(cluster);
        }
    }

    public IDisposable Watch(Action<ClusterSnapshot> changed)
    {
        lock (_watchers)
        {
            _watchers.Add(changed);
        }

        return new Ear(() =>
        {
            lock (_watchers)
            {
                _watchers.Remove(changed);
            }
        });
    }

    public Task<ImmutableArray<LagPoint>> Lag(LagOf what, Window window, CancellationToken stop)
    {
        Asked++;
        return Task.FromResult<ImmutableArray<LagPoint>>([
            .. Past.Where(p => p.At >= window.From && p.At <= window.To),
        ]);
    }

    public Task<ImmutableArray<RatePoint>> Rates(ClusterId cluster, string topic, Window window, CancellationToken stop)
    {
        Asked++;
        return Task.FromResult<ImmutableArray<RatePoint>>([]);
    }

    /// <summary>As right after a start: nothing is there until <see cref="Unloaded.Load"/>.</summary>
    internal Unloaded Unload()
    {
        var current = Current;
        var unloaded = new Unloaded(() =>
        {
            Current = current;
            _unloaded = null;
        });
        _unloaded = unloaded;
        Current = ImmutableDictionary<ClusterId, ClusterSnapshot>.Empty;
        return unloaded;
    }

    /// <summary>Snapshots that aren't loaded yet.</summary>
    internal sealed class Unloaded(Action load)
    {
        /// <summary>Done once somebody waits for them.</summary>
        public TaskCompletionSource Awaited { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Loaded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Load()
        {
            load();
            Loaded.TrySetResult();
        }
    }

    private sealed class Ear(Action stop) : IDisposable
    {
        public void Dispose() => stop();
    }
}
