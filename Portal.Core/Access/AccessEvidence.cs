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

    /// <summary>Those of the topics that hold personal data.</summary>
    public ImmutableArray<string> Personal { get; init; } = [];

    /// <summary>The principal that the portal signs in to the cluster as; null: not known.</summary>
    public string? Portal { get; init; }

    /// <summary>What of others its consumer groups or transactional ids reach.</summary>
    public PrefixReach Reach { get; init; } = PrefixReach.None;

    /// <summary>What is granted where no ACL was, an entry for each name.</summary>
    public ImmutableArray<Acl> First { get; init; } = [];

    /// <summary>What is removed where no ACL is left, an entry for each name.</summary>
    public ImmutableArray<Acl> Last { get; init; } = [];

    /// <summary>Those of the topics without an ACL that others are seen to use; of many only the first.</summary>
    public ImmutableArray<string> InUse { get; init; } = [];

    /// <param name="held">By other grants.</param>
    public static AccessEvidence Of(
        ResourcePlan plan,
        AccessContext context,
        IReadOnlySet<Acl> held,
        DateTimeOffset now
    )
    {
        var (acls, topics) = (context.Acls, context.Topics);
        ImmutableArray<Acl> granted = [.. plan.Steps.OfType<GrantAccess>().SelectMany(step => step.Added)];
        ImmutableArray<Acl> removed = [.. plan.Steps.OfType<RemoveAcls>().SelectMany(step => step.Acls)];
        // What is allowed for longer weighs as what is allowed anew.
        List<Acl> weighed = [.. plan.Steps.OfType<GrantAccess>().SelectMany(step => step.Given), .. removed];
        ImmutableArray<Acl> left = [.. plan.Steps.OfType<RevokeAccess>().SelectMany(step => step.Acls), .. removed];
        List<string> about =
        [
            .. topics
                .Keys.Where(topic => weighed.Exists(acl => acl.AppliesTo(AclResource.Topic, topic)))
                .Order(StringComparer.Ordinal),
        ];
        return new(
            plan.On,
            acls.Authorizer,
            [.. acls.Acls.Where(deny => granted.Any(deny.Overrides)).Order()],
            [.. granted.Concat(removed).Where(acl => acls.Acls.Contains(acl) && !held.Contains(acl))],
            [.. left.Where(held.Contains)],
            [.. about.Take(TopicsNamed)],
            about.Count,
            [.. about.Where(topic => topics[topic].IsCritical).Take(TopicsNamed)],
            now
        )
        {
            Personal = [.. about.Where(topic => topics[topic].IsPersonal).Take(TopicsNamed)],
            Portal = context.Portal,
            Reach = PrefixReach.Of(plan, context),
            First = OpenResources.First(plan, acls),
            Last = OpenResources.Last(plan, context, held),
        };
    }

    /// <summary>What nobody agreed to when <paramref name="then"/> was seen and would now come with it; null: nothing. Overrides were given for what they named.</summary>
    internal string? Worse(AccessEvidence? then) =>
        Denies.Except(then?.Denies ?? []).ToList() is [var deny, ..]
            ? $"Since it was approved a DENY appeared that wins over it: {deny.Principal}: {deny.InWords()}."
        : Unmanaged.Except(then?.Unmanaged ?? []).ToList() is [var acl, ..]
            ? $"Since it was approved somebody else created an ACL of it: {acl.InWords()}."
        : Reach.Acls.Except(then?.Reach.Acls ?? []).ToList() is [var other, ..]
            ? $"Since it was approved {other.Principal} was allowed what this grant reaches too: {other.InWords()}."
        : Reach.Groups.Except(then?.Reach.Groups ?? [], StringComparer.Ordinal).ToList() is [var group, ..]
            ? $"Since it was approved a consumer group appeared that isn't its principal's: {group}."
        : null;
}
