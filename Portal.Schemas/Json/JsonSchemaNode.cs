using System.Collections.Concurrent;
using System.Collections.Immutable;
using Portal.Schemas.Text;

namespace Portal.Schemas.Json;

/// <summary>A JSON Schema as it was written: true, false, or an object of keywords.</summary>
/// <param name="Pointer">Where it stands in its document, as a JSON pointer ("" is the whole).</param>
public sealed record JsonSchemaNode(JsonPart Json, string Pointer)
{
    public static readonly ImmutableArray<string> AllTypes =
    [
        "array",
        "boolean",
        "integer",
        "null",
        "number",
        "object",
        "string",
    ];

    private readonly JsonObject? _keywords = Json as JsonObject;
    private ConcurrentDictionary<string, ImmutableSortedDictionary<string, JsonSchemaNode>>? _named;
    private ImmutableHashSet<string>? _required;

    /// <summary>Everything is valid: true, or an object that forbids nothing.</summary>
    public bool IsEmpty => Json is JsonTruth { Value: true } || (_keywords is not null && !Forbidding.Any());

    /// <summary>Nothing is valid.</summary>
    public bool IsFalse => Json is JsonTruth { Value: false };

    /// <summary>Keywords that may make a value invalid; the others describe.</summary>
    public IEnumerable<JsonMember> Forbidding =>
        _keywords?.Members.Where(member => !JsonKeywords.Describing.Contains(member.Name)) ?? [];

    /// <summary>Keywords by which the drafts restrict a value.</summary>
    public IEnumerable<JsonMember> Restricting =>
        _keywords?.Members.Where(member => JsonKeywords.Restricting.Contains(member.Name)) ?? [];

    /// <summary>No keyword beside its $ref restricts a value.</summary>
    public bool IsOnlyRef => Restricting.All(member => member.Name == "$ref");

    public JsonPart? this[string keyword] => _keywords?[keyword];

    /// <summary>The types that it allows; all when it doesn't say.</summary>
    public ImmutableArray<string> Types =>
        this["type"] switch
        {
            JsonText one => [one.Value],
            JsonList many => [.. many.Items.OfType<JsonText>().Select(text => text.Value)],
            _ => AllTypes,
        };

    public double? Number(string keyword) =>
        this[keyword] is JsonNumber number
        && double.TryParse(number.Raw, System.Globalization.CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    public string? Word(string keyword) => (this[keyword] as JsonText)?.Value;

    public JsonSchemaNode? Inner(string keyword) =>
        this[keyword] is JsonObject or JsonTruth ? new(this[keyword]!, $"{Pointer}/{keyword}") : null;

    /// <summary>Schemas by name, as in properties.</summary>
    public ImmutableSortedDictionary<string, JsonSchemaNode> Named(string keyword) =>
        this[keyword] is JsonObject all
            ? (_named ??= new(StringComparer.Ordinal)).GetOrAdd(keyword, _ => Named(keyword, all))
            : ImmutableSortedDictionary<string, JsonSchemaNode>.Empty;

    /// <summary>Schemas in order, as in oneOf.</summary>
    public ImmutableArray<JsonSchemaNode> Listed(string keyword) =>
        this[keyword] is JsonList all
            ? [.. all.Items.Select((item, i) => new JsonSchemaNode(item, $"{Pointer}/{keyword}/{i}"))]
            : [];

    public ImmutableHashSet<string> Required =>
        _required ??= this["required"] is JsonList names
            ? [.. names.Items.OfType<JsonText>().Select(name => name.Value)]
            : [];

    private ImmutableSortedDictionary<string, JsonSchemaNode> Named(string keyword, JsonObject all) =>
        all.Members.ToImmutableSortedDictionary(
            member => member.Name,
            member => new JsonSchemaNode(member.Value, $"{Pointer}/{keyword}/{Escaped(member.Name)}"),
            StringComparer.Ordinal
        );

    private static string Escaped(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
