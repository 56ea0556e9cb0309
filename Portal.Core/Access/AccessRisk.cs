using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Access;

/// <summary>
/// How dangerous a plan is for one grant. Widened access is never low: the data's owner is asked everywhere. Access for longer weighs as much as access that
/// is granted, except for what its prefix reaches (<see cref="PrefixReach"/>).
/// </summary>
internal static class AccessRisk
{
    public static IEnumerable<RiskReason> Of(ResourcePlan plan, AccessEvidence? seen) =>
        plan.Steps.SelectMany(step =>
            step switch
            {
                GrantAccess grant => Grant(grant, seen),
                RevokeAccess revoke => [Revoke(revoke, seen)],
                RemoveAcls remove => AclRemoval.Risks(remove, seen),
                _ => throw new InvalidOperationException(step.GetType().Name),
            }
        );

    private static IEnumerable<RiskReason> Grant(GrantAccess grant, AccessEvidence? seen)
    {
        if (!grant.IsWider)
        {
            yield return new($"{grant.Principal} may {grant.Act} for less time.", 25);
            yield break;
        }

        yield return new(Widened(grant), Weight(grant));
        var onTopics = grant.Given.Where(acl => acl.Resource == AclResource.Topic).ToList();
        if (onTopics.Any(acl => acl is { Pattern: AclPattern.Literal, Name: Acl.Any }))
        {
            yield return new("It counts for every topic of the cluster, also those that are created later.", 40);
        }
        else if (onTopics.Any(acl => acl.Pattern == AclPattern.Prefixed))
        {
            yield return new(
                $"It counts for every topic whose name begins so, also those that are created later{Now(seen)}.",
                20
            );
        }

        if (grant.Principal == Acl.Everybody)
        {
            yield return new("User:* is everybody who reaches the cluster.", 40);
        }

        foreach (var reason in (RiskReason[])[.. PrefixChecks.Risks(grant, seen), .. OpenResources.Risks(seen)])
        {
            yield return reason;
        }

        if (seen is { Critical: [_, ..] critical })
        {
            yield return new($"Criticality of {string.Join(", ", critical)} is critical.", 15);
        }

        if (seen is { Personal: [_, ..] personal })
        {
            yield return new($"Personal data: in {string.Join(", ", personal)}.", 30);
        }

        if (seen is { Unmanaged: [_, ..] unmanaged })
        {
            yield return new(
                $"{Quantity.Of(unmanaged.Length, "ACL", "ACLs")} that the portal didn't create will be removed when this grant ends.",
                10
            );
        }
    }

    private static string Widened(GrantAccess grant)
    {
        var end = grant.IsLonger
            ? $" until {GrantAccess.Until(grant.Expires)} instead of until {GrantAccess.Until(grant.Before)}"
            : "";
        return $"{(grant.Added.IsEmpty ? "Longer" : "Widened")} access: {grant.Principal} may {grant.Act}{end}.";
    }

    private static int Weight(GrantAccess grant) =>
        grant.Given.Any(acl => acl.Operation is AclOperation.Alter or AclOperation.AlterConfigs) ? 40
        : grant.Given.Any(acl => acl is { Operation: AclOperation.Write, Resource: AclResource.Topic }) ? 30
        : 25;

    private static string Now(AccessEvidence? seen) =>
        seen is null ? "" : $"; {Quantity.Of(seen.TopicCount, "topic", "topics")} now";

    private static RiskReason Revoke(RevokeAccess revoke, AccessEvidence? seen) =>
        revoke.Acls.All(acl => seen?.Shared.Contains(acl) == true)
            ? new($"Other grants hold all that {revoke.On.Name} gives: nothing changes on the cluster.", 5)
            : new(
                $"Clients that sign in as {revoke.Principal} may fail: what {revoke.On.Name} allows them is refused.",
                25
            );
}
