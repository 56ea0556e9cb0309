using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Topics;

namespace Portal.Core.Access;

/// <summary>A cluster as far as grants need it: its topics from what was last seen, and whom the portal signs in as.</summary>
public sealed class AccessTopics(IDbContextFactory<PortalDb> store, ResourceKinds kinds)
{
    // What Kafka calls a client that doesn't sign in.
    private const string Anonymous = "ANONYMOUS";

    /// <param name="user">Who signs in; null: a client that doesn't.</param>
    public static string PrincipalOf(string? user) => Acl.User + (user ?? Anonymous);

    /// <summary>The principal that the portal signs in to a cluster's Kafka as; null: it has none.</summary>
    public async Task<string?> Portal(ClusterId cluster, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await db.Set<Endpoint>()
            .Where(e => e.ClusterId == cluster && e.Kind == EndpointKind.Kafka)
            .Select(e => PrincipalOf(e.Username))
            .SingleOrDefaultAsync(stop);
    }

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
