using System.Globalization;

namespace Portal.Core.Topics;

/// <summary>A field of a spec that is one thing here and another there; null where it isn't set.</summary>
public sealed record FieldMove(string Field, string? From, string? To)
{
    /// <summary>All that differs between two specs of a topic, by name; their owners aside.</summary>
    public static IReadOnlyList<FieldMove> Between(TopicSpec from, TopicSpec to) =>
        [
            .. Fields(from)
                .Keys.Union(Fields(to).Keys)
                .Select(field => new FieldMove(
                    field,
                    Fields(from).GetValueOrDefault(field),
                    Fields(to).GetValueOrDefault(field)
                ))
                .Where(move => move.From != move.To)
                .OrderBy(move => move.Field, StringComparer.Ordinal),
        ];

    public string InWords() => $"{Field} {From ?? "its default"} → {To ?? "its default"}";

    private static Dictionary<string, string> Fields(TopicSpec spec) =>
        new(spec.Configs, StringComparer.Ordinal)
        {
            ["partitions"] = spec.Partitions.ToString(CultureInfo.InvariantCulture),
            ["replication"] = spec.Replication.ToString(CultureInfo.InvariantCulture),
            ["tier"] = $"{spec.Tier}",
            ["description"] = $"“{spec.Description}”",
        };
}
