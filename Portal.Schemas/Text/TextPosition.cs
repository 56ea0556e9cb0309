using System.Text;

namespace Portal.Schemas.Text;

/// <summary>A place in a text: line and column as an editor counts them, from 1.</summary>
public readonly record struct TextPosition(int Line, int Column)
{
    /// <param name="utf8">The whole text.</param>
    /// <param name="offset">In bytes from its beginning.</param>
    public static TextPosition Of(ReadOnlySpan<byte> utf8, int offset)
    {
        var before = utf8[..Math.Min(offset, utf8.Length)];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return new(before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }

    public override string ToString() => $"line {Line}, column {Column}";
}

/// <summary>What is wrong with a schema's text, and where.</summary>
public sealed record TextFault(string Message, TextPosition At)
{
    public override string ToString() => $"{Message} ({At})";
}
