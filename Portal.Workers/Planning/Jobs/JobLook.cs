using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Engines;
using Portal.Engines.Flink;

namespace Portal.Workers.Planning.Jobs;

/// <summary>What a Flink says of one name: its newest run, and what it could go on from.</summary>
internal static class JobLook
{
    /// <param name="jobs">All that Flink remembers, as <see cref="ListedJobs"/> has them: what isn't among them is forgotten.</param>
    /// <param name="known">What the portal knows of a job it manages; null for a name that it doesn't manage.</param>
    /// <param name="savepoints">Of that name, those of the catalogue.</param>
    public static async Task<LiveJob?> At(
        IFlink flink,
        IReadOnlyList<FlinkJob> jobs,
        string name,
        KnownJob? known,
        IEnumerable<KnownSavepoint> savepoints,
        CancellationToken stop
    )
    {
        var runs = jobs.Where(j => j.Name == name).OrderByDescending(j => j.StartedAt).ToList();
        var alive = runs.Where(j => j.IsAlive).ToList();
        if (alive is [var running, ..])
        {
            // What a run carries stays the same, and while a JobManager takes it over Flink doesn't show it.
            var definition = known?.Seen.GetValueOrDefault(running.Id) ?? await flink.Definition(running.Id, stop);
            return definition is null && running.Status == FlinkStatus.Initializing
                ? throw new EngineException(
                    EngineFault.Transient,
                    $"Job {running.Id} that runs as {name} is {running.Status}: Flink doesn't show yet what it carries."
                )
                : new(name, running.Id, JobRunState.Alive, running.Status, definition, null, alive.Count - 1)
                {
                    Recorded = known?.JobId,
                };
        }

        // What ended under a name that the portal doesn't manage is nobody's any more.
        if (known is null)
        {
            return null;
        }

        // It goes on from the newest state that any of its runs left: one that failed at its start left none, and the one before it did.
        List<string> own = [.. Own(runs, known)];
        var states = await Task.WhenAll(own.Select(run => flink.States(name, run, stop)));
        var (id, left) = own.Zip(states, (run, found) => (Run: run, Left: found ?? []))
            .OrderByDescending(run => run.Left is [var newest, ..] ? newest.WrittenAt : DateTimeOffset.MinValue)
            .First();
        var ended = runs.Find(j => j.Id == id);
        var carried = known.Seen.GetValueOrDefault(id) ?? await flink.Definition(id, stop);
        var from = StateChoice.Of(left, carried, state => IsCommitted(savepoints, state));
        return new(
            name,
            id,
            ended is null ? JobRunState.Forgotten : JobRunState.Ended,
            ended?.Status ?? "",
            carried,
            from?.Path
        )
        {
            Recorded = known.JobId,
            SeesState = from is not null || states.All(found => found is not null),
        };
    }

    // What isn't in the catalogue was taken by a stop of a former version.
    private static bool IsCommitted(IEnumerable<KnownSavepoint> savepoints, StoredState state) =>
        savepoints.FirstOrDefault(s => SavepointPath.Same(s.Path, state.Path)) is not { MayBeUncommitted: true };

    // A former job of the same name may be remembered too; its state isn't this one's.
    private static IEnumerable<string> Own(List<FlinkJob> runs, KnownJob known) =>
        runs.Where(j => j.StartedAt > known.Since)
            .Select(j => j.Id)
            .Append(known.JobId)
            .Concat(known.Seen.Keys)
            .Distinct(StringComparer.Ordinal);
}
