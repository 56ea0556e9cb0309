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
        // Before the rows: what they hold is then as young as it shows, or younger.
        var ages = await SubjectAges.Of(db, cluster, names, stop);
        var seen = (await SeenSchemas.Newest(db, cluster, names, stop)).ToDictionary(
            s => s.Subject,
            StringComparer.Ordinal
        );
        var former = await SeenSchemas.Former(db, cluster, [.. seen.Values], stop);
        var versions = await SeenSchemas.Versions(db, cluster, [.. seen.Keys], stop);
        var live = names.ToImmutableSortedDictionary(
            name => name,
            name =>
                (ResourceState?)(
                    seen.GetValueOrDefault(name) is { } schema
                        ? schema with
                        {
                            // A context may have another level, which isn't read.
                            GlobalLevel = SubjectContext.Of(name).Length == 0 ? ages.GlobalLevel : null,
                            Former = former[name],
                            Versions = versions[name],
                        }
                        : null
                ),
            StringComparer.Ordinal
        );
        return new(new(Kind, cluster, "", live, ImmutableDictionary<string, string>.Empty), ages.ReadAt)
        {
            ReadAt = ages.Unread,
        };
    }

    public async Task<ResourceEvidence?> Evidence(LiveEngine live, ResourcePlan plan, CancellationToken stop)
    {
        var newest = (LiveSchema?)live.Resources[plan.On.Name];
        await using var db = await store.CreateDbContextAsync(stop);
        var references = new SeenReferences(db, live.Cluster);
        await references.Load(ExpectedVerdict.References(plan, newest).Resolved(plan.On.Name), stop);
        return ExpectedVerdict.Of(
            plan,
            newest,
            (type, text, to) => references.Read(type, text, [.. to.Resolved(plan.On.Name)]),
            clock.GetUtcNow()
        );
    }
}
