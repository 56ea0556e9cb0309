using Portal.LocalCluster.Streams.Planning;
using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Subtasks;

namespace Portal.LocalCluster.Streams.Jobs;

/// <summary>
/// A plan at work: its state put in and taken out, its sources and sinks opened and closed. Where it isn't parallel, all of it runs on the thread that
/// polls; else that thread watches the ones of its subtasks.
/// </summary>
/// <param name="settings">More rows or bytes of state fail the job.</param>
internal sealed partial class RunningPlan(
    ParallelPlan plan,
    StreamSettings settings,
    PlanOptions options,
    TimeProvider time
) : IDisposable
{
    private volatile SubtaskGraph? _subtasks;

    public ParallelPlan Plan => plan;

    /// <summary>A job that ends doesn't wait for who takes its rows.</summary>
    public void Abandon()
    {
        _subtasks?.Stop();
        foreach (var sink in plan.Sinks)
        {
            sink.Abandon();
        }
    }

    /// <summary>Which vertex failed; null: none did, or all run on one thread.</summary>
    public string? FailedTask => _subtasks?.Failure?.Task;

    public bool IsOver => _subtasks?.IsOver ?? plan.Sources.All(s => s.IsOver);

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

    /// <summary>From here on its subtasks take records; where there are none, each poll does.</summary>
    public void Start()
    {
        if (plan.IsParallel)
        {
            _subtasks = new(plan, MaxParallelism, time);
            _subtasks.Start();
        }
    }

    public void Dispose()
    {
        Abandon();
        _subtasks?.Join();
        foreach (var source in plan.Sources)
        {
            source.Close();
        }

        foreach (var sink in plan.Sinks)
        {
            sink.Close();
        }
    }

    /// <summary>Takes what the sources have, or lets the subtasks take it.</summary>
    /// <returns>How many records it took itself.</returns>
    public int Poll(TimeSpan wait)
    {
        if (_subtasks is { } subtasks)
        {
            subtasks.Watch(wait);
            return 0;
        }

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
        foreach (var source in _subtasks is null ? plan.Sources : [])
        {
            source.EmitWatermark();
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
