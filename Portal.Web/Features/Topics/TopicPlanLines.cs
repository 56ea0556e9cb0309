using Microsoft.AspNetCore.Components;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Core.Wording;
using Portal.Web.Parts;

namespace Portal.Web.Features.Topics;

/// <summary>A step on a topic as lines of a diff.</summary>
internal static class TopicPlanLines
{
    public static IEnumerable<PlanLine> Of(Step step, RenderFragment subject, TopicEvidence? seen) =>
        step switch
        {
            CreateTopic create => Create(create, subject),
            AlterConfigs alter => alter.Configs.Select(move => Alter(alter, move, subject, seen)),
            GrowPartitions grow => [Grow(grow, subject)],
            DeleteTopic => [Delete(subject, seen)],
            _ => throw new InvalidOperationException(step.GetType().Name),
        };

    private static IEnumerable<PlanLine> Create(CreateTopic create, RenderFragment subject) =>
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

    private static PlanLine Alter(AlterConfigs alter, ConfigMove move, RenderFragment subject, TopicEvidence? seen)
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
                Meaning = EvidenceWords.Loss(move, seen?.DataLoss),
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

    private static PlanLine Grow(GrowPartitions grow, RenderFragment subject) =>
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
            "a recreated topic is another one",
            UndoIsConcern: true
        );
}
