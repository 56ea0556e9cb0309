using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>A savepoint whose row nobody else changes until the transaction ends.</summary>
/// <param name="Owner">Of its job; null when the portal doesn't manage that any more.</param>
internal sealed record LockedSavepoint(Savepoint Savepoint, TeamId? Owner)
{
    /// <summary>Null when the job has none of that number.</summary>
    public static async Task<LockedSavepoint?> Of(PortalDb db, SavepointAddress of, CancellationToken stop)
    {
        var cluster = await db.Set<Cluster>()
            .Where(c => c.Name == of.Cluster && c.DeregisteredAt == null)
            .Select(c => (ClusterId?)c.Id)
            .SingleOrDefaultAsync(stop);
        var savepoint = await db.Set<Savepoint>()
            .FromSql($"select * from savepoint where id = {of.Id} for update")
            .SingleOrDefaultAsync(stop);
        if (cluster is not { } on || savepoint?.ClusterId != on || savepoint.Name != of.Job)
        {
            return null;
        }

        var owner = await db.Set<Resource>()
            .Where(r => r.Kind == JobKind.Word && r.ClusterId == on && r.Name == of.Job && r.GoneAt == null)
            .Select(r => (TeamId?)r.OwnerTeamId)
            .SingleOrDefaultAsync(stop);
        return new(savepoint, owner);
    }
}
