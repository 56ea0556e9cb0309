using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Registries;
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
        var raise = await SeenNotice.Raise(db, cluster, stop);
        var others = (await SharedRegistries.Of(db, [cluster], stop))[cluster].ToDictionary(c => c.Id, c => c.Name);
        var named = string.Join(',', others.OrderBy(o => o.Key.Value).Select(o => $"{o.Key.Value} {o.Value}"));
        // One that no longer shares the registry, or has another name, must not stay named beside drift.
        var compared = mark.While(raise, named);
        // What is wanted on another cluster of its registry is named beside the drift.
        var elsewhere = Elsewhere(db, others).Where(r => r.UpdatedAt >= compared.Since).Select(r => r.Name);
        var resources = await compared.Changed(db, Kind, cluster, elsewhere).AsNoTracking().ToListAsync(stop);
        if (resources.Count == 0)
        {
            return new(resources, _ => null, raise) { Others = named };
        }

        var names = resources.Select(r => r.Name).ToArray();
        // Before the rows: what they hold is then as young as it shows, or younger.
        var ages = await SubjectAges.Of(db, cluster, names, stop);
        var seen = (await SeenSchemas.Newest(db, cluster, names, stop)).ToDictionary(
            s => s.Subject,
            StringComparer.Ordinal
        );
        var settled = await db.Set<SeenSubject>()
            .AsNoTracking()
            .Where(s => s.ClusterId == cluster && s.SettledAt != null && names.Contains(s.Name))
            .ToDictionaryAsync(s => s.Name, StringComparer.Ordinal, stop);
        var lost = await LostIds.Of(db, cluster, seen.Values, stop);
        var through = await Through(db, others, names, stop);
        return new(
            resources,
            resource =>
                ages.At(resource.Name) > resource.UpdatedAt
                    ? Drift(resource, Since(resource, seen.GetValueOrDefault(resource.Name), settled, lost), through)
                    : null,
            raise
        )
        {
            Others = named,
        };
    }

    // With what is known of it since its spec was last applied or adopted.
    private static LiveSchema? Since(
        Resource resource,
        LiveSchema? live,
        Dictionary<string, SeenSubject> settled,
        IReadOnlyDictionary<string, LostId> lost
    )
    {
        if (live is null)
        {
            return null;
        }

        var level =
            settled.GetValueOrDefault(live.Subject) is { } then && then.SettledAt > resource.UpdatedAt
                ? new SettledLevel(then.SettledLevel)
                : null;
        var id =
            lost.GetValueOrDefault(live.Subject) is { } gone && gone.Since > resource.UpdatedAt ? gone.Id : (int?)null;
        return live with { Settled = level, LostId = id };
    }

    // What another cluster of the same registry has asked for is nobody's secret: whose it is stands beside it.
    private IReadOnlyList<DriftedField> Drift(
        Resource resource,
        LiveSchema? live,
        ILookup<string, (SchemaSpec Wanted, string Cluster)> through
    ) =>
        [
            .. kinds
                .Of(Kind)
                .Drift(resource.Read(kinds), live)
                .Select(field =>
                    live is not null
                    && through[resource.Name]
                        .Where(other => kinds.Of(Kind).Drift(other.Wanted, live).All(o => o.Field != field.Field))
                        .Select(other => other.Cluster)
                        .FirstOrDefault()
                        is { } cluster
                        ? field with
                        {
                            Live =
                                $"{field.Live ?? "not set"}, as requested on cluster {cluster}, which has the same registry",
                        }
                        : field
                ),
        ];

    /// <summary>What is wanted of the same subjects on other clusters that their registry serves, by name.</summary>
    private async Task<ILookup<string, (SchemaSpec Wanted, string Cluster)>> Through(
        PortalDb db,
        Dictionary<ClusterId, string> others,
        string[] names,
        CancellationToken stop
    )
    {
        var resources = await Elsewhere(db, others)
            .AsNoTracking()
            .Where(r => names.Contains(r.Name))
            .OrderBy(r => r.Id)
            .ToListAsync(stop);
        return resources.ToLookup(
            r => r.Name,
            r => ((SchemaSpec)r.Read(kinds), others[r.ClusterId]),
            StringComparer.Ordinal
        );
    }

    private IQueryable<Resource> Elsewhere(PortalDb db, Dictionary<ClusterId, string> others)
    {
        var ids = others.Keys.ToArray();
        return db.Set<Resource>().Where(r => ids.Contains(r.ClusterId) && r.Kind == Kind && r.GoneAt == null);
    }
}
