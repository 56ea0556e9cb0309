using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Transfers;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Changes.Requests;

/// <summary>What is there and that no team has: it is nobody's to give.</summary>
internal static class UnownedResources
{
    /// <summary>One query for all prefixes, and none without any.</summary>
    public static async Task<List<ResourceRef>> Under(
        IReadOnlyCollection<OwnerSource> prefixes,
        PortalDb db,
        CancellationToken stop
    )
    {
        ResourceKind[] kinds = [.. prefixes.Select(source => source.Kind).Distinct()];
        ClusterId[] clusters = [.. prefixes.Select(source => source.Cluster).Distinct()];
        string[] patterns = [.. prefixes.Select(OwnersAfter.Pattern).Distinct()];
        return prefixes.Count == 0
            ? []
            : await db.Set<Incarnation>()
                .Where(i => i.GoneAt == null && kinds.Contains(i.Kind) && clusters.Contains(i.ClusterId))
                .Where(i => patterns.Any(p => EF.Functions.Like(i.Name, p, LikePattern.EscapeCharacter)))
                .Where(i =>
                    !db.Set<Resource>()
                        .Any(r =>
                            r.Kind == i.Kind && r.ClusterId == i.ClusterId && r.Name == i.Name && r.GoneAt == null
                        )
                )
                .Select(i => new ResourceRef(i.Kind, i.ClusterId, i.Name))
                .ToListAsync(stop);
    }
}
