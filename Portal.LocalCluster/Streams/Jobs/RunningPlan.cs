using Portal.LocalCluster.Streams.Planning;

namespace Portal.LocalCluster.Streams.Jobs;

/// <summary>A plan at work: its state put in and taken out, its sources and sinks opened and closed.</summary>
/// <param name="settings">More rows or bytes of state fail the job.</param>
internal sealed partial class RunningPlan(Plan plan, StreamSettings settings) : IDisposable
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

    /// <param name="within">Throws when a sink takes longer.</param>
    public void Prepare(TimeSpan within)
    {
        foreach (var sink in plan.Sinks)
        {
            sink.Prepare(within);
        }
    }

    /// <summary>The checkpoint can't be written: what was prepared goes into the next one.</summary>
    public void Unprepare()
    {
        foreach (var sink in plan.Sinks)
        {
            sink.Unprepare();
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
