using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Core.Wording;
using Portal.Schemas.Compatibility;

namespace Portal.Core.Schemas;

/// <summary>Who reads by a subject that gets a new version or another level: they and its producers don't change at the same moment.</summary>
internal static class ReaderChecks
{
    private const int MostNamed = 5;

    public static IEnumerable<Finding> Of(
        CheckedResource subject,
        SchemaSpec wanted,
        LiveSchema? live,
        SchemaEvidence? seen
    )
    {
        if (seen is not { Use: { NamedTopics: [_, ..] topics } use, Verdict: not SchemaVerdict.NothingNew })
        {
            return [];
        }

        string[] sentences =
        [
            Readers(use, topics, subject.Now),
            .. use
                .Jobs.OrderBy(job => job.CannotRead is null)
                .Take(MostNamed)
                .Select(job => Job(job, resource: subject.Request.On.Name)),
            .. (use.InRecords?.Found ?? []).Take(MostNamed).Select(carried => Carried(carried, subject.Now)),
            .. live is null ? [] : Order(wanted.Compatibility ?? seen.Level),
        ];
        var verdict = use.Jobs.Any(job => job.CannotRead is not null) ? CheckVerdict.NeedsOverride : CheckVerdict.Noted;
        return [subject.Say("readers", verdict, string.Join(" ", sentences))];
    }

    private static string Readers(SubjectUse use, IReadOnlyList<string> topics, DateTimeOffset now)
    {
        var (of, verb) = topics.Count == 1 ? ("topic", "is") : ("topics", "are");
        return (use.ActiveAt(now), use.AreAllReaders) switch
        {
            ([], true) when use.Readers.IsEmpty => $"No consumer group reads {of} {Some(topics)}.",
            ([], true) =>
                $"No consumer group read {of} {Some(topics)} in the last 10 minutes; {Before(use)} {(topics.Count == 1 ? "it" : "them")} before.",
            ([], false) => $"Who reads {of} {Some(topics)} isn't known: the newest readings are old or not whole.",
            (var active, true) => $"The {of} {Some(topics)} {verb} read by {Some(active)}.",
            (var active, false) =>
                $"The {of} {Some(topics)} {verb} read by {Some(active)}, and maybe others: the readings aren't whole.",
        };
    }

    private static string Before(SubjectUse use) =>
        $"{Some([.. use.Readers.Select(reader => SubjectUse.Named(reader.Group, reader.Cluster))])} {(use.Readers.Length == 1 ? "has" : "have")} read";

    private static string Job(TopicJob job, string resource)
    {
        var does = $"Job {job.Name} of {job.Owner} {job.InWords}";
        return (job, job.RunsWith?.Subject == resource) switch
        {
            ({ CannotRead: { } why }, _) =>
                $"{does} with version {job.RunsWith!.Version}, and can't read what is written with the new one: {why.TrimEnd('.')}. It fails at the first such record. Upgrade it in the same change, by newestSchemas, or cancel it first.",
            ({ Reads: true, Writes: true }, true) =>
                $"{does} with version {job.RunsWith!.Version}, and goes on with it until it is upgraded.",
            ({ Writes: true }, true) =>
                $"{does} with version {job.RunsWith!.Version}, and goes on writing it until it is upgraded.",
            (_, true) =>
                $"{does} with version {job.RunsWith!.Version}: it sees no field that the new version adds until it is upgraded.",
            _ => $"{does}.",
        };
    }

    private static string Carried(CarriedId carried, DateTimeOffset now) =>
        $"{Quantity.Count(carried.Records)} of the newest {Quantity.Count(carried.Of)} records of {SubjectUse.Named(carried.Topic, carried.Cluster)} carry version {carried.Version} in their {(carried.Part == RecordPart.Key ? "keys" : "values")}{SubjectChecks.LookedAt(carried.TakenAt, now)}.";

    // What a level promises, as an order of work.
    private static IEnumerable<string> Order(CompatibilityLevel? level) =>
        level switch
        {
            CompatibilityLevel.Backward or CompatibilityLevel.BackwardTransitive =>
            [
                $"By {level.Value.Word()} readers take the new version before producers write it.",
            ],
            CompatibilityLevel.Forward or CompatibilityLevel.ForwardTransitive =>
            [
                $"By {level.Value.Word()} producers may write the new version before readers take it.",
            ],
            CompatibilityLevel.Full or CompatibilityLevel.FullTransitive =>
            [
                $"By {level.Value.Word()} readers and producers may take the new version in any order.",
            ],
            CompatibilityLevel.None =>
            [
                "With NONE nothing shows that they can read what is written by the new version.",
            ],
            _ => [],
        };

    private static string Some(IReadOnlyList<string> names) => NameList.InWords(names, MostNamed);
}
