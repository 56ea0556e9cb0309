using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.Changes.Judging;

/// <summary>A change that was applied to a topic, and the fields it moved.</summary>
public sealed record AppliedEdit(ChangeId Change, DateTimeOffset At, IReadOnlyList<string> Fields)
{
    /// <summary>What a plan does to one topic, by the names its spec has for it.</summary>
    public static IReadOnlyList<string> FieldsOf(PlanBody plan, ClusterId cluster, string topic) =>
        [
            .. plan.StepsOn(cluster, topic)
                .SelectMany(step =>
                    step switch
                    {
                        Step.AlterConfigs alter => alter.Configs.Select(move => move.Name),
                        Step.GrowPartitions => ["partitions"],
                        _ => Array.Empty<string>(),
                    }
                ),
        ];
}

/// <summary>What of an update would undo an edit that somebody else's change made since this one was begun. Pure.</summary>
public static class Undone
{
    public const string Check = "undoes";

    /// <param name="names">What the findings of its change are called.</param>
    /// <param name="now">What is wanted of the topic by now.</param>
    /// <param name="askedAt">When the update was asked for.</param>
    /// <param name="edits">What was applied to the topic, newest first.</param>
    /// <returns>Null when nothing is undone.</returns>
    public static Finding? Of(
        ChangeResource update,
        FindingNames names,
        TopicSpec now,
        DateTimeOffset askedAt,
        IReadOnlyList<AppliedEdit> edits
    )
    {
        var origin = update.BaseTopic();
        var moves = FieldMove
            .Between(now, update.WantedOver(now)!)
            .Where(m =>
                origin is not null
                    ? Moved(origin, now, m.Field)
                    : edits.Any(e => e.At > askedAt && e.Fields.Contains(m.Field))
            );
        var words = moves.Select(m => $"{By(m, edits)}: {m.InWords()}").ToList();
        return words.Count == 0
            ? null
            : new(names.Of(Check, update), CheckVerdict.NeedsOverride, $"Undoes {string.Join("; ", words)}.");
    }

    private static bool Moved(TopicSpec origin, TopicSpec now, string field) =>
        FieldMove.Between(origin, now).Any(m => m.Field == field);

    private static string By(FieldMove move, IReadOnlyList<AppliedEdit> edits) =>
        edits.FirstOrDefault(e => e.Fields.Contains(move.Field)) is { } edit
            ? $"#{edit.Change}"
            : "what was changed meanwhile";
}
