using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Topics;

namespace Portal.Core.Access;

/// <summary>The topics of a cluster as far as grants ask for them, from what was last seen.</summary>
public sealed class AccessTopics(IDbContextFactory<PortalDb> store, ResourceKinds kinds)
{
    /// <summary>By name: whether its criticality is critical.</summary>
    public async Task<IReadOnlyDictionary<string, bool>> Of(ClusterId cluster, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var seen = await db.Set<SeenTopic>()
            .Where(t => t.ClusterId == cluster && t.GoneAt == null)
            .Select(t => t.Name)
            .ToListAsync(stop);
        var managed = await db.Set<Resource>()
            .AsNoTracking()
            .Where(r => r.ClusterId == cluster && r.Kind == TopicKind.Word && r.GoneAt == null)
            .ToListAsync(stop);
        var topics = seen.Distinct(StringComparer.Ordinal)
            .ToDictionary(name => name, _ => false, StringComparer.Ordinal);
        foreach (var resource in managed)
        {
            topics[resource.Name] = resource.Read(kinds).Criticality == Tier.Critical;
        }

        return topics;
    }
}
