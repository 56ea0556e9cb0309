using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Transfers;

/// <summary>
/// Whose what belongs to the owner of other resources is by now, or once a transfer is done: a grant on a prefix is the owner's of all that it covers, and
/// Platform's where that isn't one team. Requests, plans, transfers and access reviews all ask here.
/// </summary>
internal sealed class OwnersAfter(
    IReadOnlyDictionary<ResourceRef, TeamId> owners,
    IReadOnlyList<ResourceRef> unowned,
    IReadOnlyDictionary<TeamId, Team> teams
)
{
    private readonly Dictionary<OwnerSource, Team> _found = [];

    /// <summary>All there are.</summary>
    public IReadOnlyDictionary<TeamId, Team> Teams { get; } = teams;

    public Team Platform { get; } = teams.Values.Single(team => team.Name == Team.PlatformName);

    /// <summary>By now. Two queries, and a third where a prefix is among them, however many they are.</summary>
    /// <param name="sources">All that are asked for.</param>
    public static Task<OwnersAfter> Now(
        IReadOnlyCollection<OwnerSource> sources,
        PortalDb db,
        CancellationToken stop
    ) => Of(sources, db, ImmutableDictionary<ResourceRef, TeamId>.Empty, stop);

    /// <param name="sources">All that are asked for.</param>
    /// <param name="moved">What is transferred, and to which team.</param>
    public static async Task<OwnersAfter> Of(
        IReadOnlyCollection<OwnerSource> sources,
        PortalDb db,
        IReadOnlyDictionary<ResourceRef, TeamId> moved,
        CancellationToken stop
    )
    {
        ResourceKind[] kinds = [.. sources.Select(source => source.Kind).Distinct()];
        ClusterId[] clusters = [.. sources.Select(source => source.Cluster).Distinct()];
        string[] names = [.. sources.Where(s => !s.IsPrefix).Select(s => s.Name).Distinct(StringComparer.Ordinal)];
        string[] patterns = [.. sources.Where(s => s.IsPrefix).Select(Pattern).Distinct(StringComparer.Ordinal)];
        var there = db.Set<Resource>()
            .Where(r => kinds.Contains(r.Kind) && clusters.Contains(r.ClusterId) && r.GoneAt == null);
        // Beside a pattern, even one of none, the index isn't used down to the name.
        var covered =
            patterns.Length == 0
                ? there.Where(r => names.Contains(r.Name))
                : there.Where(r =>
                    names.Contains(r.Name)
                    || patterns.Any(p => EF.Functions.Like(r.Name, p, LikePattern.EscapeCharacter))
                );
        var managed = await covered
            .Select(r => new
            {
                r.Kind,
                r.ClusterId,
                r.Name,
                r.OwnerTeamId,
            })
            .ToListAsync(stop);
        return new(
            managed
                .Select(r => (On: new ResourceRef(r.Kind, r.ClusterId, r.Name), r.OwnerTeamId))
                .ToDictionary(r => r.On, r => moved.TryGetValue(r.On, out var to) ? to : r.OwnerTeamId),
            await UnownedResources.Under([.. sources.Where(source => source.IsPrefix)], db, stop),
            await db.Set<Team>().AsNoTracking().ToDictionaryAsync(t => t.Id, stop)
        );
    }

    /// <summary>Whose one resource is that was asked for; null: no team has it.</summary>
    public Team? OwnerOf(ResourceRef on) => owners.TryGetValue(on, out var owner) ? Teams[owner] : null;

    /// <summary>What nobody owns, or several do, is Platform's.</summary>
    public Team OwnerOf(OwnerSource source)
    {
        // Thousands of grants may be on a few prefixes.
        if (!_found.TryGetValue(source, out var owner))
        {
            owner = (source.One is { } one ? OwnerOf(one) : OwnerOfAll(source)) ?? Platform;
            _found.Add(source, owner);
        }

        return owner;
    }

    internal static string Pattern(OwnerSource prefix) => $"{LikePattern.Escape(prefix.Name)}%";

    private Team? OwnerOfAll(OwnerSource prefix) =>
        owners.Where(o => prefix.Covers(o.Key)).Select(o => o.Value).Distinct().ToList() is [var only]
        && !unowned.Any(prefix.Covers)
            ? Teams[only]
            : null;
}
