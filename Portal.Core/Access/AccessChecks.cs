using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Access;

/// <summary>What is looked at before somebody is asked to approve a grant.</summary>
internal static class AccessChecks
{
    private static readonly TimeSpan LongestWithoutWord = TimeSpan.FromDays(366);

    public static IEnumerable<Finding> Of(
        CheckedResource grant,
        AccessSpec wanted,
        LiveAccess? live,
        AccessEvidence? seen
    )
    {
        yield return Authorizer(grant, seen);
        yield return Expiry(grant, wanted);
        if (seen is null)
        {
            yield break;
        }

        if (seen.Denies is [_, ..] denies)
        {
            yield return grant.Say(
                "deny",
                CheckVerdict.NeedsOverride,
                $"DENY wins over this grant: {string.Join("; ", denies.Select(d => $"{d.Principal}: {d.InWords()}"))}. What it refuses stays refused until that ACL is removed."
            );
        }

        foreach (
            var finding in (Finding[])
                [
                    .. PrefixChecks.Of(grant, wanted, seen.Reach),
                    .. PortalAcls.Adopted(grant, seen),
                    .. PortalAcls.Granted(grant, wanted, seen),
                    .. PortalAcls.Left(grant, wanted, live, seen),
                    .. OpenResources.Findings(grant, seen),
                ]
        )
        {
            yield return finding;
        }

        if (seen.Unmanaged is [_, ..] unmanaged)
        {
            yield return grant.Say(
                "unmanaged",
                CheckVerdict.Noted,
                $"{Quantity.Of(unmanaged.Length, "ACL is", "ACLs are")} there already and not managed by the portal: {string.Join("; ", unmanaged.Select(a => a.InWords()))}. They become part of this grant, and are removed when it ends."
            );
        }

        if (wanted.IsOneTopic && seen.TopicCount == 0 && live is null)
        {
            yield return grant.Say(
                "topic",
                CheckVerdict.Noted,
                $"No topic {wanted.Topic} was seen on the cluster. The grant is bound to the topic that has the name when it is applied; if there is none then, it isn't granted."
            );
        }
    }

    /// <summary>Of a grant that is to end.</summary>
    public static IEnumerable<Finding> OfEnd(CheckedResource grant, LiveAccess? live, AccessEvidence? seen)
    {
        if (seen is { Shared: [_, ..] shared })
        {
            yield return grant.Say(
                "shared",
                CheckVerdict.Noted,
                $"Another grant holds {Quantity.Of(shared.Length, "of these ACLs", "of these ACLs")}, so they stay on the cluster: {string.Join("; ", shared.Select(a => a.InWords()))}."
            );
        }

        foreach (
            var finding in (Finding[])
                [.. PortalAcls.Left(grant, wanted: null, live, seen), .. OpenResources.Findings(grant, seen)]
        )
        {
            yield return finding;
        }
    }

    internal static Finding Authorizer(CheckedResource grant, AccessEvidence? seen) =>
        seen?.Authorizer switch
        {
            AuthorizerState.On => grant.Say("authorizer", CheckVerdict.Passed, "The cluster enforces its ACLs."),
            AuthorizerState.Off => grant.Say(
                "authorizer",
                CheckVerdict.Blocked,
                "No authorizer is configured on this cluster: it keeps no ACLs, and everybody may do everything. Set authorizer.class.name on its brokers first."
            ),
            AuthorizerState.NotRead => grant.Say(
                "authorizer",
                CheckVerdict.Noted,
                "The cluster's ACLs haven't been read yet; they are looked at when the plan is computed."
            ),
            _ => grant.Say(
                "authorizer",
                CheckVerdict.Unknown,
                "Whether the cluster enforces its ACLs wasn't looked at."
            ),
        };

    private static Finding Expiry(CheckedResource grant, AccessSpec wanted) =>
        wanted.Expires switch
        {
            null when grant.IsProduction => grant.Say(
                "expiry",
                CheckVerdict.NeedsOverride,
                "It never expires. In production a grant needs an expiry, unless Platform overrides this."
            ),
            null => grant.Say("expiry", CheckVerdict.Noted, "It never expires."),
            { } at when at <= grant.Now => grant.Say(
                "expiry",
                CheckVerdict.Blocked,
                $"It would expire at once: {GrantAccess.Until(at)} is in the past. Choose a later time."
            ),
            { } at when at - grant.Now > LongestWithoutWord => grant.Say(
                "expiry",
                CheckVerdict.Noted,
                $"It lasts for more than a year, until {GrantAccess.Until(at)}."
            ),
            { } at => grant.Say("expiry", CheckVerdict.Passed, $"It expires on {GrantAccess.Until(at)}."),
        };
}
