namespace Portal.Schemas.Json;

/// <summary>A schema, with the document in which its $refs are looked up: that of a $ref may be another.</summary>
internal sealed record JsonPlace(JsonSchema Schema, JsonSchemaNode Node)
{
    /// <summary>Where its $ref leads, and a $ref there. One in a circle is left where it begins again.</summary>
    public JsonPlace Led() => Led(_ => true);

    /// <summary>The same, up to a $ref with keywords beside it that hold as well.</summary>
    public JsonPlace LedAlone() => Led(place => place.Schema.IsRefAlone || place.Node.IsOnlyRef);

    public JsonPlace At(JsonSchemaNode node) => this with { Node = node };

    public bool Equals(JsonPlace? other) =>
        other is not null && ReferenceEquals(Schema, other.Schema) && Node.Pointer == other.Node.Pointer;

    public override int GetHashCode() => Node.Pointer.GetHashCode(StringComparison.Ordinal);

    private JsonPlace Led(Func<JsonPlace, bool> goesOn)
    {
        var (place, met) = (this, new HashSet<JsonPlace>());
        while (
            place.Node.Word("$ref") is { } reference
            && goesOn(place)
            && met.Add(place)
            && JsonReferences.Find(place.Schema, reference) is { } found
        )
        {
            place = new(found.Schema, found.Node);
        }

        return place;
    }
}
