using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Access;

/// <summary>Unmanaged ACLs whose removal does more than refuse a client: it widens access, stops brokers, or locks the portal out.</summary>
internal static class AclRemovalDanger
{
    /// <param name="portal">The principal that the portal signs in to the cluster as; null: not known.</param>
    public static IEnumerable<Finding> Findings(CheckedResource removal, IReadOnlyList<Acl> removed, string? portal)
    {
        List<Acl> allowed = [.. removed.Where(acl => acl.Permission == AclPermission.Allow)];
        if (allowed.Count < removed.Count)
        {
            yield return removal.Say(
                "deny",
                CheckVerdict.NeedsOverride,
                "It removes a DENY: what that refuses is allowed again where another ACL allows it."
            );
        }

        if (allowed.Any(acl => PortalAcls.IsOf(acl, portal)))
        {
            yield return removal.Say(
                "portal",
                CheckVerdict.Blocked,
                $"The portal signs in to this cluster as {portal} and needs its ACLs. Have it sign in as another principal first, on the cluster's page."
            );
        }

        if (allowed.Where(IsForBrokers).ToList() is [var acl, ..])
        {
            yield return removal.Say(
                "brokers",
                CheckVerdict.NeedsOverride,
                $"Brokers that sign in as {acl.Principal} need ClusterAction on the cluster: without it they stop replicating."
            );
        }
        else if (allowed.Any(acl => acl.Resource == AclResource.Cluster && acl.Principal == Acl.Everybody))
        {
            yield return removal.Say(
                "cluster",
                CheckVerdict.NeedsOverride,
                "It allows everybody something on the cluster itself: brokers, administrators and the portal may rely on it."
            );
        }
    }

    /// <summary>What a DENY refuses is allowed again: that is access that somebody gets.</summary>
    public static IEnumerable<RiskReason> Widened(RemoveAcls step)
    {
        List<Acl> denies = [.. step.Acls.Where(acl => acl.Permission == AclPermission.Deny)];
        if (denies.Count == 0)
        {
            yield break;
        }

        yield return new(
            $"Widened access: {step.Principal} may again do what {Quantity.Of(denies.Count, "DENY refuses", "DENY entries refuse")}, where another ACL allows it: {string.Join("; ", denies.Select(acl => acl.InWords()))}.",
            40
        );
        if (step.Principal == Acl.Everybody)
        {
            yield return new("User:* is everybody who reaches the cluster.", 40);
        }
    }

    private static bool IsForBrokers(Acl acl) =>
        acl is { Resource: AclResource.Cluster, Operation: AclOperation.ClusterAction or AclOperation.All };
}
