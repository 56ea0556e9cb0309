using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.State;

namespace Portal.LocalCluster.Streams.Jobs;

internal sealed partial class RunningPlan
{
    /// <summary>One operator after the other.</summary>
    public void Save(SnapshotWriter to)
    {
        foreach (var (id, node) in plan.Stateful())
        {
            to.Add(id, node.Kind, node.Operator.Layout!, node.Operator.Save);
        }
    }

    /// <param name="snapshot">Null: none was written.</param>
    public ImmutableDictionary<string, long> BytesByVertex(Snapshot? snapshot)
    {
        var bytes = snapshot?.Operators.ToDictionary(o => o.Id, o => o.Length, StringComparer.Ordinal) ?? [];
        var of = plan.Stateful().ToLookup(s => s.Node, s => bytes.GetValueOrDefault(s.Id));
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

            using var from = file.Read(state);
            node.Operator.Restore(from);
            if (from.IsBeyond)
            {
                throw new InvalidDataException(
                    $"The state of {node.Kind} ends before what the query reads of it. Start the job without its state."
                );
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
