using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Portal.Core.Store;

namespace Portal.Core.Clusters;

/// <summary>
/// Notifies open pages that what was seen of a cluster differs from what was stored of it. That it was read once more and is as it was is no
/// difference: only times have moved on.
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
                $"select pg_notify({StoreChannel.Shown}, {Prefix} || name) from cluster where id = {cluster.Value}",
                stop
            );
        }
    }

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
