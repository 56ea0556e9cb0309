using Portal.Core.Resources;

namespace Portal.Core.Access;

/// <summary>Whether a grant lets its principal use what others use: consumer groups, transactional ids.</summary>
internal static class PrefixChecks
{
    public static IEnumerable<Finding> Of(CheckedResource grant, AccessSpec wanted, PrefixReach reach)
    {
        if (!reach.IsNone)
        {
            yield return grant.Say("prefix", CheckVerdict.NeedsOverride, string.Join(" ", Words(wanted, reach)));
        }
    }

    public static IEnumerable<RiskReason> Risks(GrantAccess grant, AccessEvidence? seen)
    {
        if (seen is { Reach.IsNone: false })
        {
            yield return new(
                $"{grant.Principal} may use {Things(grant.Added)} of others: their names begin as its own are to.",
                20
            );
        }
    }

    private static IEnumerable<string> Words(AccessSpec wanted, PrefixReach reach)
    {
        var (prefix, acts) =
            wanted.Mode == AccessMode.Read
                ? (wanted.Group, "join these groups, and commit and move their offsets")
                : (wanted.TransactionalId, "fence the producers that use these ids");
        yield return $"Others have {Things(GrantedAcls.Of(wanted))} that begin with {prefix}, or with what it begins with. {wanted.Principal} could {acts}.";
        if (reach.Acls is [_, ..] acls)
        {
            yield return $"Allowed already: {AclList.WithPrincipals(acls)}.";
        }

        if (reach.Groups is [_, ..] groups)
        {
            yield return $"Seen on the cluster: {AclList.Named(groups)}.";
        }

        yield return "A longer prefix, of this principal's own, needs no override.";
    }

    private static string Things(IEnumerable<Acl> acls) =>
        acls.Any(acl => acl.Resource == AclResource.Group) ? "consumer groups" : "transactional ids";
}
