using System.Collections.Immutable;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Engines.Flink;

namespace Portal.Workers.Planning.Jobs;

/// <summary>Looks at the savepoint that a plan starts a job from, and at what came into the job's topics since.</summary>
public sealed class RestoreLook(ArrivedRecords arrived, JobTopics topics) : IKindService
{
    /// <param name="forked">The savepoint of another job that it starts with a copy of; null where there is none.</param>
    /// <param name="tables">Of the version that is to start.</param>
    /// <returns>Null when the plan names no savepoint.</returns>
    public async Task<RestoreEvidence?> Of(
        IFlink flink,
        LiveJob? live,
        ForkedSavepoint? forked,
        ResourcePlan plan,
        ImmutableArray<JobTable> tables,
        CancellationToken stop
    )
    {
        if (plan.Steps.OfType<StartJob>().SingleOrDefault() is not { } start)
        {
            return null;
        }

        if (start.Fork is { } fork)
        {
            return forked is null
                ? new RestoreEvidence(fork, IsThere: false, null, [], null)
                : await Of(flink, start, forked, tables, stop);
        }

        if (
            start.Restored is not { } restored
            || live?.Savepoints.FirstOrDefault(s => s.Number == restored.Number) is not { } savepoint
        )
        {
            return null;
        }

        var (there, states) = await Place(flink, start.On.Name, savepoint, stop);
        var isThere = states is null ? (bool?)null : there is not null;
        var (found, _) = await Of(flink, start, savepoint, isThere, tables, stop);
        return savepoint.MayBeUncommitted
            ? found with
            {
                Settlement = await Settlement.Of(flink, savepoint.JobId, states, there, stop),
            }
            : found;
    }

    private async Task<RestoreEvidence> Of(
        IFlink flink,
        StartJob start,
        ForkedSavepoint forked,
        ImmutableArray<JobTable> tables,
        CancellationToken stop
    )
    {
        var (there, states) = await Place(flink, forked.Job, forked.Savepoint, stop);
        var isThere = states is null ? (bool?)null : there is not null;
        var (found, isSame) = await Of(flink, start, forked.Savepoint, isThere, tables, stop);
        var settlement = forked.IsCommitted
            ? ForkSettlement.Settled
            : await Settlement.Of(flink, forked.Savepoint.JobId, states, there, stop);
        return found with { Fork = forked.Beside(start.Definition, settlement, isThere: isThere != false, isSame) };
    }

    private async Task<(RestoreEvidence Found, bool? IsStateSame)> Of(
        IFlink flink,
        StartJob start,
        KnownSavepoint savepoint,
        bool? isThere,
        ImmutableArray<JobTable> tables,
        CancellationToken stop
    )
    {
        var since = await arrived.Of(
            start.On.Cluster,
            tables.Where(t => !t.IsWritten && t.Problem is null).Select(t => t.Name),
            savepoint.TakenAt,
            group: null,
            stop
        );
        var change = await StateChange(flink, start, savepoint, tables, stop);
        return (
            new(savepoint.Number, savepoint.Obstacle is null ? isThere : false, since.Records, since.Cut, change?.Words)
            {
                MayBeCut = since.MayBeCut,
            },
            change?.IsSame
        );
    }

    /// <returns>Where it lies; and what else its run left, null where its folders can't be looked into.</returns>
    private static async Task<(StoredState? There, IReadOnlyList<StoredState>? States)> Place(
        IFlink flink,
        string job,
        KnownSavepoint savepoint,
        CancellationToken stop
    )
    {
        var states = await flink.States(job, savepoint.JobId, stop);
        return (states?.FirstOrDefault(state => SavepointPath.Same(state.Path, savepoint.Path)), states);
    }

    private async Task<(string Words, bool IsSame)?> StateChange(
        IFlink flink,
        StartJob start,
        KnownSavepoint savepoint,
        ImmutableArray<JobTable> tables,
        CancellationToken stop
    )
    {
        if (
            savepoint.Definition is not { Program: null } made
            || start.Definition.Program is not null
            || made.RunsTheSame(start.Definition)
        )
        {
            return null;
        }

        var before = await topics.Of(start.On.Cluster, start.On.Name, made, PlannedTopics.None, stop);
        return
            before.All(t => t.Problem is null)
            && await StateReading.Of(flink, start.On.Name, made, before, stop) is { } then
            && await StateReading.Of(flink, start.On.Name, start.Definition, tables, stop) is { } next
            ? (StateOperators.InWords(then, next), StateOperators.AreSame(then, next))
            : null;
    }
}
