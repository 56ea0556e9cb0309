using System.Globalization;
using System.Text.Json;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Formats;

/// <summary>SQL values as JSON, as Flink's json format reads and writes them.</summary>
/// <param name="isPlain">Decimals with all digits of their type, as 100.00, not as 1E+2.</param>
/// <param name="leavesOutNulls">Members that are NULL aren't written.</param>
public sealed partial class JsonValues(bool isIso, bool isPlain = false, bool leavesOutNulls = false)
{
    public object? Read(JsonElement from, SqlType type)
    {
        if (from.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        try
        {
            return type.Root switch
            {
                TypeRoot.Array => from.EnumerateArray().Select(item => Read(item, type.Items[0])).ToArray(),
                TypeRoot.Map => new SqlMap(
                    from.EnumerateObject()
                        .Select(m => KeyValuePair.Create<object, object?>(m.Name, Read(m.Value, type.Items[1])))
                ),
                TypeRoot.Row => type
                    .Names.Select(
                        (name, i) => from.TryGetProperty(name, out var member) ? Read(member, type.Items[i]) : null
                    )
                    .ToArray(),
                TypeRoot.Bytes => from.GetBytesFromBase64(),
                TypeRoot.Char or TypeRoot.String => Text(from),
                TypeRoot.Boolean when from.ValueKind is JsonValueKind.True or JsonValueKind.False => from.GetBoolean(),
                TypeRoot.TimestampLtz when from.ValueKind == JsonValueKind.String => Instant(Text(from)),
                _ when from.ValueKind is JsonValueKind.Number && type.IsInteger => Whole(from, type),
                _ when from.ValueKind is JsonValueKind.Number or JsonValueKind.String => TextCasts.To(type)!(
                    Text(from).Trim()
                ),
                _ => throw new SqlDataException($"{from.GetRawText()} is no {type}"),
            };
        }
        catch (Exception unread) when (unread is InvalidOperationException or FormatException)
        {
            throw new SqlDataException($"{from.ValueKind} is no {type}");
        }
    }

    private static string Text(JsonElement from) =>
        from.ValueKind == JsonValueKind.String ? from.GetString()! : from.GetRawText();

    // Flink reads a time in the form that it writes, in UTC and with the Z behind it; 2026-01-01T01:00+01:00 isn't one.
    private DateTimeOffset Instant(string text) =>
        text.EndsWith('Z') && text.Contains(isIso ? 'T' : ' ', StringComparison.Ordinal)
            ? TimeText.Instant(text)
            : throw new SqlDataException($"Text '{text}' could not be parsed");

    private static object Whole(JsonElement from, SqlType type) =>
        from.TryGetInt64(out var number) && Casting.Wrap(number, type.Root) == number
            ? number
            : throw new SqlDataException($"{from.GetRawText()} is no {type}");

    /// <summary>No zeros at the end of its fraction.</summary>
    private string Moment(DateTime at) =>
        at.ToString(
            isIso ? "yyyy-MM-ddTHH:mm:ss.FFFFFFF" : "yyyy-MM-dd HH:mm:ss.FFFFFFF",
            CultureInfo.InvariantCulture
        );
}
