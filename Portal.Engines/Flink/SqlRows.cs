using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Portal.Core.Jobs.Tables;
using Portal.Engines.Kafka;

namespace Portal.Engines.Flink;

/// <summary>
/// A query's rows, page by page as a SQL Gateway gives them. Rows that change are replaced, so what is left is what the query comes to. Values are
/// masked on their way out: a letter is "a" and a digit "9". Times and booleans too: a query may have computed them from any text.
/// </summary>
internal sealed class SqlRows
{
    private const int LongestValue = 200;

    // True and false differ in length.
    private const string AnyBoolean = "•••";
    private readonly List<string> _raw = [];
    private readonly List<ImmutableArray<string?>> _rows = [];

    public ImmutableArray<TableColumn> Columns { get; private set; } = [];

    public int Count => _rows.Count;

    public ImmutableArray<ImmutableArray<string?>> Rows => [.. _rows];

    /// <returns>Whether there may be more pages.</returns>
    public bool Take(JsonElement page, int most)
    {
        var results = page.TryGetProperty("results", out var found) ? found : default;
        if (Columns.IsEmpty && results.ValueKind == JsonValueKind.Object)
        {
            Columns = [.. FlinkJson.List(results, "columns").Select(Column)];
        }

        foreach (var row in results.ValueKind == JsonValueKind.Object ? FlinkJson.List(results, "data") : [])
        {
            if (FlinkJson.Text(row, "kind") is "UPDATE_BEFORE" or "DELETE")
            {
                Remove(row);
            }
            else if (Count < most)
            {
                Add(row);
            }
        }

        return FlinkJson.Text(page, "resultType") != "EOS";
    }

    private void Add(JsonElement row)
    {
        _raw.Add(row.GetProperty("fields").GetRawText());
        _rows.Add([
            .. row.GetProperty("fields")
                .EnumerateArray()
                .Select((value, at) => Masked(value, Columns.ElementAtOrDefault(at)?.Type ?? "")),
        ]);
    }

    private void Remove(JsonElement row)
    {
        var at = _raw.LastIndexOf(row.GetProperty("fields").GetRawText());
        if (at >= 0)
        {
            _raw.RemoveAt(at);
            _rows.RemoveAt(at);
        }
    }

    private static TableColumn Column(JsonElement column) =>
        new(
            EngineText.Name(FlinkJson.Text(column, "name")),
            column.TryGetProperty("logicalType", out var type) ? FlinkJson.Text(type, "type") : ""
        );

    private static string? Masked(JsonElement value, string type)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (type == "BOOLEAN")
        {
            return AnyBoolean;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        var shown = text.Length > LongestValue ? text[..LongestValue] : text;
        return $"{RecordShape.Of(Encoding.UTF8.GetBytes(shown))}{(shown == text ? "" : "…")}";
    }
}
