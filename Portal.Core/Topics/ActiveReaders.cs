using Portal.Core.Resources;

namespace Portal.Core.Topics;

/// <summary>Whether a topic that is to be deleted is still read. Where that isn't known, it counts as if it were.</summary>
public static class ActiveReaders
{
    /// <summary>A group that moved within this time is active: its topic isn't deleted without an override.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromMinutes(10);

    /// <summary>How many of the groups whose commits can't be read are named.</summary>
    public const int MostUnreadable = 3;

    public static Finding Check(CheckedResource topic, LiveTopic? live, TopicEvidence? evidence)
    {
        if (live is null)
        {
            return topic.Say("readers", CheckVerdict.Passed, "The topic is gone already.");
        }

        var active = evidence is { } seen ? Of(seen, topic.Now) : [];
        if (evidence is { WasNeverWritten: true })
        {
            return active.Count == 0
                ? topic.Say("readers", CheckVerdict.Passed, "Nothing was ever written to it.")
                : topic.Say(
                    "readers",
                    CheckVerdict.Noted,
                    $"Nothing was ever written to it; subscribed: {string.Join(", ", active)}."
                );
        }

        return (evidence?.AreAllReaders, active.Count) switch
        {
            (true, 0) => topic.Say(
                "readers",
                CheckVerdict.Passed,
                "No consumer group was active in the last 10 minutes."
            ),
            (_, 0) => topic.Say("readers", CheckVerdict.NeedsOverride, NotKnown(evidence)),
            _ => topic.Say(
                "readers",
                CheckVerdict.NeedsOverride,
                $"Still in use: {string.Join(", ", active)} (active, or not seen whole, in the last 10 minutes)."
            ),
        };
    }

    /// <summary>Why it isn't known who reads it.</summary>
    internal static string NotKnown(TopicEvidence? seen) =>
        seen?.UnreadableGroups is { IsEmpty: false } groups
            ? $"Who reads it isn't known. {Unreadable(groups)}"
            : "Who reads it isn't known: the newest readings are old or not whole, or the topic was created after them.";

    public static string Unreadable(IEnumerable<string> groups) =>
        $"The commits of {string.Join(", ", groups.Take(MostUnreadable))} can't be read: the portal may lack the permission Describe on them.";

    /// <summary>The groups that read the topic now, or of which nobody can say that they don't.</summary>
    public static IReadOnlyList<string> Of(TopicEvidence seen, DateTimeOffset now) =>
        [.. seen.Readers.Where(reader => IsActive(reader, now)).Select(reader => reader.Group)];

    public static bool IsActive(ReaderEvidence reader, DateTimeOffset now) =>
        reader.Members is null or > 0 || reader.HasGap || (reader.LastMovedAt is { } moved && now - moved < Within);
}
