using System.Buffers;
using System.Text;

namespace Portal.LocalCluster.Streams.Formats;

/// <summary>
/// JSON byte by byte as Jackson writes it, which Flink's json format uses. Keys are compared and partitioned by their bytes, so what may be escaped
/// but need not be counts: quotation marks, backslashes and control characters are, and what lies beyond the basic plane; nothing else is.
/// </summary>
public sealed class JsonBytes
{
    private const string Short = "\b\t\n\f\r\"\\";
    private const string ShortNames = "btnfr\"\\";
    private static readonly SearchValues<char> Escaped = SearchValues.Create([
        .. Enumerable.Range(0, ' ').Select(c => (char)c),
        '"',
        '\\',
        .. Enumerable.Range(0xD800, 0x800).Select(c => (char)c),
    ]);
    private readonly ArrayBufferWriter<byte> _bytes = new(256);

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    /// <summary>As it is: a number, a bracket, a comma.</summary>
    public void Raw(string text) => Encoding.UTF8.GetBytes(text, _bytes);

    public void Text(ReadOnlySpan<char> text)
    {
        Raw("\"");
        while (text.IndexOfAny(Escaped) is >= 0 and var at)
        {
            Encoding.UTF8.GetBytes(text[..at], _bytes);
            var sign = text[at];
            Raw(Short.IndexOf(sign) is >= 0 and var name ? $"\\{ShortNames[name]}" : $"\\u{(int)sign:X4}");
            text = text[(at + 1)..];
        }

        Encoding.UTF8.GetBytes(text, _bytes);
        Raw("\"");
    }
}
