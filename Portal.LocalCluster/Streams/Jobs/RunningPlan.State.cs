using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.State;

namespace Portal.LocalCluster.Streams.Jobs;

internal sealed partial class RunningPlan
{
    public IReadOnlyList<OperatorState> Save()
    {
        var states = new List<OperatorState>();
        foreach (var (id, node) in plan.Stateful())
        {
            using var to = new StateWriter();
            node.Operator.Save(to);
            states.Add(new(id, node.Kind, node.Operator.Layout!, to.Bytes));
        }

        return states;
    }

    /// <exception cref="InvalidDataException">It is the state of another query.</exception>
    public void Restore(Snapshot snapshot, bool ignoresUnclaimed)
    {
        var states = snapshot.Operators.ToDictionary(s => s.Id, StringComparer.Ordinal);
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

            using var from = new StateReader(state.Bytes);
            node.Operator.Restore(from);
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
