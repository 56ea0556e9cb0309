using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.State;

namespace Portal.LocalCluster.Streams.Jobs;

internal sealed partial class RunningPlan
{
    /// <summary>What its checkpoints lie in. The first after a start is whole.</summary>
    public SnapshotChain Chain { get; } = new();

    /// <summary>Writes a checkpoint: what changed since those that it builds on, or everything.</summary>
    /// <param name="complete">As of <see cref="SnapshotFile.Write"/>.</param>
    public Snapshot Write(string folder, long id, long nowMs, bool isWhole, Action complete)
    {
        var written = SnapshotFile.Write(folder, id, nowMs, isWhole ? [] : Chain.Next(), Save, complete);
        Chain.Add(JobStore.NameOf(folder), written);
        return written;
    }

    // One operator after the other, and of each one subtask after the other.
    private void Save(SnapshotWriter to)
    {
        to.MaxParallelism = MaxParallelism;
        foreach (var (id, node, subtasks) in plan.Stateful())
        {
            foreach (var one in subtasks)
            {
                to.Add(id, node.Kind, one.Layout!, one.Save, (one.Subtask.Index, one.Subtask.Count));
            }
        }
    }

    public ImmutableDictionary<string, long> BytesByVertex(IEnumerable<OperatorState> states)
    {
        var bytes = states.ToLookup(o => o.Id, o => o.Length, StringComparer.Ordinal);
        var of = plan.Stateful().ToLookup(s => s.Node, s => bytes[s.Id].Sum());
        return plan.Vertices.ToImmutableDictionary(v => v.Id, v => v.Nodes.Sum(node => of[node].Sum()));
    }

    /// <param name="all">Of the whole state.</param>
    /// <param name="written">Of what the checkpoint wrote itself.</param>
    /// <returns>None where each vertex has one.</returns>
    public ImmutableDictionary<string, ImmutableArray<SubtaskBytes>> BytesBySubtask(
        IEnumerable<OperatorState> all,
        IEnumerable<OperatorState> written
    )
    {
        var (kept, own) = (Lengths(all), Lengths(written));
        var of = plan.Stateful().ToLookup(s => s.Node, s => s.Id);
        return (plan.IsParallel ? plan.Vertices : []).ToImmutableDictionary(
            vertex => vertex.Id,
            vertex =>
            {
                var ids = vertex.Nodes.SelectMany(node => of[node]).ToList();
                return Enumerable
                    .Range(0, vertex.Parallelism)
                    .Select(i => new SubtaskBytes(
                        ids.Sum(id => kept[(id, i)].Sum()),
                        ids.Sum(id => own[(id, i)].Sum())
                    ))
                    .ToImmutableArray();
            }
        );
    }

    private static ILookup<(string Id, int Subtask), long> Lengths(IEnumerable<OperatorState> states) =>
        states.ToLookup(state => (state.Id, state.Subtask), state => state.Length);
}
