using Portal.Core.Jobs;
using Portal.Engines.Flink;

namespace Portal.Workers.Planning.Jobs;

/// <summary>What a Flink says of one name: its newest run, and what it could go on from.</summary>
internal static class JobLook
{
    /// <param name="jobs">All that Flink remembers.</param>
    /// <param name="known">What the portal knows of a job it manages; null for a name that it doesn't manage.</param>
    public static async Task<LiveJob?> At(
        IFlink flink,
        IReadOnlyList<FlinkJob> jobs,
        string name,
        KnownJob? known,
        CancellationToken stop
    )
    {
        var runs = jobs.Where(j => j.Name == name).OrderByDescending(j => j.StartedAt).ToList();
        var alive = runs.Where(j => j.IsAlive).ToList();
        if (alive is [var newest, ..])
        {
            var definition = await flink.Definition(newest.Id, stop);
            return new(name, newest.Id, JobRunState.Alive, newest.Status, definition, null, alive.Count - 1);
        }

        // What ended under a name that the portal doesn't manage is nobody's any more.
        if (known is null)
        {
            return null;
        }

        var ended = runs.Find(j => j.Id == known.JobId || j.StartedAt > known.Since);
        var from = await RestoreFrom(flink, name, [.. Own(runs, known)], stop);
        return ended is null
            ? new(name, known.JobId, JobRunState.Forgotten, "", null, from)
            : new(name, ended.Id, JobRunState.Ended, ended.Status, await flink.Definition(ended.Id, stop), from);
    }

    // A former job of the same name may be remembered too; its state isn't this one's.
    private static IEnumerable<string> Own(List<FlinkJob> runs, KnownJob known) =>
        runs.Where(j => j.StartedAt > known.Since)
            .Select(j => j.Id)
            .Append(known.JobId)
            .Distinct(StringComparer.Ordinal);

    /// <summary>The newest of all its runs: one that failed at its start has left none, and the one before it has.</summary>
    private static async Task<string?> RestoreFrom(
        IFlink flink,
        string name,
        IReadOnlyList<string> runs,
        CancellationToken stop
    )
    {
        var found = await Task.WhenAll(runs.Select(run => flink.States(name, run, stop)));
        if (found.All(states => states is not null))
        {
            return found.SelectMany(states => states!).MaxBy(state => state.WrittenAt)?.Path;
        }

        foreach (var run in runs)
        {
            if ((await flink.Checkpoints(run, stop))?.Savepoint is { } savepoint)
            {
                return savepoint;
            }
        }

        return null;
    }
}

/// <summary>A job that the portal manages.</summary>
/// <param name="JobId">The run that was last recorded.</param>
/// <param name="Since">When it came to be managed: runs of its name after that are its own.</param>
internal sealed record KnownJob(string JobId, DateTimeOffset Since);
