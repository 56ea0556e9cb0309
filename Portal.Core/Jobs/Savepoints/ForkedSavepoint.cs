using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>A savepoint of a Flink by its number, whichever job it is of, for a start with a copy of it.</summary>
/// <param name="Job">Whose it is.</param>
/// <param name="Owner">Of the job that had the name when it was taken. See <see cref="ForkEvidence.Owner"/>.</param>
/// <param name="Run">That it was taken of; null where none was seen.</param>
/// <param name="Now">What the job runs now; null when it doesn't, or that isn't known.</param>
public sealed record ForkedSavepoint(
    KnownSavepoint Savepoint,
    string Job,
    string? Owner,
    SeenJob? Run,
    JobDefinition? Now
)
{
    /// <summary>A stop with a savepoint ends a run as finished, and commits what it had prepared. What writes at least once prepares nothing.</summary>
    public bool IsCommitted =>
        Run
            is { Definition: { Guarantee: JobGuarantee.AtLeastOnce, Program: null } }
                or { Status: FlinkStatus.Finished };

    /// <returns>Null when none has that number there.</returns>
    public static async Task<ForkedSavepoint?> Of(
        IDbContextFactory<PortalDb> store,
        ClusterId cluster,
        long number,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var found = await db.Set<Savepoint>()
            .AsNoTracking()
            .SingleOrDefaultAsync(s => s.Id == number && s.ClusterId == cluster, stop);
        if (found is null)
        {
            return null;
        }

        var runs = db.Set<SeenJob>().AsNoTracking().Where(j => j.ClusterId == cluster && j.Name == found.Name);
        var run = await runs.SingleOrDefaultAsync(j => j.JobId == found.JobId, stop);
        var newest = await runs.Where(j => j.GoneAt == null)
            .OrderByDescending(j => j.StartedAt)
            .FirstOrDefaultAsync(stop);
        var tenures = await JobTenures.Of(db, cluster, [found.Name], stop);
        var made = run?.Definition;
        return new(
            new(found.Id, found.Path, found.JobId, found.TakenAt, made, KnownSavepoint.ObstacleOf(found)),
            found.Name,
            tenures.At(found.Name, found.TakenAt)?.Owner,
            run,
            newest is null || FlinkStatus.IsOver(newest.Status) ? null : newest.Definition
        );
    }

    /// <param name="wanted">What starts from it.</param>
    /// <param name="isStateSame">Their operators keep the same; null where they weren't compared.</param>
    public ForkEvidence Beside(JobDefinition wanted, ForkSettlement settlement, bool isThere, bool? isStateSame)
    {
        var made = Savepoint.Definition;
        return new(
            Job,
            Owner,
            Savepoint.TakenAt,
            settlement,
            made is null ? null : made.RunsTheSame(wanted) || isStateSame == true,
            made is null ? null
                : made.Program is not null ? "A program made it, and SQL can't read its state."
                : StateOperators.Obstacle(made, wanted),
            Now is null ? [] : [.. Written(Now).Intersect(Written(wanted), StringComparer.Ordinal)]
        )
        {
            Gone = Savepoint.Obstacle ?? (isThere ? null : "isn't found in its folder any more"),
            Ttl = StateCheck.AndTtl(made, wanted) is { Length: > 0 } words ? words : null,
        };
    }

    private static IEnumerable<string> Written(JobDefinition definition) =>
        definition.Topics().Where(t => t.IsWritten).Select(t => t.Name);
}
