using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Subtasks;

namespace Portal.LocalCluster.Streams.Jobs;

internal sealed partial class RunningPlan
{
    /// <summary>How long sinks waited until their rows were taken.</summary>
    public TimeSpan SinksWaited => plan.Sinks.Waited();

    /// <summary>
    /// Of each subtask. Without parallelism all vertices are busy for as long as the one thread is: while that waits for a sink, the sink's vertex is busy,
    /// as in Flink, whose sinks wait in the same place, and all others are held back by it.
    /// </summary>
    /// <param name="busy">The one thread.</param>
    public ImmutableDictionary<(string Vertex, int Subtask), SubtaskTimes> Times(TimeSpan busy)
    {
        if (_subtasks is { } subtasks)
        {
            return subtasks.Times.ToImmutableDictionary(each => (each.Vertex.Id, each.Index), each => each.Times);
        }

        var all = SinksWaited;
        return plan.Vertices.ToImmutableDictionary(
            vertex => (vertex.Id, 0),
            vertex =>
            {
                var own = vertex.Nodes.Select(node => node.Operator).OfType<ISink>().Waited();
                return new SubtaskTimes(busy + own, all - own);
            }
        );
    }
}
