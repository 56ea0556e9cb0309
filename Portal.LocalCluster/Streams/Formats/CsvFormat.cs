using System.Text;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Formats;

/// <summary>A line of fields, in the order of the columns.</summary>
public sealed class CsvFormat(IReadOnlyList<Field> fields, FormatOptions options) : IRowFormat
{
    private readonly char _between = options.Get("csv.field-delimiter") is [var sign, ..] ? sign : ',';
    private readonly string? _null = options.Get("csv.null-literal");

    public object?[]? Decode(byte[] bytes)
    {
        var parts = Split(Encoding.UTF8.GetString(bytes));
        try
        {
            return parts.Count == fields.Count
                ? [.. fields.Select((field, i) => Value(parts[i], field.Type))]
                : throw new SqlDataException($"it has {parts.Count} fields, the table {fields.Count} columns");
        }
        catch (SqlDataException unread)
        {
            return options.IsOn("csv.ignore-parse-errors")
                ? null
                : throw new SqlDataException(
                    $"Failed to deserialize CSV row '{Encoding.UTF8.GetString(bytes)}': {unread.Message}"
                );
        }
    }

    public byte[] Encode(object?[] values) =>
        Encoding.UTF8.GetBytes(
            string.Join(
                _between,
                values.Select((value, i) => value is null ? _null ?? "" : Quoted(JavaText.Of(value, fields[i].Type)))
            )
        );

    private object? Value(string text, SqlType type) =>
        text == _null || (text.Length == 0 && !type.IsText) ? null
        : type.IsText ? text
        : TextCasts.To(type) is { } read ? read(text.Trim())
        : throw new SqlDataException($"a CSV field can't be {type}");

    private string Quoted(string text) =>
        text.AsSpan().IndexOfAny(_between, '"', '\n') < 0 && !text.Contains(' ', StringComparison.Ordinal)
            ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private List<string> Split(string line)
    {
        var (parts, part, isQuoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && isQuoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                part.Append(line[i++]);
            }
            else if (line[i] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (line[i] == _between && !isQuoted)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                part.Append(line[i]);
            }
        }

        parts.Add(part.ToString());
        return parts;
    }
}
