using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Schemas.Payloads;

/// <summary>A sample made from a schema.</summary>
public abstract record PayloadExample
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        MaxDepth = 256,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal const string Endless = "An example of this schema has no end, or is longer than a sample may be.";

    private PayloadExample() { }

    /// <param name="Text">JSON, laid out for reading.</param>
    public sealed record Made(string Text) : PayloadExample;

    public sealed record Impossible(string Why) : PayloadExample;

    internal static PayloadExample Of(JsonNode? value)
    {
        var text = value is null ? "null" : value.ToJsonString(Indented);
        return text.Length <= PayloadReading.Longest ? new Made(text) : new Impossible(Endless);
    }
}

/// <summary>How much of an example is made yet: what refers to much often would grow without end.</summary>
internal sealed class ExampleSize
{
    private const int Most = 500;
    private const int Deepest = 40;
    private int _parts;
    private int _depth;

    /// <summary>Only what must be there is still added.</summary>
    public bool IsEnough => _parts > Most || _depth > Deepest;

    /// <exception cref="TooMuchWork">What must be there has no end.</exception>
    public T Within<T>(Func<T> make)
    {
        if (++_parts > 100 * Most || ++_depth > 2 * Deepest)
        {
            throw new TooMuchWork();
        }

        var made = make();
        _depth--;
        return made;
    }
}
