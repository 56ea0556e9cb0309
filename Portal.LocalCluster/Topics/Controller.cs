using Portal.LocalCluster.Log;

namespace Portal.LocalCluster.Topics;

/// <summary>
/// Keeps the cluster's state on the disk. A change is written and synced before anyone can see it; changes are rare, so it waits for
/// the disk each time.
/// </summary>
public sealed class Controller : IDisposable
{
    private const int RewriteSlack = 1000;

    private readonly Lock _gate = new();
    private readonly Journal _journal;
    private volatile ClusterState _state = ClusterState.Empty;

    private Controller(string path) =>
        _journal = Journal.Open(path, entry => _state = _state.After(ClusterEvent.FromBytes(entry.Span)));

    public ClusterState State => _state;

    /// <summary>Opens the cluster in this folder, or forms a new one with an id of its own.</summary>
    public static Controller Open(string directory, int brokers)
    {
        Directory.CreateDirectory(directory);
        var controller = new Controller(Path.Combine(directory, "cluster.journal"));
        if (controller.State.ClusterId.Length == 0)
        {
            controller.Decide(_ => [new ClusterEvent.Formed(NewId.Cluster())]);
        }

        controller.Decide(_ => [new ClusterEvent.Started(brokers)]);
        controller.RewriteIfWorthIt();
        return controller;
    }

    /// <summary>Lets <paramref name="decide"/> choose what happens, seeing the state as it is, while nothing else can happen.</summary>
    public void Decide(Func<ClusterState, IReadOnlyCollection<ClusterEvent>> decide)
    {
        lock (_gate)
        {
            var events = decide(_state);
            var state = _state;
            foreach (var happened in events)
            {
                state = state.After(happened);
                _journal.Append(happened.ToBytes());
            }

            if (events.Count > 0)
            {
                _journal.Sync();
                _state = state;
            }
        }
    }

    public void Dispose() => _journal.Dispose();

    private void RewriteIfWorthIt()
    {
        var events = _state.Retold().ToList();
        if (_journal.Entries > 2 * events.Count + RewriteSlack)
        {
            _journal.Rewrite(events.Select(happened => happened.ToBytes()));
        }
    }
}
