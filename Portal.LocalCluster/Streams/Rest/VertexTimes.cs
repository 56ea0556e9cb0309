using Portal.LocalCluster.Streams.Jobs;
using Portal.LocalCluster.Streams.Planning;

namespace Portal.LocalCluster.Streams.Rest;

/// <summary>What one of a vertex's subtasks spent its time with.</summary>
internal readonly record struct VertexTimes(TimeSpan Busy, TimeSpan BackPressured, TimeSpan Idle)
{
    private const double Low = 0.1;
    private const double High = 0.5;

    /// <summary>Less says nothing yet.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);

    /// <summary>Since the job started last.</summary>
    public static VertexTimes All(StreamJob job, PlanVertex vertex, int subtask) =>
        Of(
            (vertex.Id, subtask),
            ThreadTimes.None,
            job.Times,
            TimeSpan.FromMilliseconds(job.NowMs - job.Record.Since.GetValueOrDefault(JobStates.Running, job.NowMs))
        );

    /// <summary>Of each second of late.</summary>
    public static VertexTimes EachSecond(StreamJob job, PlanVertex vertex, int subtask)
    {
        var (before, now, between) = job.LatelySpent();
        var all = Of((vertex.Id, subtask), before, now, between);
        return between > Least
            ? new(
                all.Busy / between.TotalSeconds,
                all.BackPressured / between.TotalSeconds,
                all.Idle / between.TotalSeconds
            )
            : new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    /// <summary>As Flink's pages name it.</summary>
    public string Level => LevelOf(BackPressured.TotalSeconds);

    /// <param name="ratio">Of a second.</param>
    public static string LevelOf(double ratio) =>
        ratio switch
        {
            > High => "high",
            > Low => "low",
            _ => "ok",
        };

    private static VertexTimes Of(
        (string Vertex, int Subtask) of,
        ThreadTimes before,
        ThreadTimes now,
        TimeSpan between
    )
    {
        var (was, isNow) = (before.Of(of.Vertex, of.Subtask), now.Of(of.Vertex, of.Subtask));
        var (busy, held) = (isNow.Busy - was.Busy, isNow.BackPressured - was.BackPressured);
        var idle = between - busy - held;
        return new(busy, held, idle > TimeSpan.Zero ? idle : TimeSpan.Zero);
    }
}
