using Microsoft.AspNetCore.Components;
using Portal.Core.Changes;
using Portal.Web.Parts;
using Portal.Web.Wording;

namespace Portal.Web.Features.Changes;

/// <summary>A plan's steps as lines of a diff: live against wanted, what it means with its evidence, and how far it can be taken back.</summary>
public static class PlanLines
{
    /// <param name="subject">What the line belongs to, as a link.</param>
    public static IReadOnlyList<PlanLine> Of(
        IReadOnlyList<Step> steps,
        int pointOfNoReturn,
        PlanEvidence evidence,
        Func<Step, RenderFragment> subject
    ) =>
        [
            .. steps.SelectMany(
                (step, i) =>
                    Lines(step, subject(step), evidence.Of(step))
                        .Select(
                            (line, n) =>
                                n > 0
                                    ? line
                                    : line with
                                    {
                                        Number = i + 1,
                                        // A plan that starts beyond it has nothing to undo: the words of its lines say so.
                                        CrossesLine = i == pointOfNoReturn && i > 0,
                                    }
                        )
            ),
        ];

    private static IEnumerable<PlanLine> Lines(Step step, RenderFragment subject, TopicEvidence? seen) =>
        step switch
        {
            Step.CreateTopic create => Create(create, subject),
            Step.AlterConfigs alter => alter.Configs.Select(move => Alter(alter, move, subject, seen)),
            Step.GrowPartitions grow => [Grow(grow, subject, seen)],
            Step.DeleteTopic => [Delete(subject, seen)],
            _ => throw new InvalidOperationException(step.GetType().Name),
        };

    private static IEnumerable<PlanLine> Create(Step.CreateTopic create, RenderFragment subject) =>
        [
            new(
                null,
                "partitions",
                subject,
                null,
                new($"{create.Partitions}"),
                "New topic",
                "Nothing that exists is touched",
                Undo: "while it is empty",
                UndoMore: "deleted again by its own id"
            ),
            new(null, "replication", null, null, new($"{create.Replication}")),
            .. create.Configs.Select(move => new PlanLine(null, move.Name, null, null, Value(move.Name, move.After))),
        ];

    private static PlanLine Alter(Step.AlterConfigs alter, ConfigMove move, RenderFragment subject, TopicEvidence? seen)
    {
        var line = new PlanLine(null, move.Name, subject, Value(move.Name, move.Before), Value(move.Name, move.After));
        return alter.DestroysData
            ? line with
            {
                Meaning = Goes(seen?.Going),
                MeaningMore = Holds(seen),
                Concern = Tone.Warn,
                Undo = "config only",
                UndoMore = "what was deleted doesn't return",
            }
            : line with
            {
                Undo = "config",
                UndoMore = "the value before is written again",
            };
    }

    private static PlanLine Grow(Step.GrowPartitions grow, RenderFragment subject, TopicEvidence? seen) =>
        new(
            null,
            "partitions",
            subject,
            new($"{grow.Before}"),
            new($"{grow.After}"),
            "Key placement changes",
            "A key's next message may land elsewhere; order by key isn't kept across the switch" + Readers(seen, " · "),
            Tone.Warn,
            "none",
            "partitions never shrink",
            UndoIsConcern: true
        );

    private static PlanLine Delete(RenderFragment subject, TopicEvidence? seen) =>
        new(
            null,
            "topic",
            subject,
            new("there"),
            new("gone"),
            seen?.Records is { } records
                ? $"{Quantity.Of(records, "message", "messages")} would be gone"
                : "All its messages would be gone",
            Holds(seen) + Readers(seen, " · "),
            Tone.Bad,
            "none",
            "a topic made again is another one",
            UndoIsConcern: true
        );

    private static string Goes(GoingAmount? going) =>
        going switch
        {
            { Records: 0 } => "Nothing would go now",
            { Records: { } records, Bytes: { } bytes } =>
                $"≈ {Quantity.Of(records, "message", "messages")} would go, ≈ {Quantity.Bytes(bytes)} on disk",
            { Records: { } records } => $"≈ {Quantity.Of(records, "message", "messages")} would go",
            { Bytes: { } bytes } => $"≈ {Quantity.Bytes(bytes)} would go",
            _ => "Records would go",
        };

    private static string? Holds(TopicEvidence? seen) =>
        seen switch
        {
            null => "What it holds could not be seen",
            { Records: { } records, Bytes: { } bytes } =>
                $"It holds {Quantity.Of(records, "message", "messages")}, {Quantity.Bytes(bytes)} on disk",
            { Records: { } records } => $"It holds {Quantity.Of(records, "message", "messages")}",
            _ => "What it holds is unknown",
        };

    private static string Readers(TopicEvidence? seen, string before) =>
        seen is { Readers.Length: > 0 }
            ? $"{before}read by {string.Join(", ", seen.Readers.Select(r => r.Group))}"
            : "";

    private static PlanValue Value(string name, string? value)
    {
        if (value is null)
        {
            return new PlanValue("default");
        }

        var (words, raw) = Setting.InWords(name, value);
        return new PlanValue(words, raw);
    }
}
