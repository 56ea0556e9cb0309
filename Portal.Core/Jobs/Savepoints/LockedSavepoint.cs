using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>A savepoint whose row nobody else changes until the transaction ends.</summary>
/// <param name="Owner">Of the job that had the name when it was taken, its last one where that is gone; null when the portal never managed it.</param>
/// <param name="IsProduction">Its cluster is.</param>
internal sealed record LockedSavepoint(Savepoint Savepoint, TeamId? Owner, bool IsProduction)
{
    /// <summary>Null when the job has none of that number.</summary>
    public static async Task<LockedSavepoint?> Of(PortalDb db, SavepointAddress of, CancellationToken stop)
    {
        var cluster = await db.Set<Cluster>()
            .AsNoTracking()
            .SingleOrDefaultAsync(c => c.Name == of.Cluster && c.DeregisteredAt == null, stop);
        var savepoint = await db.Set<Savepoint>()
            .FromSql($"select * from savepoint where id = {of.Id} for update")
            .SingleOrDefaultAsync(stop);
        if (cluster is null || savepoint?.ClusterId != cluster.Id || savepoint.Name != of.Job)
        {
            return null;
        }

        var tenures = await JobTenures.Of(db, cluster.Id, [of.Job], stop);
        var isProduction = await db.Set<ClusterEnvironment>()
            .AnyAsync(e => e.Name == cluster.Environment && e.IsProduction, stop);
        return new(savepoint, tenures.At(of.Job, savepoint.TakenAt)?.OwnerId, isProduction);
    }

    /// <summary>Whatever was begun with it before, it is looked at again whether it can go.</summary>
    public static Task LookAgain(PortalDb db, Savepoint savepoint, DateTimeOffset now, CancellationToken stop) =>
        savepoint.EndsAt is not null
            ? Task.CompletedTask
            : db.Database.ExecuteSqlAsync(
                $"""
                insert into due (kind, subject_id, due_at)
                values ({JobDues.SavepointEnds.Word}, {savepoint.Id}, {now.AddDays(1)}) on conflict do nothing
                """,
                stop
            );
}
