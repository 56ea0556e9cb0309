using System.Collections.Immutable;

namespace Portal.Schemas.Text;

/// <summary>JSON that knows where it stands in its text, so that a fault can be shown at its line.</summary>
/// <param name="Offset">In bytes of UTF-8 from the beginning of the text.</param>
public abstract record JsonPart(int Offset)
{
    /// <summary>What it is, for a sentence.</summary>
    public abstract string Word { get; }
}

public sealed record JsonMember(string Name, JsonPart Value, int Offset);

public sealed record JsonObject(ImmutableArray<JsonMember> Members, int Offset) : JsonPart(Offset)
{
    public override string Word => "an object";

    // Looking through a few is as fast as an index of them.
    private const int Few = 8;

    private Dictionary<string, JsonPart>? _byName;

    public JsonPart? this[string name] =>
        Members.Length > Few
            ? (_byName ??= Indexed()).GetValueOrDefault(name)
            : Members.FirstOrDefault(member => member.Name == name)?.Value;

    private Dictionary<string, JsonPart> Indexed() =>
        Members.ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
}

public sealed record JsonList(ImmutableArray<JsonPart> Items, int Offset) : JsonPart(Offset)
{
    public override string Word => "an array";
}

public sealed record JsonText(string Value, int Offset) : JsonPart(Offset)
{
    public override string Word => $"“{Value}”";
}

/// <param name="Raw">As it was written: a number may be wider than any of .NET's.</param>
public sealed record JsonNumber(string Raw, int Offset) : JsonPart(Offset)
{
    public override string Word => Raw;
}

public sealed record JsonTruth(bool Value, int Offset) : JsonPart(Offset)
{
    public override string Word => Value ? "true" : "false";
}

public sealed record JsonNothing(int Offset) : JsonPart(Offset)
{
    public override string Word => "null";
}
