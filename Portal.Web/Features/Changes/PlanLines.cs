using Microsoft.AspNetCore.Components;
using Portal.Core;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Web.Parts;
using Portal.Web.Wording;

namespace Portal.Web.Features.Changes;

/// <summary>A plan's steps as lines of a diff: live against wanted, what it means with its evidence, and how far it can be taken back.</summary>
public static class PlanLines
{
    /// <param name="subject">What the line belongs to, as a link.</param>
    /// <param name="cluster">The cluster's name, where the readers are to be links.</param>
    public static IReadOnlyList<PlanLine> Of(
        IReadOnlyList<Step> steps,
        int pointOfNoReturn,
        PlanEvidence evidence,
        Func<Step, RenderFragment> subject,
        Func<ClusterId, string>? cluster = null
    ) =>
        [
            .. steps.SelectMany(
                (step, i) =>
                    Lines(step, subject(step), evidence.Of(step))
                        .Select(line => WithEvidence(line, evidence.Of(step), cluster?.Invoke(step.Cluster)))
                        // A plan that starts beyond it has nothing to undo: the words of its lines say so.
                        .Select(
                            (line, n) =>
                                n > 0 ? line : line with { Number = i + 1, CrossesLine = i == pointOfNoReturn && i > 0 }
                        )
            ),
        ];

    private static IEnumerable<PlanLine> Lines(Step step, RenderFragment subject, TopicEvidence? seen) =>
        step switch
        {
            Step.CreateTopic create => Create(create, subject),
            Step.AlterConfigs alter => alter.Configs.Select(move => Alter(alter, move, subject, seen)),
            Step.GrowPartitions grow => [Grow(grow, subject)],
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
            .. create.Configs.Select(move => new PlanLine(
                null,
                move.Name,
                null,
                null,
                PlanValues.Of(move.Name, move.After, null)
            )),
        ];

    private static PlanLine Alter(Step.AlterConfigs alter, ConfigMove move, RenderFragment subject, TopicEvidence? seen)
    {
        var line = new PlanLine(
            null,
            move.Name,
            subject,
            PlanValues.Of(move.Name, move.Before, seen),
            PlanValues.Of(move.Name, move.After, seen)
        );
        return alter.DestroysData
            ? line with
            {
                Meaning = EvidenceWords.Goes(seen?.Going),
                MeaningMore = EvidenceWords.Holds(seen),
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

    private static PlanLine Grow(Step.GrowPartitions grow, RenderFragment subject) =>
        new(
            null,
            "partitions",
            subject,
            new($"{grow.Before}"),
            new($"{grow.After}"),
            "Key placement changes",
            "A key's next message may land elsewhere; order by key isn't kept across the switch",
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
            EvidenceWords.Holds(seen),
            Tone.Bad,
            "none",
            "a topic made again is another one",
            UndoIsConcern: true
        );

    // What harms nothing is judged by nothing that was seen.
    private static PlanLine WithEvidence(PlanLine line, TopicEvidence? seen, string? cluster) =>
        line.Concern is null || seen is null
            ? line
            : line with
            {
                Evidence = builder =>
                {
                    builder.OpenComponent<EvidenceNote>(0);
                    builder.AddComponentParameter(1, nameof(EvidenceNote.Seen), seen);
                    builder.AddComponentParameter(2, nameof(EvidenceNote.Cluster), cluster);
                    builder.CloseComponent();
                },
            };
}
