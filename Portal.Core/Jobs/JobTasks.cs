using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>What becomes of a job some of whose tasks don't run: it starts for a while, and then something keeps it from it. Pure.</summary>
internal static class JobTasks
{
    /// <summary>A start may take so long, and longer where checkpoints are far apart.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(5);

    /// <param name="late">How long it may be without a checkpoint; null: it makes none.</param>
    /// <param name="cause">What it failed with, to end a sentence; empty where that isn't known.</param>
    /// <param name="asOf">By Flink's clock, where that is known.</param>
    public static JobStatus? Of(SeenJob run, JobSight sight, TimeSpan? late, string cause, DateTimeOffset asOf)
    {
        var facts = run.Facts;
        if (run.Status == FlinkStatus.Running && !(facts.Running < facts.Tasks))
        {
            return null;
        }

        var status = run.Status.ToLowerInvariant();
        var tasks = facts is { Running: { } up, Tasks: { } all } ? $"{up} of its {all} tasks run" : null;
        if (facts.LackingSince is not { } since || asOf - since <= (late > Least ? late.Value : Least))
        {
            return new(JobHealth.Starting, $"It is {status}{(tasks is null ? "" : $": {tasks}")}.");
        }

        var lasts = Age.InWords(asOf - since);
        return new(
            JobHealth.CheckpointsFailing,
            facts is { Tasks: > 0, Running: var running } && running < facts.Tasks
                ? $"{tasks} for {lasts}, so no checkpoint completes{cause}."
                : $"It is {status} for {lasts}, so no checkpoint completes{cause}.",
            sight.Slots is var (free, slots)
                ? $"{free} of the {Quantity.Of(slots, "slot", "slots")} of its Flink {(free == 1 ? "is" : "are")} free."
                : null
        );
    }
}
