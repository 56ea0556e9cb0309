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

    // One operator after the other.
    private void Save(SnapshotWriter to)
    {
        foreach (var (id, node) in plan.Stateful())
        {
            to.Add(id, node.Kind, node.Operator.Layout!, node.Operator.Save);
        }
    }

    public ImmutableDictionary<string, long> BytesByVertex(IEnumerable<OperatorState> states)
    {
        var bytes = states.ToLookup(o => o.Id, o => o.Length, StringComparer.Ordinal);
        var of = plan.Stateful().ToLookup(s => s.Node, s => bytes[s.Id].Sum());
        return plan.Vertices.ToImmutableDictionary(v => v.Id, v => v.Nodes.Sum(node => of[node].Sum()));
    }

    /// <exception cref="InvalidDataException">It is the state of another query.</exception>
    public void Restore(SnapshotFile file, bool ignoresUnclaimed)
    {
        var states = file.Snapshot.Operators.ToDictionary(s => s.Id, StringComparer.Ordinal);
        foreach (var (id, node) in plan.Stateful())
        {
            if (!states.Remove(id, out var state))
            {
                continue; // An operator that is new begins without state, as in Flink.
            }

            if (state.Layout != node.Operator.Layout)
            {
                throw new InvalidDataException(
                    $"The state of {node.Kind} was written by another query: it has {state.Layout}, the query needs {node.Operator.Layout}. Start the job without its state."
                );
            }

            foreach (var from in file.Read(state))
            {
                using var part = from;
                node.Operator.Restore(part);
                if (part.IsBeyond)
                {
                    throw new InvalidDataException(
                        $"The state of {node.Kind} ends before what the query reads of it. Start the job without its state."
                    );
                }
            }
        }

        // A sink without transactions has no use for those of one that had them.
        var claimed = states.Values.Where(state =>
            !plan.WritesWithoutTransactions || !TopicSink.IsOfTransaction(state.Layout)
        );
        if (claimed.FirstOrDefault() is { } left && !ignoresUnclaimed)
        {
            throw new InvalidDataException(
                $"Failed to rollback to checkpoint/savepoint. Cannot map checkpoint/savepoint state for operator {left.Name} ({left.Layout}) to the new program, because the operator is not available in the new program. Start the job without its state."
            );
        }
    }
}
