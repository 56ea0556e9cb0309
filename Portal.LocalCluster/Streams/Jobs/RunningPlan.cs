using Portal.LocalCluster.Streams.Planning;
using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Jobs;

/// <summary>A plan at work: its state put in and taken out, its sources and sinks opened and closed.</summary>
/// <param name="mostStateRows">More rows of state fail the job.</param>
internal sealed class RunningPlan(Plan plan, long mostStateRows) : IDisposable
{
    public Plan Plan => plan;

    public bool IsOver => plan.Sources.All(s => s.IsOver);

    public void Open()
    {
        foreach (var sink in plan.Sinks)
        {
            sink.Open();
        }

        foreach (var source in plan.Sources)
        {
            source.Open();
        }
    }

    public void Dispose()
    {
        foreach (var source in plan.Sources)
        {
            source.Close();
        }

        foreach (var sink in plan.Sinks)
        {
            sink.Close();
        }
    }

    /// <summary>Takes what the sources have.</summary>
    /// <returns>How many records.</returns>
    public int Poll(TimeSpan wait)
    {
        var taken = 0;
        foreach (var source in plan.Sources)
        {
            taken += source.IsOver ? 0 : source.Poll(taken == 0 ? wait : TimeSpan.Zero);
        }

        return taken;
    }

    public void EmitWatermarks()
    {
        foreach (var source in plan.Sources)
        {
            source.EmitWatermark();
        }
    }

    /// <summary>As if the input had ended: all windows are sent.</summary>
    public void Drain()
    {
        foreach (var source in plan.Sources)
        {
            source.Drain();
        }
    }

    /// <exception cref="SqlDataException">It is more than may be kept.</exception>
    public void CheckState()
    {
        var rows = plan.Operators.Sum(o => o.StateRows);
        if (rows > mostStateRows)
        {
            throw new SqlDataException(
                $"The job keeps {rows:N0} rows of state; {mostStateRows:N0} are the most (LocalCluster:MaxStateRows). Group by fewer keys, use windows, or run the job on real Flink."
            );
        }
    }

    public void Prepare()
    {
        foreach (var sink in plan.Sinks)
        {
            sink.Prepare();
        }
    }

    public void Commit()
    {
        foreach (var sink in plan.Sinks)
        {
            sink.Commit();
        }

        foreach (var source in plan.Sources)
        {
            source.CommitOffsets();
        }
    }

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

        if (states.Values.FirstOrDefault() is { } left && !ignoresUnclaimed)
        {
            throw new InvalidDataException(
                $"Failed to rollback to checkpoint/savepoint. Cannot map checkpoint/savepoint state for operator {left.Name} ({left.Layout}) to the new program, because the operator is not available in the new program. Start the job without its state."
            );
        }
    }
}
