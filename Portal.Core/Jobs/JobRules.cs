using System.Collections.Immutable;
using Portal.Core.Jobs.Failures;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>A job's status out of what was last seen of it. Pure.</summary>
public static class JobRules
{
    /// <summary>A reading that is older tells what was, not what is.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(2);

    // What was read further ahead than clocks differ was read before one of them was set back.
    private static readonly TimeSpan FurthestAhead = TimeSpan.FromMinutes(1);

    /// <summary>Restarts within this count together.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <summary>Checkpoints that a job completes after a start or a restart until it counts as stable.</summary>
    public const int ChecksToStable = 3;

    /// <summary>How often a checkpoint may be missed, and how long one may take beside, until they count as failing.</summary>
    private const int MissedCheckpoints = 3;

    private static readonly TimeSpan CheckpointMargin = TimeSpan.FromSeconds(30);

    /// <summary>What was read then tells what is, and not only what was.</summary>
    public static bool IsFresh(DateTimeOffset at, DateTimeOffset now) => now - at <= Fresh && at - now <= FurthestAhead;

    public static JobStatus Judge(JobSight sight, DateTimeOffset now) =>
        sight switch
        {
            { ReadAt: null } => new(JobHealth.Unknown, $"Its Flink was not read yet.{Why(sight)}"),
            { ReadAt: { } at } when !IsFresh(at, now) => new(
                JobHealth.Unknown,
                $"Its Flink last answered {When(at, now)}{Last(sight)}.{Why(sight)}"
            ),
            { Run: null, Wanted: JobDesired.Suspended } => new(JobHealth.Suspended, "It is suspended."),
            { Run: null } => new(
                JobHealth.Unknown,
                "Flink knows no job of this name. It may have been lost with its JobManager; nothing is taken for finished."
            ),
            { Run: { State: JobRunState.Forgotten } run }
                when sight.Wanted == JobDesired.Running || !FlinkStatus.IsOver(run.Status) => new(
                JobHealth.Unknown,
                $"Flink doesn't know job {run.JobId} any more. It may have been lost with its JobManager; check before starting it again."
            ),
            { Run: { } run } when run.IsUnlisted(now) => new(
                JobHealth.Unknown,
                $"Flink doesn't answer for job {run.JobId} at the moment; it was last seen {When(run.SeenAt, now)}, with {run.Status}."
            ),
            { Run: { State: not JobRunState.Alive } run, Wanted: not JobDesired.Running } => JobEnd.AsWanted(run),
            { Run: { State: JobRunState.Ended } run } => JobEnd.Of(run, sight, Cause(run.Facts)),
            { Run: { } run, Missing: [_, ..] missing } => Without(run, missing),
            { Run: { } run } => Alive(run, sight, now),
        };

    /// <summary>When something last answered or was last seen.</summary>
    internal static string When(DateTimeOffset at, DateTimeOffset now) =>
        at > now ? $"at a time that is still {Age.For(at - now)} ahead" : Age.SeenFrom(now, at);

    private static JobStatus Without(SeenJob run, ImmutableArray<string> missing) =>
        new(
            JobHealth.MissingTopic,
            $"{string.Join(", ", missing)} {(missing.Length == 1 ? "isn't" : "aren't")} there any more, and it is {run.Status}{Cause(run.Facts)}. Create what is missing again, or change or cancel the job."
        );

    private static JobStatus Alive(SeenJob run, JobSight sight, DateTimeOffset now)
    {
        var facts = run.Facts;
        // Its times are Flink's, whose clock may be another than ours.
        var asOf = facts.AsOf ?? now;
        var recent = facts.Restarts.Where(at => asOf - at <= Window).ToList();
        var began = facts.Restarts is [.., var last] && last > run.StartedAt ? last : run.StartedAt;
        var futile = Futile(facts, asOf);
        if (run.Status is FlinkStatus.Restarting or FlinkStatus.Failing || recent.Count >= 2 || futile >= 2)
        {
            return new(JobHealth.Restarting, $"{Restarted(recent.Count, futile)}{Cause(facts)}.");
        }

        return JobTasks.Of(run, sight, facts.CheckpointEvery * MissedCheckpoints + CheckpointMargin, Cause(facts), asOf)
            ?? Checkpoints(run, began, asOf)
            ?? sight.DeadLetters?.Status
            ?? JobPressure.Of(sight.Lag, facts)
            ?? Earned(facts, began, sight.DeadLetters?.Doubt);
    }

    // A loop that is slower than the window: no checkpoint since the first of these restarts. One that has run for longer since is out of it.
    private static int Futile(JobFacts facts, DateTimeOffset asOf)
    {
        var since = facts.RestartsSeen(asOf).Where(at => !(facts.LastCompleted?.At > at)).ToList();
        var isLoop = since is [var first, .., var last] && asOf - last <= last - first;
        return isLoop && facts.CheckpointEvery is not null ? since.Count : 0;
    }

    // A reading every half a minute shows one restart of however many there were since the one before.
    private static string Restarted(int recent, int futile) =>
        (recent, futile) switch
        {
            (< 2, >= 2) =>
                $"It restarted at least {Quantity.Of(futile, "time", "times")} in the last {Age.InWords(JobFacts.RestartsKept)} and completed no checkpoint in between",
            (0, _) => "It is restarting",
            _ => $"It restarted at least {Quantity.Of(recent, "time", "times")} in the last {Age.InWords(Window)}",
        };

    private static JobStatus? Checkpoints(SeenJob run, DateTimeOffset began, DateTimeOffset asOf)
    {
        var facts = run.Facts;
        if (facts.CheckpointEvery is not { } every)
        {
            return new(JobHealth.CheckpointsFailing, "It makes no checkpoints: a failure would begin it anew.");
        }

        var done = facts.LastCompleted is { } newest && newest.At > began ? newest : null;
        var last = done?.CompletedAt ?? began;
        // Where the last took long, the next isn't late while it takes as long.
        if (asOf - last <= every * MissedCheckpoints + CheckpointMargin + (done?.Took ?? TimeSpan.Zero))
        {
            return null;
        }

        // What failed before the last one that was completed isn't why none was since.
        var since = facts.Checkpoints.TakeWhile(c => c != facts.LastCompleted);
        var failure = since.FirstOrDefault(c => c.Failure is not null)?.Failure;
        return new(
            JobHealth.CheckpointsFailing,
            $"No checkpoint was completed for {Age.InWords(asOf - last)}; there should be one every {Age.InWords(every)}{(failure is null ? "" : $": {failure.TrimEnd('.')}")}."
        );
    }

    private static JobStatus Earned(JobFacts facts, DateTimeOffset began, string? doubt)
    {
        var since = facts.Checkpoints.Count(c =>
            c is { Status: JobCheckpoint.Completed, IsSavepoint: false } && c.At > began
        );
        return since < ChecksToStable
            ? new(JobHealth.Starting, $"It runs, with {since} of the {ChecksToStable} checkpoints that make it stable.")
            : new(JobHealth.Stable, $"It runs, and its checkpoints complete.{(doubt is null ? "" : $" {doubt}")}");
    }

    private static string Last(JobSight sight) => sight.Run is { } run ? $", with {run.Status}" : "";

    private static string Why(JobSight sight) => sight.Failure is { } words ? $" {words}" : "";

    private static string Cause(JobFacts facts) =>
        facts.Exceptions is [var newest, ..] ? $": {AccessFailure.InWords(newest)}" : "";
}
