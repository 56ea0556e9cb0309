using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Catalogue;

/// <summary>A kind, and the clusters on which it isn't known what of it is there.</summary>
/// <param name="Clusters">Their names.</param>
public sealed record UnreadKind(ResourceKind Kind, IReadOnlyList<string> Clusters);

/// <summary>What was never read. No engine is asked.</summary>
public sealed class UnreadKinds(IDbContextFactory<PortalDb> store, IEnumerable<ISeenNames> seen)
{
    private readonly ISeenNames[] _seen = [.. seen.OrderBy(names => names.Kind.Word, StringComparer.Ordinal)];

    /// <summary>By kind; none where all of it was read.</summary>
    /// <param name="environment">Null: in all.</param>
    public async Task<IReadOnlyList<UnreadKind>> In(string? environment, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var kinds = new List<UnreadKind>();
        foreach (var names in _seen)
        {
            var unread = names.NeverRead(db);
            var clusters = await db.Set<Cluster>()
                .Where(c => c.DeregisteredAt == null && unread.Contains(c.Id))
                .Where(c => environment == null || c.Environment == environment)
                .OrderBy(c => c.Name)
                .Select(c => c.Name)
                .ToListAsync(stop);
            if (clusters.Count > 0)
            {
                kinds.Add(new(names.Kind, clusters));
            }
        }

        return kinds;
    }
}
