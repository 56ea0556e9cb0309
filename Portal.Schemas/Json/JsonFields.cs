using System.Collections.Immutable;
using Portal.Schemas.Fields;
using Portal.Schemas.Text;

namespace Portal.Schemas.Json;

/// <summary>The properties of a JSON Schema in the order they are written, each before those within it.</summary>
internal sealed class JsonFields
{
    // What refers to one thing often is told as often, and a small text can do that without end.
    private const int MostPlaces = 10_000;
    private static readonly string[] Alternatives = ["allOf", "anyOf", "oneOf"];
    private int _places;

    private JsonFields() { }

    public static IEnumerable<SchemaField> Of(JsonSchema schema) =>
        new JsonFields().Within(new JsonPlace(schema, schema.Root).Led(), "", []);

    private IEnumerable<SchemaField> Within(JsonPlace place, string path, ImmutableHashSet<JsonPlace> open)
    {
        // A schema that refers to itself is told once on its way.
        if (open.Contains(place) || open.Count >= SchemaField.Deepest || ++_places > MostPlaces)
        {
            return [];
        }

        var (deeper, node) = (open.Add(place), place.Node);
        var properties = node.Named("properties");
        return ((node["properties"] as JsonObject)?.Members ?? [])
            .SelectMany(member => Of(place.At(properties[member.Name]), path, member.Name, node.Required, deeper))
            .Concat(Inner(place, "items").SelectMany(inner => Within(inner, SchemaField.Items(path), deeper)))
            .Concat(
                Inner(place, "additionalProperties")
                    .SelectMany(inner => Within(inner, SchemaField.Values(path), deeper))
            )
            .Concat(
                Alternatives
                    .SelectMany(keyword => node.Listed(keyword))
                    .SelectMany(inner => Within(place.At(inner).Led(), path, deeper))
            );
    }

    private IEnumerable<SchemaField> Of(
        JsonPlace place,
        string path,
        string name,
        ImmutableHashSet<string> required,
        ImmutableHashSet<JsonPlace> open
    )
    {
        var at = SchemaField.Below(path, name);
        var meant = place.Led();
        SchemaField own = new(
            at,
            Word(place),
            required.Contains(name),
            place.Node["default"]?.ToJson(),
            place.Node.Word("description") ?? meant.Node.Word("description")
        );
        return Within(meant, at, open).Prepend(own);
    }

    private static IEnumerable<JsonPlace> Inner(JsonPlace place, string keyword) =>
        place.Node.Inner(keyword) is { } inner ? [place.At(inner).Led()] : [];

    private static string Word(JsonPlace place)
    {
        var meant = place.Led();
        var node = meant.Node;
        return node switch
        {
            _ when node["enum"] is JsonList values =>
                $"one of {string.Join(", ", values.Items.Select(v => v.ToJson()))}",
            _ when node["const"] is { } only => only.ToJson(),
            _ when node["type"] is null && Alternatives.Any(keyword => node[keyword] is not null) => "several",
            { Types: ["array"] } when node.Inner("items") is { } items =>
                $"array of {Single(meant.At(items).Led().Node)}",
            _ => Single(node),
        };
    }

    private static string Single(JsonSchemaNode node) =>
        node.Types == JsonSchemaNode.AllTypes ? "anything"
        : node.Word("format") is { } format ? $"{string.Join(" or ", node.Types)} ({format})"
        : string.Join(" or ", node.Types);
}
