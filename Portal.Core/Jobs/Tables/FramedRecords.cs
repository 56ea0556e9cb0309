using Portal.Core.Wording;

namespace Portal.Core.Jobs.Tables;

/// <summary>Records that begin with a schema id, as the serializers of a registry write them. Avro is read so; Flink's json format takes plain JSON only.</summary>
/// <param name="Of">How many of the newest records were looked at.</param>
/// <param name="Keys">How many of these have a key that begins so.</param>
/// <param name="Values">How many of these have a value that does.</param>
public sealed record FramedRecords(int Of, int Keys, int Values)
{
    /// <summary>Null where the table reads none of them as JSON.</summary>
    internal static string? Words(TopicFacts facts, TableStatement statement)
    {
        if (facts.Framed is not { } framed)
        {
            return null;
        }

        var (part, count) =
            framed.Values > 0 && IsJson("format", "value.format") ? ("value", framed.Values)
            : framed.Keys > 0 && IsJson("key.format") ? ("key", framed.Keys)
            : ("", 0);
        return count == 0
            ? null
            : $"Of its newest {Quantity.Of(framed.Of, "record", "records")} {Quantity.Count(count)} {(count == 1 ? "has" : "have")} a {part} that begins with a schema id, as a serializer of the registry writes it. Flink's json format can't decode that: {(facts.SkipsErrors && part == "value" ? "each of them would be skipped" : "the job would fail at the first of them")}. Write plain JSON, or Avro, to a topic of its own.";

        bool IsJson(params string[] names) =>
            statement.Options.Any(option =>
                names.Contains(option.Name, StringComparer.Ordinal) && option.Value == "json"
            );
    }
}
