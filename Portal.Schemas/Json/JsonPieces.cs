using Portal.Schemas.Text;

namespace Portal.Schemas.Json;

/// <summary>Schemas with some of their keywords alone, each made once: pairs are known by where they stand.</summary>
internal sealed class JsonPieces
{
    private readonly Dictionary<JsonPart, JsonSchemaNode> _alone = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<JsonPart, JsonBeside?> _beside = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<JsonPart, JsonPlace?> _closed = new(ReferenceEqualityComparer.Instance);

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
            _closed[alone.Json] = null;
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
            if (beside is not null)
            {
                Keep(beside);
            }
        }

        return beside;
    }

    /// <summary>A schema with “additionalProperties” in place of “unevaluatedProperties”, and itself where it is such a one.</summary>
    /// <returns>Null: it has none, or one that depends on other schemas.</returns>
    public JsonPlace? Closed(JsonPlace place)
    {
        if (!_closed.TryGetValue(place.Node.Json, out var closed))
        {
            closed = JsonUnevaluated.Closed(place);
            _closed[place.Node.Json] = closed;
            if (closed is not null)
            {
                _closed[closed.Node.Json] = closed;
            }
        }

        return closed;
    }

    // What “unevaluatedProperties” of a piece means depends on the rest of the schema.
    private void Keep(JsonBeside beside)
    {
        _closed[beside.Rest.Json] = null;
        if (!ReferenceEquals(beside.Former, beside.Target))
        {
            _closed[beside.Former.Node.Json] = null;
        }

        if (beside.Whole is { } whole)
        {
            _closed[whole.Node.Json] = whole;
        }
    }
}
