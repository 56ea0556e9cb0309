using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Topics;

namespace Portal.Core.Access;

/// <summary>What weighs in a request for access to a topic.</summary>
/// <param name="IsCritical">By its criticality.</param>
/// <param name="IsPersonal">It holds personal data, by the label of its team's.</param>
public readonly record struct TopicWeight(bool IsCritical, bool IsPersonal);

/// <summary>A cluster as far as grants need it: its topics from what was last seen, and whom the portal signs in as.</summary>
public sealed class AccessTopics(
    IDbContextFactory<PortalDb> store,
    ResourceKinds kinds,
    IOptions<AccessOptions> options
)
{
    // What Kafka calls a client that doesn't sign in.
    private const string Anonymous = "ANONYMOUS";

    /// <param name="user">Who signs in; null: a client that doesn't.</param>
    public static string PrincipalOf(string? user) => Acl.User + (user ?? Anonymous);

    /// <summary>Names of the service accounts that principals may be, each once.</summary>
    public static string[] AccountsOf(IEnumerable<string> principals) =>
        [
            .. principals
                .Where(principal => principal.StartsWith(Acl.User, StringComparison.Ordinal))
                .Select(principal => principal[Acl.User.Length..])
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>
    /// The principal that the portal signs in to a cluster's Kafka as, by its user name; null: it has none. Where brokers make another principal of the user, as
    /// Confluent Cloud does of an API key, it isn't known, and its ACLs aren't protected.
    /// </summary>
    public async Task<string?> Portal(ClusterId cluster, CancellationToken stop) =>
        (await SignIns(cluster, stop)).GetValueOrDefault(EndpointKind.Kafka);

    /// <summary>The principals that are signed in as to a cluster's Kafka: the portal itself, and stream jobs where they have a way of their own.</summary>
    public async Task<IReadOnlyDictionary<EndpointKind, string>> SignIns(ClusterId cluster, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await db.Set<Endpoint>()
            .Where(e => e.ClusterId == cluster)
            .Where(e => e.Kind == EndpointKind.Kafka || e.Kind == EndpointKind.JobKafka)
            .ToDictionaryAsync(e => e.Kind, e => PrincipalOf(e.Username), stop);
    }

    /// <summary>The names of those that are there, as last seen.</summary>
    public async Task<IReadOnlyList<string>> Names(ClusterId cluster, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await Seen(db, cluster, stop);
    }

    /// <summary>All that the evidence of grants there needs.</summary>
    public async Task<AccessContext> Context(ClusterId cluster, AclsSeen acls, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var groups = await db.Set<SeenGroup>()
            .Where(g => g.ClusterId == cluster && g.GoneAt == null)
            .Select(g => g.Name)
            .ToListAsync(stop);
        var teams = await db.Set<Resource>()
            .Where(r => r.ClusterId == cluster && r.Kind == AccessKind.Account && r.GoneAt == null)
            .ToDictionaryAsync(r => PrincipalOf(r.Name), r => r.OwnerTeamId, StringComparer.Ordinal, stop);
        return new(acls, await Weights(db, cluster, stop), groups, teams, await Portal(cluster, stop));
    }

    // Of a topic that nobody manages nothing is known that weighs.
    private async Task<Dictionary<string, TopicWeight>> Weights(PortalDb db, ClusterId cluster, CancellationToken stop)
    {
        var seen = await Seen(db, cluster, stop);
        var managed = await db.Set<Resource>()
            .AsNoTracking()
            .Where(r => r.ClusterId == cluster && r.Kind == TopicKind.Word && r.GoneAt == null)
            .ToListAsync(stop);
        var topics = seen.ToDictionary(name => name, _ => default(TopicWeight), StringComparer.Ordinal);
        foreach (var resource in managed)
        {
            var spec = resource.Read(kinds);
            topics[resource.Name] = new(spec.Criticality == Tier.Critical, options.Value.IsPersonal(spec.Labels));
        }

        return topics;
    }

    private static Task<List<string>> Seen(PortalDb db, ClusterId cluster, CancellationToken stop) =>
        db.Set<SeenTopic>()
            .Where(t => t.ClusterId == cluster && t.GoneAt == null)
            .Select(t => t.Name)
            .Distinct()
            .ToListAsync(stop);
}
