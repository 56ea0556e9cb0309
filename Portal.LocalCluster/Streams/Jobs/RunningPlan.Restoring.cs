using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Planning;
using Portal.LocalCluster.Streams.State;

namespace Portal.LocalCluster.Streams.Jobs;

internal sealed partial class RunningPlan
{
    // Of the snapshot that it began from, for good: the keys' groups follow from it.
    private int? _maxParallelism;

    public int MaxParallelism => _maxParallelism ?? options.KeyGroupCount;

    /// <exception cref="InvalidDataException">It is the state of another query, or is divided otherwise.</exception>
    public void Restore(SnapshotFile file, bool ignoresUnclaimed)
    {
        TakeMaxParallelism(file.Snapshot);
        var states = file.Snapshot.Operators.GroupBy(s => s.Id).ToDictionary(s => s.Key, StringComparer.Ordinal);
        foreach (var (id, node, subtasks) in plan.Stateful())
        {
            if (!states.Remove(id, out var parts))
            {
                continue; // An operator that is new begins without state, as in Flink.
            }

            foreach (var part in parts)
            {
                Restore(file, part, node, subtasks);
            }
        }

        // A sink without transactions has no use for those of one that had them.
        var claimed = states
            .Values.Select(parts => parts.First())
            .Where(state => !plan.WritesWithoutTransactions || !TopicSink.IsOfTransaction(state.Layout));
        if (claimed.FirstOrDefault() is { } left && !ignoresUnclaimed)
        {
            throw new InvalidDataException(
                $"Failed to rollback to checkpoint/savepoint. Cannot map checkpoint/savepoint state for operator {left.Name} ({left.Layout}) to the new program, because the operator is not available in the new program. Start the job without its state."
            );
        }
    }

    // Who wrote it may have been one of another number of subtasks: each of today's takes what is its own by now.
    private void Restore(SnapshotFile file, OperatorState part, PlanNode node, IReadOnlyList<Operator> subtasks)
    {
        if (part.Layout != node.Operator.Layout)
        {
            throw new InvalidDataException(
                $"The state of {node.Kind} was written by another query: it has {part.Layout}, the query needs {node.Operator.Layout}. Start the job without its state."
            );
        }

        var written = KeyGroups.RangeOf(part.Subtask, part.Parallelism, MaxParallelism);
        foreach (var one in subtasks)
        {
            var own = KeyGroups.RangeOf(one.Subtask.Index, one.Subtask.Count, MaxParallelism);
            if (node.IsKeyed && !own.Overlaps(written))
            {
                continue;
            }

            foreach (var from in file.Read(part, new(MaxParallelism, part.Subtask, written, own)))
            {
                using var state = from;
                one.Restore(state);
                if (state.IsBeyond)
                {
                    throw new InvalidDataException(
                        $"The state of {node.Kind} ends before what the query reads of it. Start the job without its state."
                    );
                }
            }
        }
    }

    private void TakeMaxParallelism(Snapshot from)
    {
        if (from.MaxParallelism is { } was && options.MaxParallelism is { } wanted && was != wanted)
        {
            throw new InvalidDataException(
                $"The state is divided into {was:N0} key groups, and 'pipeline.max-parallelism' is {wanted:N0}: the number can't be changed. Leave the option out, set it to {was:N0}, or start the job without its state."
            );
        }

        _maxParallelism = from.MaxParallelism;
        if (options.Parallelism > MaxParallelism)
        {
            throw new InvalidDataException(
                $"The state is divided into {MaxParallelism:N0} key groups, so the job can have {MaxParallelism:N0} subtasks at most; 'parallelism.default' is {options.Parallelism:N0}. Set it to at most that, or start the job without its state."
            );
        }
    }
}
