using System.Collections.Immutable;
using Portal.Core.Resources;

namespace Portal.Core.Access;

/// <summary>Whether a cluster goes by its ACLs.</summary>
public enum AuthorizerState
{
    On,

    /// <summary>The cluster has no authorizer: everybody may do everything, and it keeps no ACLs.</summary>
    Off,

    /// <summary>A preview of a cluster whose ACLs weren't read yet.</summary>
    NotRead,
}

/// <summary>What is seen beside a grant's plan.</summary>
/// <param name="Denies">DENY entries that refuse some of what is granted.</param>
/// <param name="Unmanaged">Entries of the plan that are there already and that no grant holds.</param>
/// <param name="Shared">Entries that a step takes from the grant and another grant holds too: they stay.</param>
/// <param name="Topics">Topics that the grant is about, as last seen; of many only the first.</param>
/// <param name="TopicCount">How many there are.</param>
/// <param name="Critical">Those of them whose criticality is critical.</param>
[StoredAs("access")]
public sealed record AccessEvidence(
    ResourceRef On,
    AuthorizerState Authorizer,
    ImmutableArray<Acl> Denies,
    ImmutableArray<Acl> Unmanaged,
    ImmutableArray<Acl> Shared,
    ImmutableArray<string> Topics,
    int TopicCount,
    ImmutableArray<string> Critical,
    DateTimeOffset SeenAt
) : ResourceEvidence(On, SeenAt)
{
    public const int TopicsNamed = 20;

    /// <summary>The principal that the portal signs in to the cluster as; null: not known.</summary>
    public string? Portal { get; init; }

    /// <param name="acls">All of the cluster.</param>
    /// <param name="held">By other grants.</param>
    /// <param name="topics">On the cluster, as last seen: whether each is critical.</param>
    /// <param name="portal">The principal that the portal signs in as.</param>
    public static AccessEvidence Of(
        ResourcePlan plan,
        AuthorizerState authorizer,
        IReadOnlyCollection<Acl> acls,
        IReadOnlySet<Acl> held,
        IReadOnlyDictionary<string, bool> topics,
        string? portal,
        DateTimeOffset now
    )
    {
        ImmutableArray<Acl> granted = [.. plan.Steps.OfType<GrantAccess>().SelectMany(step => step.Added)];
        ImmutableArray<Acl> removed = [.. plan.Steps.OfType<RemoveAcls>().SelectMany(step => step.Acls)];
        ImmutableArray<Acl> left = [.. plan.Steps.OfType<RevokeAccess>().SelectMany(step => step.Acls), .. removed];
        var there = acls.ToHashSet();
        List<string> about =
        [
            .. topics
                .Keys.Where(topic => granted.Concat(removed).Any(acl => acl.AppliesTo(AclResource.Topic, topic)))
                .Order(StringComparer.Ordinal),
        ];
        return new(
            plan.On,
            authorizer,
            [.. acls.Where(deny => granted.Any(deny.Overrides)).Order()],
            [.. granted.Concat(removed).Where(acl => there.Contains(acl) && !held.Contains(acl))],
            [.. left.Where(held.Contains)],
            [.. about.Take(TopicsNamed)],
            about.Count,
            [.. about.Where(topic => topics[topic]).Take(TopicsNamed)],
            now
        )
        {
            Portal = portal,
        };
    }
}
