using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Workers.Reconciling;

/// <summary>Drift of a kind whose preview knows what was last seen of all its resources.</summary>
internal static class PreviewedDrift
{
    /// <param name="readAt">When the cluster was last read; asked before the rows: what they show is then as young as it says, or younger.</param>
    public static async Task<DriftLook> Look(
        PortalDb db,
        ClusterId cluster,
        ResourceKinds kinds,
        IPreviewReader preview,
        IQueryable<DateTimeOffset?> readAt,
        CancellationToken stop
    )
    {
        var read = await readAt.SingleOrDefaultAsync(stop);
        var resources = await db.Set<Resource>()
            .AsNoTracking()
            .Where(r => r.ClusterId == cluster && r.Kind == preview.Kind && r.GoneAt == null)
            .ToListAsync(stop);
        var seen = await preview.Read(cluster, [.. resources.Select(r => r.Name)], stop);
        return new(
            resources,
            resource =>
                read > resource.UpdatedAt
                    ? kinds.Of(preview.Kind).Drift(resource.Read(kinds), seen.Live.Resources[resource.Name])
                    : null,
            -1
        );
    }
}
