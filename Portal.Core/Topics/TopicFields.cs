using System.Globalization;
using Portal.Core.Resources;

namespace Portal.Core.Topics;

/// <summary>A topic's spec field by field.</summary>
internal static class TopicFields
{
    /// <summary>All that differs between two specs of a topic, by name; their owners aside.</summary>
    public static IReadOnlyList<FieldMove> Between(TopicSpec from, TopicSpec to)
    {
        var (before, after) = (Of(from), Of(to));
        return
        [
            .. before
                .Keys.Union(after.Keys)
                .Select(field => new FieldMove(field, before.GetValueOrDefault(field), after.GetValueOrDefault(field)))
                .Where(move => move.Before != move.After)
                .OrderBy(move => move.Field, StringComparer.Ordinal),
        ];
    }

    private static Dictionary<string, string> Of(TopicSpec spec) =>
        new(spec.Configs, StringComparer.Ordinal)
        {
            ["partitions"] = spec.Partitions.ToString(CultureInfo.InvariantCulture),
            ["replication"] = spec.Replication.ToString(CultureInfo.InvariantCulture),
            ["tier"] = $"{spec.Tier}",
            ["description"] = $"“{spec.Description}”",
        };
}
