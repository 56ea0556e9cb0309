using Portal.Core.Access;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.ServiceAccounts;

/// <summary>
/// What is looked at before a name gets its first password: a name that may do something already, or that somebody signs in by already, gives all of that to
/// whoever requests the account. An account by certificate gives nothing, but is its owner's from then on.
/// </summary>
internal static class CreationChecks
{
    /// <param name="isReserved">By the portal's settings.</param>
    public static IEnumerable<Finding> Of(
        CheckedResource account,
        ServiceAccountSpec wanted,
        bool isReserved,
        ServiceAccountEvidence? seen
    )
    {
        if (isReserved)
        {
            yield return account.Say(
                "reserved",
                CheckVerdict.Blocked,
                $"{account.Request.On.Name} is a reserved name ({ServiceAccountOptions.Section}:{nameof(ServiceAccountOptions.ReservedNames)}): brokers or administrators may sign in by it, and who is a super user can't be read from a cluster. Choose another name."
            );
        }

        if (seen?.Rights is not { } rights)
        {
            yield return account.Say("grants", CheckVerdict.Unknown, "What it may do already wasn't looked at.");
            yield break;
        }

        yield return Grants(account, wanted, seen, rights);
        foreach (var finding in InUse(account, wanted, seen, rights))
        {
            yield return finding;
        }
    }

    /// <summary>What an account by certificate relies on, and no cluster shows.</summary>
    public static Finding Certificate(CheckedResource account) =>
        account.Say(
            "certificate",
            CheckVerdict.Noted,
            $"Nothing is made on the cluster. Clients are {ServiceAccountKind.PrincipalOf(account.Request.On.Name)} if the brokers request certificates (ssl.client.auth), trust theirs, and name its subject so, letter for letter (ssl.principal.mapping.rules)."
        );

    private static Finding Grants(
        CheckedResource account,
        ServiceAccountSpec wanted,
        ServiceAccountEvidence seen,
        PrincipalRights rights
    )
    {
        var (name, principal) = (account.Request.On.Name, ServiceAccountKind.PrincipalOf(account.Request.On.Name));
        return (seen.Grants, rights.Allowed(), rights.Authorizer) switch
        {
            ([_, ..], _, _) or (_, [_, ..], _) => account.Say(
                "grants",
                CheckVerdict.NeedsOverride,
                $"{name} may do something already: {string.Join("; ", Held(seen, rights))}. {(wanted.IsByCertificate ? "Whoever holds its certificate goes on with that; the account is its owner's." : "Who has the new password may do it too.")}"
            ),
            (_, _, AuthorizerState.Off) => account.Say(
                "grants",
                CheckVerdict.Noted,
                "The cluster enforces no ACLs: whoever signs in may do everything."
            ),
            (_, _, AuthorizerState.NotRead) => account.Say(
                "grants",
                CheckVerdict.Noted,
                "The cluster's ACLs haven't been read yet; they are looked at when the plan is computed."
            ),
            _ => account.Say(
                "grants",
                CheckVerdict.Passed,
                $"No grant and no ACL allows {principal} anything yet{OfEverybody(rights)}. Whether it is a super user can't be read from a cluster. {OpenResources.Condition}, it may use all that has none."
            ),
        };
    }

    private static IEnumerable<Finding> InUse(
        CheckedResource account,
        ServiceAccountSpec wanted,
        ServiceAccountEvidence seen,
        PrincipalRights rights
    )
    {
        var principal = ServiceAccountKind.PrincipalOf(account.Request.On.Name);
        if (rights.IsPortal)
        {
            yield return account.Say(
                "portal",
                CheckVerdict.Blocked,
                $"The portal signs in to this cluster as {principal}{(wanted.IsByCertificate ? "" : ": who has a password of it may do whatever the portal may")}. Choose another name."
            );
        }

        if (rights.IsOfJobs)
        {
            yield return account.Say(
                "jobs",
                CheckVerdict.NeedsOverride,
                $"Stream jobs sign in to this cluster as {principal}{(wanted.IsByCertificate ? ", and the account would be its owner's" : ": who has a password of it may do whatever they may")}."
            );
        }

        // By its certificate somebody does: that is what it is for.
        if (!wanted.IsByCertificate && seen.Use is { Groups: [_, ..] } use)
        {
            yield return account.Say(
                "clients",
                CheckVerdict.NeedsOverride,
                $"Somebody signs in as {principal} already, by other means than a SCRAM password. {use.Words}"
            );
        }
    }

    private static IEnumerable<string> Held(ServiceAccountEvidence seen, PrincipalRights rights)
    {
        if (seen.Grants is [_, ..] grants)
        {
            yield return string.Join(", ", grants);
        }

        if (rights.Allowed() is [_, ..] acls)
        {
            yield return $"by {Quantity.Of(acls.Count, "ACL", "ACLs")} that the portal doesn't manage: {AclList.InWords(acls)}";
        }
    }

    private static string OfEverybody(PrincipalRights rights) =>
        rights.OfEverybody == 0
            ? ""
            : $", beside what {Quantity.Of(rights.OfEverybody, "ACL allows", "ACLs allow")} {Acl.Everybody}";
}
