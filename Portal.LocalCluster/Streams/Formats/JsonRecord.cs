using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Formats;

/// <summary>
/// The value that a record begins with. Flink's json format takes more than JSON has: a byte order mark, control characters within texts, and
/// anything behind the value. That a list of objects is as many rows to it isn't taken over: here it can't be read.
/// </summary>
internal static class JsonRecord
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <exception cref="JsonException">It isn't JSON.</exception>
    /// <exception cref="SqlDataException">It isn't UTF-8.</exception>
    public static JsonDocument Read(byte[] bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            throw new SqlDataException("it isn't UTF-8");
        }

        var text = bytes.AsSpan().StartsWith(ByteOrderMark) ? bytes.AsSpan(ByteOrderMark.Length) : bytes;
        var reader = new Utf8JsonReader(text.ContainsAnyInRange((byte)0, (byte)31) ? Escaped(text) : text);
        return JsonDocument.ParseValue(ref reader);
    }

    private static byte[] Escaped(ReadOnlySpan<byte> text)
    {
        var escaped = new List<byte>(text.Length + 16);
        var (isInText, isEscaped) = (false, false);
        foreach (var next in text)
        {
            if (isInText && next < 32)
            {
                escaped.AddRange(Encoding.ASCII.GetBytes($"\\u{(int)next:x4}"));
            }
            else
            {
                escaped.Add(next);
            }

            isInText ^= next == '"' && !isEscaped;
            isEscaped = isInText && next == '\\' && !isEscaped;
        }

        return [.. escaped];
    }
}
