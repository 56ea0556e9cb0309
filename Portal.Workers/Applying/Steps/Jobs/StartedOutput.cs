using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Wording;
using Portal.Engines.Flink;
using Portal.Workers.Planning.Jobs;

namespace Portal.Workers.Applying.Steps.Jobs;

/// <summary>What a run that a change started has written for good, so that going back would write it again.</summary>
public sealed class StartedOutput(ArrivedRecords arrived, IDbContextFactory<PortalDb> store) : IKindService
{
    /// <summary>Why it can't be taken back; null while it has completed no checkpoint.</summary>
    /// <param name="id">The run, by its id in Flink.</param>
    /// <remarks>
    /// A JobManager that took it over counts from 0 again: then its folder says that it completed some, or that it was restored from one of its own.
    /// </remarks>
    public async Task<Verdict?> Seen(IFlink flink, StartJob step, string id, StepScope scope, CancellationToken stop)
    {
        var checkpoints = await flink.Checkpoints(id, stop);
        var isCounted = checkpoints is { Completed: > 0 } || SavepointPath.IsOf(id, checkpoints?.RestoredFrom);
        return isCounted || await HasLeftState(flink, step.On.Name, id, stop)
            ? Verdict.Not(
                $"{step.On.Name} completed a checkpoint as job {id}, so what it wrote can be read{Since(await Written(flink, id, stop))}. Going back would write it again{await Repeats(step, scope, stop)}. Settle this change to keep what runs; a change to the former version then goes on from the newest state."
            )
            : null;
    }

    /// <summary>How many records its sinks have sent since its last start; null where that isn't known.</summary>
    public static async Task<long?> Written(IFlink flink, string id, CancellationToken stop) =>
        await flink.Job(id, stop) is { } detail ? (await flink.Gauges(id, detail.Operators, stop)).Written : null;

    // A run that Flink shows may have failed before it made the first folder there; of one that it doesn't, only the folder tells.
    private static async Task<bool> HasLeftState(IFlink flink, string job, string id, CancellationToken stop) =>
        (
            await flink.Job(id, stop) is { } shown && shown.Status != FlinkStatus.Initializing
                ? await flink.States(job, id, stop)
                : await LeftStates.Of(flink, job, id, stop)
        )
            is { Count: > 0 };

    private static string Since(long? written) =>
        written is > 0 ? $": {Quantity.Of(written.Value, "record", "records")} since its last start" : "";

    private async Task<string> Repeats(StartJob step, StepScope scope, CancellationToken stop)
    {
        if (step is not { Stopped: { } stopped, Former: { } former })
        {
            return "";
        }

        await using var db = await store.CreateDbContextAsync(stop);
        var before = await db.Set<Savepoint>()
            .AsNoTracking()
            .Where(s => s.RunId == scope.Run && s.ClusterId == step.On.Cluster && s.JobId == stopped && !s.IsFork)
            .Select(s => new { s.Id, s.TakenAt })
            .SingleOrDefaultAsync(stop);
        if (before is null)
        {
            return "";
        }

        return await arrived.Since(step.On.Cluster, former, before.TakenAt, stop) is { } records
            ? $": from savepoint {before.Id}, up to {Quantity.Of(records, "record", "records")} that came into its topics since, and what it has read of its lag of then"
            : $": from savepoint {before.Id}, a number of records that isn't known";
    }
}
