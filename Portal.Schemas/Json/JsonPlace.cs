namespace Portal.Schemas.Json;

/// <summary>A schema, with the document in which its $refs are looked up: that of a $ref may be another.</summary>
internal sealed record JsonPlace(JsonSchema Schema, JsonSchemaNode Node)
{
    /// <summary>Where its $ref leads, and a $ref there. One in a circle is left where it begins again.</summary>
    public JsonPlace Led()
    {
        var (place, met) = (this, new HashSet<JsonPlace>());
        while (
            place.Node.Word("$ref") is { } reference
            && met.Add(place)
            && JsonReferences.Find(place.Schema, reference) is { } found
        )
        {
            place = new(found.Schema, found.Node);
        }

        return place;
    }

    public JsonPlace At(JsonSchemaNode node) => this with { Node = node };

    public bool Equals(JsonPlace? other) =>
        other is not null && ReferenceEquals(Schema, other.Schema) && Node.Pointer == other.Node.Pointer;

    public override int GetHashCode() => Node.Pointer.GetHashCode(StringComparison.Ordinal);
}
