using System.Collections.Immutable;
using Portal.Core.Resources;

namespace Portal.Core.Access;

/// <summary>
/// Resources that no ACL counts for. Brokers may allow everyone there, as those of Amazon MSK do unless they are configured otherwise. Whether they do can't be
/// read from a cluster, so it is stated as a condition: the first ACL refuses everybody else, and without the last everybody is allowed again.
/// </summary>
internal static class OpenResources
{
    public const string Condition =
        "Where brokers allow everyone while a resource has no ACL (allow.everyone.if.no.acl.found)";

    /// <summary>Of what a plan grants, an entry for each name that no other counts for wholly yet.</summary>
    public static ImmutableArray<Acl> First(ResourcePlan plan, AclsSeen acls) =>
        acls.Authorizer == AuthorizerState.On
            ? Each(
                plan.Steps.OfType<GrantAccess>()
                    .SelectMany(step => step.Added)
                    .Where(acl => !acls.Acls.Any(there => there.Covers(acl)))
            )
            : [];

    /// <summary>Of what a plan removes, an entry for each name that none counts for wholly once all of the change is applied.</summary>
    /// <param name="held">By other grants: they stay.</param>
    public static ImmutableArray<Acl> Last(ResourcePlan plan, AccessContext context, IReadOnlySet<Acl> held)
    {
        if (context.Acls.Authorizer != AuthorizerState.On)
        {
            return [];
        }

        bool Goes(Acl acl) =>
            context.Acls.Acls.Contains(acl) && !held.Contains(acl) && !PortalAcls.IsOf(acl, context.Portal);
        var gone = Removed(plan.Whole).Where(Goes).ToHashSet();
        List<Acl> left =
        [
            .. context.Acls.Acls.Where(acl => !gone.Contains(acl)),
            .. plan.Whole.OfType<GrantAccess>().SelectMany(step => step.Added),
        ];
        return Each(Removed(plan.Steps).Where(gone.Contains).Where(acl => !left.Any(other => other.Covers(acl))));
    }

    public static IEnumerable<Finding> Findings(CheckedResource grant, AccessEvidence? seen)
    {
        if (seen is { First: [_, ..] first })
        {
            yield return grant.Say(
                "first ACL",
                CheckVerdict.Noted,
                $"It is the first ACL on {Names(first)}. {Condition}, everybody else is refused from then on, until the last ACL is removed."
            );
        }

        if (seen is { Last: [_, ..] last })
        {
            yield return grant.Say(
                "last ACL",
                CheckVerdict.Noted,
                $"It removes the last ACL on {Names(last)}. {Condition}, everybody is allowed from then on."
            );
        }
    }

    /// <summary>Nobody but a super user uses a topic without an ACL, unless brokers allow everyone.</summary>
    public static IEnumerable<RiskReason> Risks(AccessEvidence? seen)
    {
        if (seen is { InUse: [_, ..] topics })
        {
            yield return new(
                $"Clients of others may fail: no ACL allows them {string.Join(", ", topics)}, which they use, and this is the first.",
                25
            );
        }
    }

    private static IEnumerable<Acl> Removed(IEnumerable<Step> steps) =>
        steps.SelectMany<Step, Acl>(step =>
            step switch
            {
                RevokeAccess revoke => revoke.Acls,
                RemoveAcls remove => remove.Acls,
                _ => [],
            }
        );

    private static ImmutableArray<Acl> Each(IEnumerable<Acl> acls) =>
        [
            .. acls.OrderBy(acl => acl.Resource)
                .ThenBy(acl => acl)
                .DistinctBy(acl => (acl.Resource, acl.Pattern, acl.Name)),
        ];

    private static string Names(ImmutableArray<Acl> acls) => AclList.Named([.. acls.Select(Name)]);

    private static string Name(Acl acl) =>
        acl.Pattern == AclPattern.Prefixed ? $"{Acl.Word(acl.Resource)}s that begin with {acl.Name}"
        : acl.Name == Acl.Any ? $"every {Acl.Word(acl.Resource)}"
        : $"{Acl.Word(acl.Resource)} {acl.Name}";
}
