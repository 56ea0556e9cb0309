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
        return (behind, seen.AreAllReaders) switch
        {
            ([{ Records: not null }, ..], _) => topic.Say(
                "unread",
                CheckVerdict.NeedsOverride,
                $"Records are deleted that consumer groups haven't read: {InWords(behind)}."
            ),
            ([_, ..], _) => topic.Say(
                "unread",
                CheckVerdict.Unknown,
                $"It is unknown whether these consumer groups have read what is deleted: {Some([.. behind.Select(group => group.Group)])}."
            ),
            (_, false) => topic.Say("unread", CheckVerdict.Unknown, ActiveReaders.NotKnown(seen)),
            _ when unread.IsEmpty => topic.Say("unread", CheckVerdict.Passed, "No consumer group reads it."),
            _ => topic.Say("unread", CheckVerdict.Passed, "All consumer groups have read what is deleted."),
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

    /// <summary>Those that lose something or may, the most first.</summary>
    private static IEnumerable<UnreadLoss> Behind(TopicEvidence? seen) =>
        seen?.UnreadLosses is { } unread
            ? unread.Where(group => group.Records is not 0).OrderByDescending(group => group.Records)
            : [];

    private static string InWords(List<UnreadLoss> groups) =>
        Some([
            .. groups.Select(group =>
                group.Records is { } records
                    ? $"{group.Group} (about {Quantity.Of(records, "record", "records")})"
                    : $"{group.Group} (number unknown)"
            ),
        ]);

    private static string Some(List<string> groups) => NameList.InWords(groups, MostNamed);
}
