using System.Collections.Immutable;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Schemas;

/// <summary>The checks of a subject that is to be deleted: who reads and writes by it, and what builds on it. What isn't known counts as if it were.</summary>
internal static class SubjectChecks
{
    private const int MostNamed = 5;

    public static IEnumerable<Finding> Of(CheckedResource subject, LiveSchema? live, SchemaEvidence? seen) =>
        (live, seen) switch
        {
            (null, _) when !subject.Request.IsPermanent =>
            [
                subject.Say("use", CheckVerdict.Passed, "The subject is gone already."),
            ],
            (_, { Verdict: SchemaVerdict.NotChecked }) =>
            [
                subject.Say("use", CheckVerdict.Noted, "Who uses it is looked at when the plan is computed."),
            ],
            (_, { Use: { } use }) => [Topic(subject, use), Records(subject, use), References(subject, use)],
            _ => [subject.Say("use", CheckVerdict.Unknown, "Who uses it was not looked at.")],
        };

    private static Finding Topic(CheckedResource subject, SubjectUse use)
    {
        var (verdict, words) = use switch
        {
            { Topic: null, NamedTopics: [_, ..] topics } when use.ActiveAt(subject.Now) is [_, ..] active => (
                CheckVerdict.NeedsOverride,
                $"Its name shows no topic, and its ids are in records of {string.Join(", ", topics)}, which {string.Join(", ", active)} {(active.Count == 1 ? "reads" : "read")} (active, or not seen whole, in the last 10 minutes)."
            ),
            { Topic: null, NamedTopics: [_, ..] topics } => (
                CheckVerdict.Unknown,
                $"Its name doesn't show which topics it serves. Its ids are in records of {string.Join(", ", topics)}; whether others use it is unknown."
            ),
            { Topic: null } => (
                CheckVerdict.Unknown,
                "Its name doesn't show which topics it serves, so who uses it is unknown."
            ),
            { IsTopicThere: null } => (
                CheckVerdict.Unknown,
                $"Whether topic {use.Topic} is there isn't known: the cluster's newest readings are old or not whole."
            ),
            { IsTopicThere: false } => (CheckVerdict.Passed, $"No topic {use.Topic} is on its cluster."),
            _ when use.ActiveAt(subject.Now) is [_, ..] active => (
                CheckVerdict.NeedsOverride,
                $"Topic {use.NamedTopics[0]} is read by {string.Join(", ", active)} (active, or not seen whole, in the last 10 minutes)."
            ),
            { WrittenPerSecond: > 0 } => (
                CheckVerdict.NeedsOverride,
                $"Topic {use.NamedTopics[0]} is written to. Producers that find the schema by its name will fail."
            ),
            { AreAllReaders: false } or { WrittenPerSecond: null } => (
                CheckVerdict.NeedsOverride,
                $"Topic {use.NamedTopics[0]} is there, and who uses it isn't known: the newest readings are old or not whole."
            ),
            _ => (
                CheckVerdict.Noted,
                $"Topic {use.NamedTopics[0]} is there; nobody read it or wrote to it in the last 10 minutes."
            ),
        };
        return subject.Say("use", verdict, words);
    }

    /// <summary>Whether records carry ids of what goes.</summary>
    public static Finding Records(CheckedResource subject, SubjectUse use)
    {
        var (verdict, words) = use switch
        {
            { InRecords.Found: [_, ..] found } => (
                CheckVerdict.NeedsOverride,
                $"{Carried(found, subject.Now)} {After(subject, use)}"
            ),
            { InRecords.AreAllKnown: false } => (
                CheckVerdict.Unknown,
                "Whether records carry its ids isn't known: a version that goes has an id that the portal never saw."
            ),
            { IsTopicThere: false } => (CheckVerdict.Passed, "No records that were looked at carry one of its ids."),
            { InRecords.Own: { } own } when own.Holds(subject.Now) => (
                CheckVerdict.Passed,
                $"None of the newest {own.Records} records of topic {SubjectUse.Named(own.Topic, own.Cluster)} carries one of its ids{LookedAt(own.TakenAt!.Value, subject.Now)}."
            ),
            { InRecords.Own: { IsWhole: true } own } => (
                CheckVerdict.Unknown,
                $"Whether records carry its ids isn't known: the newest records of topic {SubjectUse.Named(own.Topic, own.Cluster)} were last looked at {Age.For(subject.Now - own.TakenAt!.Value)} ago, and {(own.IsWrittenSince == true ? "it was written to since" : "whether it was written to since isn't known")}."
            ),
            { InRecords.Own.Failure: { } why } => (
                CheckVerdict.Unknown,
                $"Whether records carry its ids isn't known: {why}"
            ),
            _ => (
                CheckVerdict.Unknown,
                "Whether records carry its ids isn't known: none, or not all, were looked at yet."
            ),
        };
        return subject.Say("records", verdict, words);
    }

    private static string Carried(ImmutableArray<CarriedId> found, DateTimeOffset now) =>
        string.Join(
            " ",
            found
                .Take(MostNamed)
                .Select(c =>
                    $"{c.Records} of the newest {c.Of} records of topic {SubjectUse.Named(c.Topic, c.Cluster)} carry id {c.Id} in their {(c.Part == RecordPart.Key ? "keys" : "values")}{LookedAt(c.TakenAt, now)}."
                )
        );

    /// <summary>How old what is said of records is, to end a sentence.</summary>
    public static string LookedAt(DateTimeOffset at, DateTimeOffset now) => $", looked at {Age.For(now - at)} ago";

    private static string After(CheckedResource subject, SubjectUse use) =>
        use.IsPermanent ? "After a permanent deletion the registry no longer answers by id: nobody can decode them."
        : subject.Wanted is not null
            ? "By id the registry still answers after a deletion, until it is deleted permanently."
        : "By id the registry still answers after a deletion; producers that look it up by name fail.";

    /// <summary>Which subjects build on what goes.</summary>
    public static Finding References(CheckedResource subject, SubjectUse use) =>
        use switch
        {
            { ReferredToBy: [_, ..] others } => subject.Say(
                "references",
                CheckVerdict.NeedsOverride,
                $"{string.Join(", ", others)} {(others.Length == 1 ? "refers" : "refer")} to it. The registry may refuse to delete it."
            ),
            { AreAllReferences: false } => subject.Say(
                "references",
                CheckVerdict.Unknown,
                "Whether others refer to it isn't known: the registry was not read whole in the last 5 minutes."
            ),
            _ => subject.Say("references", CheckVerdict.Passed, "No other subject refers to it."),
        };
}
