using Portal.LocalCluster.Streams.Planning;
using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Jobs;

/// <summary>A plan at work: its state put in and taken out, its sources and sinks opened and closed.</summary>
/// <param name="mostStateRows">More rows of state fail the job.</param>
internal sealed partial class RunningPlan(Plan plan, long mostStateRows) : IDisposable
{
    public Plan Plan => plan;

    /// <summary>A job that ends doesn't wait for who takes its rows.</summary>
    public void Abandon()
    {
        foreach (var sink in plan.Sinks.OfType<CollectSink>())
        {
            sink.Abandon();
        }
    }

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
        var leading = plan.Sources.Where(s => s.LeadsNow).ToList();
        foreach (var source in leading.Count > 0 ? leading : plan.Sources)
        {
            taken += source.IsOver ? 0 : source.Poll(taken == 0 ? wait : TimeSpan.Zero);
        }

        foreach (var sink in plan.Sinks)
        {
            sink.Check();
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

    /// <summary>Lets go what is over, and counts what is left.</summary>
    /// <exception cref="SqlDataException">It is more than may be kept.</exception>
    public void CheckState()
    {
        foreach (var each in plan.Operators)
        {
            each.Expire();
        }

        var rows = plan.Operators.Sum(o => o.StateRows);
        if (rows > mostStateRows)
        {
            throw new SqlDataException(
                $"The job keeps {rows:N0} rows of state; {mostStateRows:N0} are the most (LocalCluster:MaxStateRows). Group by fewer keys, use windows, or run the job on real Flink."
            );
        }
    }

    /// <param name="within">Throws when a sink takes longer.</param>
    public void Prepare(TimeSpan within)
    {
        foreach (var sink in plan.Sinks)
        {
            sink.Prepare(within);
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
}
