using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Store;

namespace Portal.Workers.Reconciling.Schemas;

/// <summary>Subjects as they were last seen in their registry.</summary>
public sealed class SchemaDriftReader(ResourceKinds kinds) : IDriftReader
{
    public ResourceKind Kind => SchemaKind.Word;

    public async Task<DriftLook> Look(PortalDb db, ClusterId cluster, DriftMark mark, CancellationToken stop)
    {
        // The time before the rows: what they tell is then as young as it says, or younger.
        var readAt = await db.Set<RegistryReading>()
            .Where(r => r.ClusterId == cluster)
            .Select(r => r.ReadAt)
            .SingleOrDefaultAsync(stop);
        var resources = await db.Set<Resource>()
            .AsNoTracking()
            .Where(r => r.ClusterId == cluster && r.Kind == Kind && r.GoneAt == null)
            .ToListAsync(stop);
        var names = resources.Select(r => r.Name).ToArray();
        var seen = (await SeenSchemas.Newest(db, cluster, names, stop)).ToDictionary(
            s => s.Subject,
            StringComparer.Ordinal
        );
        return new(
            resources,
            resource =>
                readAt > resource.UpdatedAt
                    ? kinds.Of(Kind).Drift(resource.Read(kinds), seen.GetValueOrDefault(resource.Name))
                    : null,
            -1
        );
    }
}
