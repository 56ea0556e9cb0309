using Portal.LocalCluster.Log;

namespace Portal.LocalCluster.Topics;

/// <summary>Keeps the cluster's state on the disk. A change is written and synced before anyone can see it.</summary>
public sealed class Controller : IDisposable
{
    private readonly JournaledState<ClusterState, ClusterEvent> _kept;

    private Controller(string path) =>
        _kept = new(
            path,
            ClusterState.Empty,
            (state, happened) => state.After(happened),
            happened => happened.ToBytes(),
            bytes => ClusterEvent.FromBytes(bytes.Span)
        );

    public ClusterState State => _kept.Now;

    /// <summary>Opens the cluster in this folder, or forms a new one with an id of its own.</summary>
    public static Controller Open(string directory, int brokers)
    {
        var controller = new Controller(Path.Combine(directory, "cluster.journal"));
        if (controller.State.ClusterId.Length == 0)
        {
            controller.Decide(_ => [new ClusterEvent.Formed(NewId.Cluster())]);
        }

        // Nothing is written where nothing changes: a cluster whose disk is full starts, and can be read.
        controller.Decide(state =>
            state.Brokers.Count == brokers && state.Paused.Count == 0 ? [] : [new ClusterEvent.Started(brokers)]
        );
        controller._kept.RewriteIfWorthIt(state => state.Retold());
        return controller;
    }

    /// <summary>Lets <paramref name="decide"/> choose what happens, seeing the state as it is, while nothing else can happen.</summary>
    public void Decide(Func<ClusterState, IReadOnlyCollection<ClusterEvent>> decide) =>
        _kept.Decide(state => (decide(state), true));

    public void Dispose() => _kept.Dispose();
}
