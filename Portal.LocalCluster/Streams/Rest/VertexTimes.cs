using Portal.LocalCluster.Streams.Jobs;
using Portal.LocalCluster.Streams.Planning;

namespace Portal.LocalCluster.Streams.Rest;

/// <summary>
/// The times of a job's one thread as those of a vertex. While the thread waits for a sink, the sink's vertex is busy, as in Flink, whose sinks wait in
/// the same place; all others are held back by it.
/// </summary>
internal readonly record struct VertexTimes(TimeSpan Busy, TimeSpan BackPressured, TimeSpan Idle)
{
    private const double Low = 0.1;
    private const double High = 0.5;

    /// <summary>Less says nothing yet.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);

    /// <summary>Since the job started last.</summary>
    public static VertexTimes All(StreamJob job, PlanVertex vertex) =>
        Of(
            vertex,
            ThreadTimes.None,
            job.Times,
            TimeSpan.FromMilliseconds(job.NowMs - job.Record.Since.GetValueOrDefault(JobStates.Running, job.NowMs))
        );

    /// <summary>Of each second of late.</summary>
    public static VertexTimes EachSecond(StreamJob job, PlanVertex vertex)
    {
        var (before, now, between) = job.LatelySpent();
        var all = Of(vertex, before, now, between);
        return between > Least
            ? new(
                all.Busy / between.TotalSeconds,
                all.BackPressured / between.TotalSeconds,
                all.Idle / between.TotalSeconds
            )
            : new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    /// <summary>As Flink's pages name it.</summary>
    public string Level =>
        BackPressured.TotalSeconds switch
        {
            > High => "high",
            > Low => "low",
            _ => "ok",
        };

    private static VertexTimes Of(PlanVertex vertex, ThreadTimes before, ThreadTimes now, TimeSpan between)
    {
        var own = now
            .Waited.Where(each => vertex.Nodes.Exists(node => ReferenceEquals(node.Operator, each.Key)))
            .Aggregate(TimeSpan.Zero, (sum, each) => sum + each.Value - before.Waited.GetValueOrDefault(each.Key));
        var (busy, held) = (now.Busy - before.Busy + own, now.AllWaited - before.AllWaited - own);
        var idle = between - busy - held;
        return new(busy, held, idle > TimeSpan.Zero ? idle : TimeSpan.Zero);
    }
}
