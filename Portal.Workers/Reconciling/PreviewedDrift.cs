using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Workers.Reconciling;

/// <summary>Drift of a kind whose preview knows what was last seen of its resources.</summary>
internal static class PreviewedDrift
{
    /// <param name="mark">What was compared of it; nothing: all of them are.</param>
    /// <param name="structure">How far this look comes.</param>
    /// <param name="live">What was last seen of these resources, by name: they and nothing beside them.</param>
    /// <param name="readAt">When the cluster was last read; asked before the rows: what they show is then as young as it says, or younger.</param>
    public static async Task<DriftLook> Look(
        PortalDb db,
        ClusterId cluster,
        ResourceKinds kinds,
        ResourceKind kind,
        DriftMark mark,
        long structure,
        Func<string[], Task<ImmutableSortedDictionary<string, ResourceState?>>> live,
        IQueryable<DateTimeOffset?> readAt,
        CancellationToken stop
    )
    {
        var read = await readAt.SingleOrDefaultAsync(stop);
        var resources = await mark.Changed(db, kind, cluster, written: null).AsNoTracking().ToListAsync(stop);
        if (resources.Count == 0)
        {
            return new(resources, _ => null, structure);
        }

        var seen = await live([.. resources.Select(r => r.Name)]);
        return new(
            resources,
            resource =>
                read > resource.UpdatedAt ? kinds.Of(kind).Drift(resource.Read(kinds), seen[resource.Name]) : null,
            structure
        );
    }
}
