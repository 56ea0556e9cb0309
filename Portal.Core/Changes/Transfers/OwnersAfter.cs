using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Transfers;

/// <summary>
/// Whose what belongs to the owner of other resources is once a transfer is done: a grant on a prefix is the owner's of all that it covers, and
/// Platform's where that isn't one team.
/// </summary>
internal sealed class OwnersAfter(
    IReadOnlyDictionary<ResourceRef, TeamId> owners,
    IReadOnlyList<ResourceRef> unowned,
    TeamId platform
)
{
    /// <param name="sources">All that are asked for.</param>
    /// <param name="moved">What is transferred, and to which team.</param>
    public static async Task<OwnersAfter> Of(
        IReadOnlyList<OwnerSource> sources,
        PortalDb db,
        IReadOnlyDictionary<ResourceRef, TeamId> moved,
        CancellationToken stop
    )
    {
        ResourceKind[] kinds = [.. sources.Select(source => source.Kind).Distinct()];
        ClusterId[] clusters = [.. sources.Select(source => source.Cluster).Distinct()];
        string[] patterns = [.. sources.Select(DraftCompletion.Pattern).Distinct(StringComparer.Ordinal)];
        var managed = await db.Set<Resource>()
            .Where(r => kinds.Contains(r.Kind) && clusters.Contains(r.ClusterId) && r.GoneAt == null)
            .Where(r => patterns.Any(p => EF.Functions.Like(r.Name, p, LikePattern.EscapeCharacter)))
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
            await db.Set<Team>().Where(t => t.Name == Team.PlatformName).Select(t => t.Id).SingleAsync(stop)
        );
    }

    /// <summary>Whether a team has any of them.</summary>
    public bool Has(OwnerSource source) => owners.Keys.Any(source.Covers);

    public TeamId OwnerOf(OwnerSource source) =>
        owners.Where(o => source.Covers(o.Key)).Select(o => o.Value).Distinct().ToList() is [var only]
        && !unowned.Any(source.Covers)
            ? only
            : platform;
}
