using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.Schemas;

/// <summary>The checks of a subject that is to be deleted: who reads by it, and what builds on it.</summary>
internal static class SubjectChecks
{
    public static IEnumerable<Finding> Of(CheckedResource subject, LiveSchema? live, SubjectUse? use) =>
        (live, use) switch
        {
            (null, _) => [subject.Say("use", CheckVerdict.Passed, "The subject is gone already.")],
            (_, null) =>
            [
                subject.Say("use", CheckVerdict.Noted, "Who uses it is looked at when the plan is computed."),
            ],
            _ => [Readers(subject, use), References(subject, use)],
        };

    private static Finding Readers(CheckedResource subject, SubjectUse use)
    {
        var (verdict, words) = use switch
        {
            { Topic: { } topic, IsTopicThere: true } => Readers(topic, use, subject.Now),
            { Topic: { } gone } => (CheckVerdict.Passed, $"No topic {gone} was seen on its cluster."),
            _ => (CheckVerdict.Unknown, "Its name doesn't say which topics it serves, so who reads by it isn't known."),
        };
        return subject.Say("use", verdict, words);
    }

    private static (CheckVerdict Verdict, string Words) Readers(string topic, SubjectUse use, DateTimeOffset now)
    {
        var active = use.Readers.Where(reader => ActiveReaders.IsActive(reader, now)).Select(r => r.Group).ToList();
        return (use.AreAllReaders, active.Count) switch
        {
            (_, > 0) => (
                CheckVerdict.NeedsOverride,
                $"Topic {topic} is read by {string.Join(", ", active)} (active, or not seen whole, in the last 10 minutes)."
            ),
            (true, _) => (
                CheckVerdict.Noted,
                $"Topic {topic} is still there; no consumer group was active on it in the last 10 minutes."
            ),
            _ => (
                CheckVerdict.NeedsOverride,
                $"Topic {topic} is still there, and who reads it isn't known: the newest readings are old or not whole."
            ),
        };
    }

    private static Finding References(CheckedResource subject, SubjectUse use) =>
        use.ReferredToBy.IsEmpty
            ? subject.Say("references", CheckVerdict.Passed, "No other subject that was seen refers to it.")
            : subject.Say(
                "references",
                CheckVerdict.NeedsOverride,
                $"{string.Join(", ", use.ReferredToBy)} {(use.ReferredToBy.Length == 1 ? "refers" : "refer")} to it. A registry may refuse to delete it."
            );
}
