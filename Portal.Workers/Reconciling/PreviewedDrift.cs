using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Workers.Reconciling;

/// <summary>Drift of a kind whose preview knows what was last seen of its resources.</summary>
internal static class PreviewedDrift
{
    /// <param name="live">What was last seen of those that are managed, by name: they and nothing beside them.</param>
    /// <param name="readAt">When the cluster was last read; asked before the rows: what they show is then as young as it says, or younger.</param>
    public static async Task<DriftLook> Look(
        PortalDb db,
        ClusterId cluster,
        ResourceKinds kinds,
        ResourceKind kind,
        Func<string[], Task<ImmutableSortedDictionary<string, ResourceState?>>> live,
        IQueryable<DateTimeOffset?> readAt,
        CancellationToken stop
    )
    {
        var read = await readAt.SingleOrDefaultAsync(stop);
        var resources = await db.Set<Resource>()
            .AsNoTracking()
            .Where(r => r.ClusterId == cluster && r.Kind == kind && r.GoneAt == null)
            .ToListAsync(stop);
        var seen = await live([.. resources.Select(r => r.Name)]);
        return new(
            resources,
            resource =>
                read > resource.UpdatedAt ? kinds.Of(kind).Drift(resource.Read(kinds), seen[resource.Name]) : null,
            -1
        );
    }
}
