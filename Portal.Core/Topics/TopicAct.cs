using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Topics;

/// <summary>What a request does to a topic, to follow "requested:": "grow orders to 12 partitions, keep 3 days".</summary>
internal static class TopicAct
{
    private const int Named = 2;

    // A change's title is kept, and found by what people type.
    public static string InWords(ResourceOperation operation, string name, TopicSpec? from, TopicSpec? to) =>
        Unit.Typed(Act(operation, name, from, to));

    private static string Act(ResourceOperation operation, string name, TopicSpec? from, TopicSpec? to) =>
        (operation, from, to) switch
        {
            (ResourceOperation.Create, _, _) => $"create {name}",
            (ResourceOperation.Delete, _, _) => $"delete {name}",
            (_, not null, not null) => Update(name, TopicFields.Between(from, to)),
            _ => $"change {name}",
        };

    private static string Update(string name, IReadOnlyList<FieldMove> moves)
    {
        var ordered = moves.OrderBy(move => Weight(move.Field)).ToList();
        if (ordered is not [var first, .. var rest])
        {
            return $"change {name}";
        }

        var more = rest.Count - (Named - 1);
        string[] acts =
        [
            First(name, first),
            .. rest.Take(Named - 1).Select(Next),
            .. more > 0 ? [$"{more} more"] : Array.Empty<string>(),
        ];
        return string.Join(", ", acts);
    }

    private static string First(string name, FieldMove move) =>
        move switch
        {
            { Field: "partitions" } => $"grow {name} to {move.After} partitions",
            { Field: "retention.ms", After: { } kept } => For(kept) is var time && time == "forever"
                ? $"keep {name} forever"
                : $"keep {name} for {time}",
            { Field: "tier", After: { } tier } => $"mark {name} {tier.ToLowerInvariant()}",
            { Field: "description" } => $"describe {name}",
            { After: null } => $"reset {move.Field} of {name}",
            _ => $"set {move.Field} of {name} to {Value(move)}",
        };

    private static string Next(FieldMove move) =>
        move switch
        {
            { Field: "retention.ms", After: { } kept } => $"keep {For(kept)}",
            { Field: "tier", After: { } tier } => $"mark {tier.ToLowerInvariant()}",
            { Field: "description" } => "new description",
            { After: null } => $"reset {move.Field}",
            _ => $"{move.Field} {Value(move)}",
        };

    // Partitions can't be taken back and retention deletes: what matters most is said first.
    private static int Weight(string field) =>
        field switch
        {
            "partitions" => 0,
            "retention.ms" => 1,
            "tier" => 3,
            "description" => 4,
            _ => 2,
        };

    private static string Value(FieldMove move) => Setting.InWords(move.Field, move.After!).Words;

    private static string For(string milliseconds) =>
        Setting.InWords("retention.ms", milliseconds).Words switch
        {
            "forever" => "forever",
            _ when long.Parse(milliseconds, System.Globalization.CultureInfo.InvariantCulture) is var ms
                    && TimeSpan.FromMilliseconds(ms) is { TotalDays: >= 1 } time
                    && time == TimeSpan.FromDays(time.Days) => Quantity.Of(time.Days, "day", "days"),
            var words => words,
        };
}
