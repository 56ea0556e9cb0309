namespace Portal.Bench.Jobs;

/// <summary>How long one start took.</summary>
/// <param name="Running">From the request until all tasks of the job run, by Flink's word.</param>
/// <param name="Stable">From the request until the job has shown what its criticality demands.</param>
internal sealed record JobTimes(string Id, TimeSpan Running, TimeSpan Stable);

/// <summary>
/// Starts by the portal and by hand in turn, so that the machine's mood hits both. The first of each, in which the SQL Gateway loads its planner,
/// isn't counted. By hand nothing is planned, explained, recorded or verified.
/// </summary>
internal static class JobStarts
{
    public const int CheckpointSeconds = 5;

    /// <summary>Of the criticalities the one that waits shortest: 1 checkpoint and 15 s without a restart, unless that is set otherwise.</summary>
    public const string Tier = "experimental";
    public const int CheckpointsNeeded = 1;
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(15);
    public static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private const int Times = 10;

    /// <returns>What Flink answered of the last job.</returns>
    public static async Task<RecordedAnswers> Compare(
        PortalJobs portal,
        JobsByHand byHand,
        FlinkJobs jobs,
        CancellationToken stop
    )
    {
        var (ours, theirs) = (new List<JobTimes>(), new List<JobTimes>());
        RecordedAnswers? recorded = null;
        for (var i = 0; i <= Times; i++)
        {
            ours.Add(await portal.Start($"bench-portal-{i}", stop));
            recorded = await RecordedAnswers.Of(jobs, ours[^1].Id, stop);
            await jobs.Cancel(ours[^1].Id, stop);
            theirs.Add(await byHand.Start($"bench-hand-{i}", stop));
            await jobs.Cancel(theirs[^1].Id, stop);
        }

        Console.WriteLine(
            $"jobs: one topic copied to another exactly once on Flink {recorded!.Version}, {Times} times, {CheckpointSeconds} s between checkpoints"
        );
        Print("request → RUNNING", ours, theirs, t => t.Running);
        Print("request → stable", ours, theirs, t => t.Stable);
        Console.WriteLine(
            $"  {"", -18} waiting by rule: {Window.TotalSeconds:0} s without a restart and {CheckpointsNeeded} checkpoint, the setting for {Tier} jobs; both wait for it"
        );
        Print("stable − window", ours, theirs, t => t.Stable - Window);
        return recorded;
    }

    private static void Print(string what, List<JobTimes> ours, List<JobTimes> theirs, Func<JobTimes, TimeSpan> time)
    {
        var (a, b) = (Percentiles.Of(ours.Skip(1).Select(time)), Percentiles.Of(theirs.Skip(1).Select(time)));
        Console.WriteLine($"  {what, -18} portal   {a}");
        Console.WriteLine($"  {"", -18} by hand  {b}   ratio p50 {a.P50 / b.P50:0.0} ×, p95 {a.P95 / b.P95:0.0} ×");
    }
}
