using Portal.Core.Resources;

namespace Portal.Core.Access;

/// <summary>
/// ACLs of the principal that the portal signs in to a cluster as. None is removed: without them the portal could no longer do its work there, nor give
/// them back.
/// </summary>
public static class PortalAcls
{
    /// <param name="portal">The principal that the portal signs in as; null: not known.</param>
    public static bool IsOf(Acl acl, string? portal) =>
        acl.Permission == AclPermission.Allow && acl.Principal == portal;

    /// <summary>A grant that takes over ACLs would end with them.</summary>
    internal static IEnumerable<Finding> Adopted(CheckedResource grant, AccessEvidence seen)
    {
        if (seen.Unmanaged.Where(acl => IsOf(acl, seen.Portal)).ToList() is [_, ..] adopted)
        {
            yield return grant.Say(
                "portal",
                CheckVerdict.Blocked,
                $"The portal signs in to this cluster as {seen.Portal} and needs its ACLs, so none becomes part of a grant that ends: {InWords(adopted)}. Have it sign in as another principal first, on the cluster's page."
            );
        }
    }

    /// <summary>What is granted to it as to anybody would stay when the grant ends.</summary>
    internal static IEnumerable<Finding> Granted(CheckedResource grant, AccessSpec wanted, AccessEvidence seen)
    {
        if (GrantedAcls.Of(wanted).Any(acl => IsOf(acl, seen.Portal)))
        {
            yield return grant.Say(
                "own",
                CheckVerdict.NeedsOverride,
                $"The portal signs in to this cluster as {seen.Portal} itself and never removes ACLs of that principal: this access stays on the cluster after the grant has ended, for everybody who signs in so."
            );
        }
    }

    /// <param name="wanted">Null: the grant is to end.</param>
    internal static IEnumerable<Finding> Left(
        CheckedResource grant,
        AccessSpec? wanted,
        LiveAccess? live,
        AccessEvidence? seen
    )
    {
        var kept = wanted is null ? [] : GrantedAcls.Of(wanted);
        if (live?.Held.Except(kept).Where(acl => IsOf(acl, seen?.Portal)).ToList() is [_, ..] left)
        {
            yield return grant.Say(
                "left",
                CheckVerdict.Noted,
                $"The portal signs in to this cluster as {seen?.Portal}, so these ACLs stay on the cluster and are no longer managed: {InWords(left)}."
            );
        }
    }

    private static string InWords(IEnumerable<Acl> acls) => string.Join("; ", acls.Select(acl => acl.InWords()));
}
