using Microsoft.EntityFrameworkCore;
using Portal.Core.Registries;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Judging;

/// <summary>What is recorded under the names of a change's resources, and whose each of these is by that.</summary>
/// <param name="Managed">Of whichever kind and cluster.</param>
/// <param name="Owners">One for each resource, in the order of the change.</param>
internal sealed record RecordedOwners(
    IReadOnlyDictionary<ResourceRef, Resource> Managed,
    IReadOnlyList<RecordedOwner> Owners
)
{
    /// <summary>One query, and another where a registry may have one of them on another cluster, however many they are.</summary>
    /// <param name="change">With its resources.</param>
    public static async Task<RecordedOwners> Read(
        PortalDb db,
        ResourceKinds kinds,
        Change change,
        CancellationToken stop
    )
    {
        var names = change.Resources.Select(r => r.Name).Distinct(StringComparer.Ordinal).ToArray();
        var owned = await (
            from resource in db.Set<Resource>().AsNoTracking()
            join team in db.Set<Team>().AsNoTracking() on resource.OwnerTeamId equals team.Id
            where names.Contains(resource.Name) && resource.GoneAt == null
            select new { Resource = resource, Team = team }
        ).ToListAsync(stop);
        var owners = owned.ToDictionary(o => o.Resource.On, o => o.Team);
        var named = owners.Keys.Select(on => (on.Kind, on.Name)).ToHashSet();
        // What is in a registry is one thing on every cluster that the registry serves.
        var elsewhere = change.Resources.Where(MayBeElsewhere).Select(r => r.ClusterId).Distinct().ToList();
        var shared = elsewhere.Count == 0 ? null : await SharedRegistries.Of(db, elsewhere, stop);
        return new(
            owned.ToDictionary(o => o.Resource.On, o => o.Resource),
            [.. change.Resources.OrderBy(r => r.Ordinal).Select(Of)]
        );

        bool MayBeElsewhere(ChangeResource asked) =>
            kinds.Of(asked.Kind).IsInRegistry
            && !owners.ContainsKey(asked.On)
            && named.Contains((asked.Kind, asked.Name));

        RecordedOwner Of(ChangeResource asked)
        {
            if (!MayBeElsewhere(asked))
            {
                return new(asked, owners.GetValueOrDefault(asked.On), null);
            }

            foreach (var other in shared![asked.ClusterId].OrderBy(cluster => cluster.Name, StringComparer.Ordinal))
            {
                if (
                    owners.TryGetValue(asked.On with { Cluster = other.Id }, out var theirs)
                    && theirs.Id != asked.OwnerTeamId
                )
                {
                    return new(asked, theirs, other.Name);
                }
            }

            return new(asked, null, null);
        }
    }
}
