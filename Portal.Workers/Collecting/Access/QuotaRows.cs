using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Workers.Collecting.Access;

/// <summary>The client quotas of a cluster's principals, read beside its ACLs: who may not list the one may list the other.</summary>
internal static class QuotaRows
{
    /// <summary>Reads and writes them; what isn't answered stays as it was seen.</summary>
    public static async Task Read(
        PortalDb db,
        IAclClusters clusters,
        AclReading reading,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        try
        {
            var there = await (await clusters.Open(reading.ClusterId, stop)).Quotas(stop);
            await Write(db, reading, there, now, stop);
        }
        catch (EngineException unanswered)
        {
            reading.QuotasFailure = unanswered.Message;
        }
    }

    private static async Task Write(
        PortalDb db,
        AclReading reading,
        IReadOnlyCollection<PrincipalQuota> there,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        (reading.QuotasReadAt, reading.QuotasFailure) = (now, null);
        // First, so that of two who read the cluster at once one waits here for the other.
        await SeenNotice.Save(db, reading.ClusterId, stop);
        var known = await db.Set<SeenQuota>()
            .Where(row => row.ClusterId == reading.ClusterId)
            .ToDictionaryAsync(row => (row.Principal, row.ClientId, row.Key), stop);
        foreach (var (principal, quota) in there)
        {
            if (known.Remove((principal, quota.ClientId, quota.Key), out var row))
            {
                row.Value = quota.Value;
            }
            else
            {
                db.Add(SeenQuota.Of(reading.ClusterId, principal, quota));
            }
        }

        db.RemoveRange(known.Values);
        await SeenNotice.Save(db, reading.ClusterId, stop);
        await transaction.CommitAsync(stop);
    }
}
