using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Topics;

/// <summary>
/// ACLs on a topic's name. Kafka knows no topic's id in them: they count for whatever has the name, so a topic that is created is open to whomever they
/// name, and one that is deleted leaves them behind.
/// </summary>
public static class TopicAccess
{
    /// <summary>How many of a topic's are kept with a plan.</summary>
    public const int Most = 100;

    private const int Named = 10;

    /// <summary>Whether a plan makes a topic or deletes it.</summary>
    public static bool Weighs(ResourcePlan plan) => plan.Steps.Any(step => step is CreateTopic or DeleteTopic);

    /// <summary>Of a topic that is to be created.</summary>
    internal static IEnumerable<Finding> OfCreation(CheckedResource topic, TopicSpec wanted, TopicEvidence? seen)
    {
        List<TopicAcl> all = [.. seen?.Access ?? []];
        List<TopicAcl> others = [.. all.Where(acl => acl.IsOnName && acl.Team != wanted.Owner)];
        if (others.Count > 0)
        {
            yield return topic.Say(
                "access",
                CheckVerdict.NeedsOverride,
                $"{Quantity.Of(others.Count, "ACL is", "ACLs are")} on this name already, so these principals may use the topic as soon as it is created, though nobody granted that: {InWords(others)}. Remove the ACLs first, under Unmanaged ACLs; a grant of a former topic of this name is being removed, and is gone within a minute or two."
            );
        }

        if (all.Except(others).ToList() is [_, ..] known)
        {
            yield return topic.Say(
                "patterns",
                CheckVerdict.Noted,
                $"{Quantity.Of(known.Count, "ACL", "ACLs")} of its owner or on patterns will count for it: {InWords(known)}."
            );
        }
    }

    /// <summary>Of one that is to be deleted.</summary>
    internal static IEnumerable<Finding> OfDeletion(CheckedResource topic, TopicEvidence? seen)
    {
        IReadOnlyList<TopicAcl> all = seen?.Access ?? [];
        if (Ending(all) is { } grants)
        {
            yield return topic.Say("grants", CheckVerdict.Noted, grants);
        }

        if (Staying(all) is { } acls)
        {
            yield return topic.Say("acls", CheckVerdict.Noted, acls);
        }
    }

    /// <summary>The grants that end with a topic that is deleted; null: none.</summary>
    public static string? Ending(IReadOnlyCollection<TopicAcl> acls)
    {
        var granted = acls.Where(acl => acl is { IsOnName: true, Grant: not null }).ToList();
        var grants = granted.Select(acl => acl.Grant).Distinct(StringComparer.Ordinal).Count();
        return grants == 0
            ? null
            : $"{Quantity.Of(grants, "grant", "grants")} on it {(grants == 1 ? "ends" : "end")} with it: {InWords(granted)}. {(grants == 1 ? "Its" : "Their")} removal is requested as soon as the topic is deleted.";
    }

    /// <summary>The ACLs that a topic that is deleted leaves behind; null: none.</summary>
    public static string? Staying(IReadOnlyCollection<TopicAcl> acls)
    {
        var unmanaged = acls.Where(acl => acl is { IsOnName: true, Grant: null }).ToList();
        return unmanaged.Count == 0
            ? null
            : $"{Quantity.Of(unmanaged.Count, "ACL", "ACLs")} on its name that no grant holds stay on the cluster, and count for a topic that is created under the name later: {InWords(unmanaged)}.";
    }

    internal static IEnumerable<RiskReason> Risks(Step step, TopicEvidence? seen)
    {
        List<string> who =
        [
            .. (seen?.Access ?? [])
                .Where(acl => acl.IsOnName)
                .Select(acl => acl.Principal)
                .Distinct(StringComparer.Ordinal),
        ];
        if (who.Count > 0)
        {
            yield return new(
                $"ACLs are on the name {step.On.Name} already: {Listed(who)} may use the topic as soon as it is created.",
                25
            );
        }
    }

    /// <summary>Who came to be allowed to use the name since the plan was approved; null: nobody.</summary>
    internal static string? Came(ResourcePlan plan, TopicEvidence? then, TopicEvidence now) =>
        now.Access.Where(acl => acl.IsOnName).Except(then?.Access ?? []).ToList() is [var acl, ..]
            ? $"Since it was approved an ACL appeared on the name {plan.On.Name}: {acl.Principal}: {acl.Description}."
            : null;

    private static string InWords(IReadOnlyCollection<TopicAcl> acls) =>
        Listed([
            .. acls.Select(acl =>
                $"{acl.Principal}: {acl.Description}{(acl.Grant is { } grant ? $" (grant {grant})" : "")}"
            ),
        ]);

    private static string Listed(IReadOnlyCollection<string> all) =>
        string.Join("; ", all.Take(Named))
        + (all.Count > Named ? $"; and {Quantity.Count(all.Count - Named)} more" : "");
}
