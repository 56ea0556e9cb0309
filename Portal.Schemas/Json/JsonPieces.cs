using Portal.Schemas.Text;

namespace Portal.Schemas.Json;

/// <summary>Schemas with some of their keywords alone, each made once: pairs are known by where they stand.</summary>
internal sealed class JsonPieces
{
    private readonly Dictionary<JsonPart, JsonSchemaNode> _alone = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<JsonPart, JsonBeside?> _beside = new(ReferenceEqualityComparer.Instance);

    /// <summary>A schema without the branches that it offers: what holds for each of them.</summary>
    public JsonSchemaNode Alone(JsonSchemaNode schema)
    {
        if (!_alone.TryGetValue(schema.Json, out var alone))
        {
            // A new one, and not a copy: that would keep its index of names.
            var made = (JsonObject)schema.Json;
            var left = made.Members.RemoveAll(member => JsonSums.Choices.Contains(member.Name));
            alone = new(new JsonObject(left, made.Offset), schema.Pointer);
            _alone[schema.Json] = alone;
        }

        return alone;
    }

    /// <summary>A $ref and what holds beside it.</summary>
    public JsonBeside? Beside(JsonPlace place)
    {
        if (!_beside.TryGetValue(place.Node.Json, out var beside))
        {
            beside = JsonBeside.Of(place);
            _beside[place.Node.Json] = beside;
        }

        return beside;
    }
}
