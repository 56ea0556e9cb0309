using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Portal.Core.Store;

namespace Portal.Core.Clusters;

/// <summary>
/// Notifies open pages that what was seen of a cluster differs from what was stored of it, and counts it. That it was read once more and is as it was is
/// no difference: only times have moved on.
/// </summary>
public static class SeenNotice
{
    private const string Prefix = $"{StoreChannel.Seen}:";

    /// <inheritdoc cref="Save(PortalDb, ClusterId, bool, CancellationToken)"/>
    public static Task Save(PortalDb db, ClusterId cluster, CancellationToken stop) =>
        Save(db, cluster, differs: false, stop);

    /// <summary>Saves it, and notifies where it differs: when the transaction commits, or at once where there is none.</summary>
    /// <param name="differs">Whether it does by what was written past the change tracker.</param>
    public static async Task Save(PortalDb db, ClusterId cluster, bool differs, CancellationToken stop)
    {
        var isNew = differs || db.ChangeTracker.Entries().Any(Differs);
        await db.SaveChangesAsync(stop);
        if (isNew)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                with raised as (
                    insert into seen_raise (cluster_id, raise) values ({cluster.Value}, 1)
                    on conflict (cluster_id) do update set raise = seen_raise.raise + 1)
                select pg_notify({StoreChannel.Shown}, {Prefix} || name) from cluster where id = {cluster.Value}
                """,
                stop
            );
        }
    }

    /// <summary>How often it differed so far. To be read before what was seen: what is written meanwhile raises it once more.</summary>
    public static Task<long> Raise(PortalDb db, ClusterId cluster, CancellationToken stop) =>
        db
            .Database.SqlQuery<long>(
                $"""select coalesce((select raise from seen_raise where cluster_id = {cluster.Value}), 0) as "Value" """
            )
            .SingleAsync(stop);

    /// <returns>The name of the cluster; null when the payload is about something else.</returns>
    public static string? Read(string payload) =>
        payload.StartsWith(Prefix, StringComparison.Ordinal) ? payload[Prefix.Length..] : null;

    private static bool Differs(EntityEntry row) =>
        row.State switch
        {
            EntityState.Added or EntityState.Deleted => true,
            EntityState.Modified => row.Properties.Any(value => value.IsModified && !MovedOn(value)),
            _ => false,
        };

    private static bool MovedOn(PropertyEntry value) =>
        value is { OriginalValue: DateTimeOffset, CurrentValue: DateTimeOffset };
}
