using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Portal.Schemas.Text;

/// <summary>Reads JSON with its places. One fault at most: after it nothing of the text can be trusted.</summary>
public static class JsonReading
{
    /// <summary>Deeper nesting is refused: no schema that a person wrote comes near it.</summary>
    public const int DeepestNesting = 200;

    /// <returns>The whole text as JSON, or what is wrong with it.</returns>
    public static (JsonPart? Json, TextFault? Fault) Read(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = DeepestNesting + 2 });
        try
        {
            reader.Read();
            var json = Part(ref reader);
            reader.Read(); // refuses whatever follows the value
            return (json, null);
        }
        catch (Unreadable found)
        {
            return (null, new TextFault(found.Message, TextPosition.Of(utf8, found.Offset)));
        }
        catch (JsonException broken)
        {
            return (null, new TextFault($"This isn't JSON: {Words(broken)}", Place(utf8, broken)));
        }
    }

    private static JsonPart Part(ref Utf8JsonReader reader)
    {
        var offset = (int)reader.TokenStartIndex;
        if (reader.CurrentDepth > DeepestNesting)
        {
            throw new Unreadable($"It is nested deeper than {DeepestNesting} levels.", offset);
        }

        return reader.TokenType switch
        {
            JsonTokenType.StartObject => new JsonObject(Members(ref reader), offset),
            JsonTokenType.StartArray => new JsonList(Items(ref reader), offset),
            JsonTokenType.String => new JsonText(Text(ref reader), offset),
            JsonTokenType.Number => new JsonNumber(Encoding.UTF8.GetString(reader.ValueSpan), offset),
            JsonTokenType.True or JsonTokenType.False => new JsonTruth(reader.GetBoolean(), offset),
            _ => new JsonNothing(offset),
        };
    }

    private static ImmutableArray<JsonMember> Members(ref Utf8JsonReader reader)
    {
        var members = ImmutableArray.CreateBuilder<JsonMember>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var (name, offset) = (Text(ref reader), (int)reader.TokenStartIndex);
            if (!names.Add(name))
            {
                throw new Unreadable($"“{name}” stands twice in one object.", offset);
            }

            reader.Read();
            members.Add(new JsonMember(name, Part(ref reader), offset));
        }

        return members.ToImmutable();
    }

    private static ImmutableArray<JsonPart> Items(ref Utf8JsonReader reader)
    {
        var items = ImmutableArray.CreateBuilder<JsonPart>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Part(ref reader));
        }

        return items.ToImmutable();
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new Unreadable("This text holds half of a surrogate pair.", (int)reader.TokenStartIndex);
        }
    }

    // Without the place that the framework adds to it: ours is said beside it.
    private static string Words(JsonException broken) => broken.Message.Split(" LineNumber:")[0].Split(" Path:")[0];

    private static TextPosition Place(ReadOnlySpan<byte> utf8, JsonException broken)
    {
        var rest = utf8;
        for (var line = broken.LineNumber ?? 0; line > 0; line--)
        {
            rest = rest[(rest.IndexOf((byte)'\n') + 1)..];
        }

        return TextPosition.Of(utf8, utf8.Length - rest.Length + (int)(broken.BytePositionInLine ?? 0));
    }

    private sealed class Unreadable(string message, int offset) : Exception(message)
    {
        public int Offset => offset;
    }
}
