using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Portal.Core.Health;

/// <summary>Who wants to hear of newer snapshots. One that fails doesn't keep the others from hearing.</summary>
internal sealed partial class SnapshotWatchers(ILogger log)
{
    private readonly ConcurrentDictionary<Watching, Action<ClusterSnapshot>> _watchers = new();

    public IDisposable Add(Action<ClusterSnapshot> changed)
    {
        // One of its own even when one method watches twice.
        var watching = new Watching(this);
        _watchers[watching] = changed;
        return watching;
    }

    public void Publish(ClusterSnapshot snapshot)
    {
        foreach (var changed in _watchers.Values)
        {
            try
            {
                changed(snapshot);
            }
            catch (Exception fault)
            {
                Failed(log, fault);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Somebody who watches snapshots failed")]
    private static partial void Failed(ILogger log, Exception fault);

    private sealed class Watching(SnapshotWatchers all) : IDisposable
    {
        public void Dispose() => all._watchers.TryRemove(this, out _);
    }
}
