using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Portal.Core.Resources;

/// <summary>
/// Words of its owner's own about a resource, by key: <c>cost-centre: 4711</c>. They say nothing to an engine. None is the default;
/// equal labels are equal bytes.
/// </summary>
[JsonConverter(typeof(LabelsJson))]
public readonly partial struct Labels : IEquatable<Labels>
{
    public const int Most = 32;
    public const int LongestKey = 63;
    public const int LongestValue = 200;

    /// <summary>Of a key, as a regular expression.</summary>
    public const string KeyPattern = "^[a-z0-9]([a-z0-9._/-]*[a-z0-9])?$";

    private static readonly ImmutableSortedDictionary<string, string> None = ImmutableSortedDictionary.Create<
        string,
        string
    >(StringComparer.Ordinal);

    private readonly ImmutableSortedDictionary<string, string>? _values;

    public Labels(IEnumerable<KeyValuePair<string, string>> values) =>
        _values = values.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>By key, in ordinal order.</summary>
    public ImmutableSortedDictionary<string, string> Values => _values ?? None;

    public static bool operator ==(Labels one, Labels other) => one.Equals(other);

    public static bool operator !=(Labels one, Labels other) => !one.Equals(other);

    /// <summary>An edit laid over what is there by now: only the labels that were edited are changed.</summary>
    public static Labels Merge(Labels now, Labels origin, Labels wanted) =>
        new(
            from key in now.Values.Keys.Union(wanted.Values.Keys)
            let edited = wanted.Values.GetValueOrDefault(key)
            let value = edited == origin.Values.GetValueOrDefault(key) ? now.Values.GetValueOrDefault(key) : edited
            where value is not null
            select KeyValuePair.Create(key, value)
        );

    /// <summary>All that differs between two, by key.</summary>
    public static IEnumerable<FieldMove> Between(Labels before, Labels after) =>
        from key in before.Values.Keys.Union(after.Values.Keys).Order(StringComparer.Ordinal)
        let move = new FieldMove($"label {key}", Word(before, key), Word(after, key))
        where move.Before != move.After
        select move;

    /// <summary>What is wrong with them, by field.</summary>
    public IEnumerable<FieldProblem> Problems()
    {
        if (Values.Count > Most)
        {
            yield return new("labels", $"A resource has at most {Most} labels, not {Values.Count}.");
        }

        foreach (var (key, value) in Values)
        {
            if (key.Length > LongestKey || key.EndsWith('\n') || !Key().IsMatch(key))
            {
                yield return new(
                    $"labels.{key}",
                    $"A label's key has at most {LongestKey} characters: lowercase letters and digits, and between them dots, hyphens, underscores and slashes."
                );
            }
            else if (value.Length is 0 or > LongestValue || value.Any(char.IsControl) || value.Trim() != value)
            {
                yield return new(
                    $"labels.{key}",
                    $"A label's value is one line of 1 to {LongestValue} characters, with no space before or after it."
                );
            }
        }
    }

    public bool Equals(Labels other) => Values.SequenceEqual(other.Values);

    public override bool Equals(object? obj) => obj is Labels other && Equals(other);

    public override int GetHashCode() => Values.Count;

    private static string Word(Labels labels, string key) =>
        labels.Values.TryGetValue(key, out var value) ? $"“{value}”" : "not set";

    [GeneratedRegex(KeyPattern, RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 200)]
    private static partial Regex Key();

    private sealed class LabelsJson : JsonConverter<Labels>
    {
        public override Labels Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            new(JsonSerializer.Deserialize<Dictionary<string, string>>(ref reader, options) ?? []);

        public override void Write(Utf8JsonWriter writer, Labels value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (key, word) in value.Values)
            {
                writer.WriteString(key, word);
            }

            writer.WriteEndObject();
        }
    }
}
