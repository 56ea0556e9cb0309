using System.Text;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Formats;

/// <summary>A line of fields, in the order of the columns; an ARRAY's or ROW's own with semicolons between them.</summary>
public sealed class CsvFormat(IReadOnlyList<Field> fields, FormatOptions options) : IRowFormat
{
    private const char BetweenItems = ';';
    private readonly char _between = options.Get("csv.field-delimiter") is [var sign, ..] ? sign : ',';
    private readonly string? _null = options.Get("csv.null-literal");
    private readonly bool _ignoresErrors = options.IsOn("csv.ignore-parse-errors");

    public object?[]? Decode(byte[] bytes)
    {
        var line = Encoding.UTF8.GetString(bytes);
        try
        {
            var parts = CsvLine.Split(line, _between);
            if (parts.Count > fields.Count || line.Length == 0 || (parts.Count < fields.Count && !_ignoresErrors))
            {
                throw new SqlDataException($"it has {parts.Count} fields, the table {fields.Count} columns");
            }

            return [.. fields.Select((field, i) => i < parts.Count ? Field(parts[i], field.Type) : null)];
        }
        catch (SqlDataException unread)
        {
            return _ignoresErrors
                ? null
                : throw new SqlDataException($"Failed to deserialize CSV row '{line}': {unread.Message}");
        }
    }

    public byte[] Encode(object?[] values) =>
        Encoding.UTF8.GetBytes(
            string.Join(
                _between,
                values.Select(
                    (value, i) =>
                        CsvText.Of(value, fields[i].Type, _null ?? "", BetweenItems) is var text
                        && CsvText.IsQuotable(value)
                            ? CsvLine.Quoted(text, _between)
                            : text
                )
            )
        );

    // With errors ignored, a field that can't be read is null and the others stay.
    private object? Field(string text, SqlType type)
    {
        try
        {
            return Value(text, type);
        }
        catch (SqlDataException) when (_ignoresErrors)
        {
            return null;
        }
    }

    private object? Value(string text, SqlType type) =>
        text == _null ? null
        : type.IsText ? text
        : type.Root == TypeRoot.Array ? Items(text, _ => type.Items[0])
        : type.Root == TypeRoot.Row ? Row(text, type)
        : TextCasts.To(type) is { } read ? read(text.Trim())
        : throw new SqlDataException($"a CSV field can't be {type}");

    private object?[] Row(string text, SqlType type) =>
        text.Split(BetweenItems).Length is var count && count == type.Items.Length
            ? Items(text, i => type.Items[i])
            : throw new SqlDataException($"it has {count} of the {type.Items.Length} fields of {type}");

    private object?[] Items(string text, Func<int, SqlType> type) =>
        text.Length == 0 ? [] : [.. text.Split(BetweenItems).Select((item, i) => Value(item, type(i)))];
}
