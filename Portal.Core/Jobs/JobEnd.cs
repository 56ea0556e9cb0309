namespace Portal.Core.Jobs;

/// <summary>A job whose newest run is over: whether that was wanted, and who ended it as far as it is known. Pure.</summary>
internal static class JobEnd
{
    /// <summary>It wasn't to run.</summary>
    public static JobStatus AsWanted(SeenJob run) =>
        new(JobHealth.Suspended, $"It doesn't run: job {run.JobId} {Word(run.Status)}.");

    /// <summary>It was to run. What a change has ended isn't shown as ended by somebody else, who would be searched for.</summary>
    /// <param name="cause">Its newest failure, after a colon; empty where none is known.</param>
    public static JobStatus Of(SeenJob run, JobSight sight, string cause) =>
        (run.Status, sight.Hold) switch
        {
            (FlinkStatus.Failed, _) => new(JobHealth.Failed, $"It failed{cause}."),
            (_, { IsStuck: true } hold) => new(
                JobHealth.Failed,
                $"It was to run, and {Word(run.Status)}. Change #{hold.Change} on it is stuck and needs a decision."
            ),
            (_, { } hold) => new(
                JobHealth.Starting,
                $"It {Word(run.Status)}, and change #{hold.Change} on it is under way."
            ),
            // Which of its steps were done is in the journal, by their place in the plan: not for a list to read.
            _ when sight.SettledAt > run.FirstSeenAt => new(
                JobHealth.Failed,
                $"It was to run, and {Word(run.Status)}. A change on it was settled since it was started."
            ),
            _ => new(JobHealth.Failed, $"It was to run, and {Word(run.Status)} without a change of the portal's."),
        };

    private static string Word(string status) =>
        status switch
        {
            FlinkStatus.Finished => "finished",
            FlinkStatus.Canceled => "was cancelled",
            FlinkStatus.Failed => "failed",
            _ => $"was last {status.ToLowerInvariant()}",
        };
}
