using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Topics;

/// <summary>Whether the groups that read a topic have read what a cut deletes of it.</summary>
internal static class UnreadCheck
{
    private const int MostNamed = 3;

    /// <summary>Null where nothing is cut.</summary>
    public static Finding? Of(CheckedResource topic, TopicEvidence? seen)
    {
        if (seen is not { UnreadLosses: { } unread })
        {
            return null;
        }

        if (seen.DataLoss.Records == 0 || seen.Records == 0)
        {
            return topic.Say("unread", CheckVerdict.Passed, "No record is deleted now.");
        }

        var behind = Behind(seen).ToList();
        var others = Others(seen);
        var passed = others.Length == 0 ? CheckVerdict.Passed : CheckVerdict.Noted;
        return (behind, seen.AreAllReaders) switch
        {
            ([{ Records: not null }, ..], _) => topic.Say(
                "unread",
                CheckVerdict.NeedsOverride,
                $"Records are deleted that consumer groups haven't read: {InWords(behind)}.{others}"
            ),
            ([_, ..], var areAll) => topic.Say(
                "unread",
                CheckVerdict.Unknown,
                $"It is unknown whether these consumer groups have read what is deleted: {Some([.. behind.Select(Named)])}.{(areAll ? "" : $" {ActiveReaders.NotKnown(seen)}")}{others}"
            ),
            (_, false) => topic.Say("unread", CheckVerdict.Unknown, $"{ActiveReaders.NotKnown(seen)}{others}"),
            _ when unread.IsEmpty => topic.Say("unread", passed, $"No consumer group reads it.{others}"),
            _ => topic.Say("unread", passed, $"All consumer groups have read what is deleted.{others}"),
        };
    }

    /// <summary>Groups that lose records and that nobody agreed to when <paramref name="then"/> was seen; null: none.</summary>
    public static string? Came(ResourcePlan plan, TopicEvidence? then, TopicEvidence now)
    {
        var named = Behind(then).Select(group => group.Group);
        var came = Behind(now)
            .Where(group => group.Records is not null)
            .ExceptBy(named, group => group.Group, StringComparer.Ordinal)
            .ToList();
        return came.Count == 0
            ? null
            : $"Records of {plan.On.Name} are deleted that consumer groups haven't read, which the approved plan doesn't name: {InWords(came)}.";
    }

    /// <summary>A sentence on suspended programs, to go behind another; empty where there are none.</summary>
    private static string Others(TopicEvidence seen)
    {
        var programs = seen
            .Jobs.Where(job => job is { IsSuspended: true, Reads: true, Group: null })
            .Select(job => job.Name)
            .ToList();
        return programs.Count == 0
            ? ""
            : $" The group of these suspended jobs isn't known, nor what they have read: {Some(programs)}.";
    }

    /// <summary>Those that lose something or may, the most first, and of the others those of suspended jobs.</summary>
    private static IEnumerable<UnreadLoss> Behind(TopicEvidence? seen) =>
        seen?.UnreadLosses is { } unread
            ? unread
                .Where(group => group.Records is not 0)
                .OrderByDescending(group => group.Records)
                .ThenByDescending(group => group.Job is not null)
            : [];

    private static string InWords(List<UnreadLoss> groups) =>
        Some([
            .. groups.Select(group =>
                group.Records is { } records
                    ? $"{Named(group)} (about {Quantity.Of(records, "record", "records")})"
                    : $"{Named(group)} (number unknown)"
            ),
        ]);

    private static string Named(UnreadLoss group) =>
        group.Job is { } job ? $"{group.Group} of the suspended job {job}" : group.Group;

    private static string Some(List<string> groups) => NameList.InWords(groups, MostNamed);
}
