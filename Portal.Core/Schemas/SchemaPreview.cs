using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Schemas;

/// <summary>Subjects out of what was last seen of their registry, for previews.</summary>
public sealed class SchemaPreview(IDbContextFactory<PortalDb> store, TimeProvider clock) : IPreviewReader
{
    public ResourceKind Kind => SchemaKind.Word;

    public async Task<PreviewState> Read(ClusterId cluster, IReadOnlyCollection<string> names, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var seen = (await SeenSchemas.Newest(db, cluster, names, stop)).ToDictionary(
            s => s.Subject,
            StringComparer.Ordinal
        );
        var readAt = await db.Set<RegistryReading>()
            .Where(r => r.ClusterId == cluster)
            .Select(r => r.ReadAt)
            .SingleOrDefaultAsync(stop);
        var live = names.ToImmutableSortedDictionary(
            name => name,
            name => (ResourceState?)seen.GetValueOrDefault(name),
            StringComparer.Ordinal
        );
        return new(new(Kind, cluster, "", live, ImmutableDictionary<string, string>.Empty), readAt);
    }

    public ResourceEvidence? Evidence(LiveEngine live, ResourcePlan plan)
    {
        var verdict =
            !plan.Steps.OfType<RegisterSchema>().Any() ? SchemaVerdict.NothingNew
            : live.Resources[plan.On.Name] is null ? SchemaVerdict.First
            : SchemaVerdict.NotAsked;
        return new SchemaEvidence(plan.On, verdict, [], null, clock.GetUtcNow());
    }
}
