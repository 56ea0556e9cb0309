using Portal.Schemas.Text;

namespace Portal.Schemas.Json;

/// <summary>
/// “unevaluatedProperties” ("Core", 11.3 of 2020-12), by where it stands. It means the same as “additionalProperties” where nothing but properties and
/// patternProperties evaluates anything beside it.
/// </summary>
internal static class JsonUnevaluated
{
    public const string Keyword = "unevaluatedProperties";
    private const string Additional = "additionalProperties";

    // The one from beside a $ref, in what that leads to. Another word, because it doesn't know what else is evaluated beside the $ref.
    private const string Beside = "$unevaluatedBeside";

    // They apply other schemas to the same object, and what those evaluate doesn't stand beside it.
    private static readonly string[] Applying =
    [
        "$ref",
        "$dynamicRef",
        "$recursiveRef",
        "allOf",
        "anyOf",
        "oneOf",
        "if",
        "dependentSchemas",
        "dependencies",
    ];

    /// <summary>The schema with “additionalProperties” in its place.</summary>
    /// <returns>Null: it isn't there, or may mean something else.</returns>
    public static JsonPlace? Closed(JsonPlace place) =>
        Value(place.Node) is { } value
        && !place.Schema.IsRefAlone
        && place.Node[Additional] is null
        && !Applying.Any(keyword => place.Node[keyword] is not null)
            ? With(place, Additional, value)
            : null;

    /// <summary>Where a $ref leads, with the one that stands beside the $ref. What was written by both is valid for that.</summary>
    /// <returns>The target as it is: it evaluates everything, or the value beside the $ref can't be read in its document.</returns>
    public static JsonPlace Joined(JsonPlace target, JsonPlace referring) =>
        Value(referring.Node) is { } value
        && (value is JsonTruth || ReferenceEquals(referring.Schema, target.Schema))
        && target.Node.Json is JsonObject
        && Value(target.Node) is null
        && target.Node[Additional] is null
            ? With(target, Beside, value)
            : target;

    /// <summary>It refuses some of what nothing evaluates.</summary>
    public static bool Restricts(JsonSchemaNode schema) =>
        schema[Additional] is null && Value(schema) is { } value && !new JsonSchemaNode(value, "").IsEmpty;

    private static JsonPart? Value(JsonSchemaNode schema) =>
        (schema[Keyword] ?? schema[Beside]) is (JsonObject or JsonTruth) and { } value ? value : null;

    private static JsonPlace With(JsonPlace place, string keyword, JsonPart value)
    {
        var made = (JsonObject)place.Node.Json;
        var others = made.Members.RemoveAll(member => member.Name is Keyword or Beside);
        return place.At(
            new(
                new JsonObject(others.Add(new JsonMember(keyword, value, value.Offset)), made.Offset),
                place.Node.Pointer
            )
        );
    }
}
