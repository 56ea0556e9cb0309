using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>A savepoint of a Flink by its number, whichever job it is of, for a start with a copy of it.</summary>
/// <param name="Job">Whose it is.</param>
/// <param name="IsSettled">See <see cref="ForkEvidence.IsSettled"/>.</param>
public sealed record ForkedSavepoint(KnownSavepoint Savepoint, string Job, bool IsSettled)
{
    /// <returns>Null when none has that number there.</returns>
    public static async Task<ForkedSavepoint?> Of(
        IDbContextFactory<PortalDb> store,
        ClusterId cluster,
        long number,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        if (
            await db.Set<Savepoint>()
                .AsNoTracking()
                .SingleOrDefaultAsync(s => s.Id == number && s.ClusterId == cluster, stop)
            is not { } savepoint
        )
        {
            return null;
        }

        var run = await db.Set<SeenJob>()
            .AsNoTracking()
            .SingleOrDefaultAsync(j => j.ClusterId == cluster && j.JobId == savepoint.JobId, stop);
        return new(
            new(
                savepoint.Id,
                savepoint.Path,
                savepoint.JobId,
                savepoint.TakenAt,
                run?.Definition,
                KnownSavepoint.ObstacleOf(savepoint)
            ),
            savepoint.Name,
            IsCommitted(savepoint, run)
        );
    }

    /// <param name="wanted">What starts from it.</param>
    public ForkEvidence Beside(JobDefinition wanted)
    {
        var made = Savepoint.Definition;
        return new(
            Job,
            Savepoint.TakenAt,
            IsSettled,
            made?.RunsTheSame(wanted),
            made is null ? null : StateOperators.Obstacle(made, wanted),
            made is null ? [] : [.. Written(made).Intersect(Written(wanted), StringComparer.Ordinal)]
        );
    }

    // One that is stopped with its savepoint is finished when its transactions are committed; one that goes on commits them with its next checkpoint.
    private static bool IsCommitted(Savepoint savepoint, SeenJob? run) =>
        run
            is { Definition.Guarantee: JobGuarantee.AtLeastOnce, Definition.Program: null }
                or { Status: FlinkStatus.Finished }
        || run?.Facts.LastCompleted?.CompletedAt > savepoint.TakenAt;

    private static IEnumerable<string> Written(JobDefinition definition) =>
        definition.Topics().Where(t => t.IsWritten).Select(t => t.Name);
}
