using System.Text.Json;
using Confluent.Kafka;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>
/// Queries over records with nulls, late rows, duplicates, letters of many scripts and extremes, and what Flink 2.2 gave for them: the final
/// rows, and where rows are withdrawn and Flink's own runs agree, each change. Read from <c>Portal.Tests/LocalCluster/Streams/Recorded/</c>.
/// </summary>
internal static class Conformance
{
    private static string Folder =>
        Path.Combine(Repository.Root, "Portal.Tests", "LocalCluster", "Streams", "Recorded");

    private static string File => Path.Combine(Folder, "queries.txt");

    public static IReadOnlyList<RecordedQuery> Recorded =>
        [
            .. System
                .IO.File.ReadAllText(File)
                .Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
                .Select(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                .Select(lines => new RecordedQuery(lines[0][3..], lines[1], Read(lines[2..]))),
        ];

    /// <summary>The tables and views that the queries read; the brokers' address is left open.</summary>
    public static IReadOnlyList<string> Tables =>
        [
            .. System
                .IO.File.ReadAllText(Path.Combine(Folder, "tables.sql"))
                .Split(";\n", StringSplitOptions.RemoveEmptyEntries)
                .Select(table => table.Trim())
                .Where(table => table.Length > 0),
        ];

    private static IReadOnlyList<string> Read(string[] rows) =>
        rows is [['+' or '-', ..], ..] ? Changes(rows) : Final(rows.Select(row => $"+I{row}"));

    public static void Record(IEnumerable<RecordedQuery> queries) =>
        System.IO.File.WriteAllText(
            File,
            string.Join(
                '\n',
                queries.Select(q => $"-- {q.Name}\n{q.Sql}\n{string.Concat(q.Rows.Select(row => row + "\n"))}")
            )
        );

    /// <summary>The records, each topic with one partition.</summary>
    public static async Task Fill(Client client)
    {
        using var producer = client.Producer();
        foreach (var topic in (string[])["orders", "payins", "customers", "events", "visits", "trades", "prices"])
        {
            await client.Create(topic, 1, 1);
            foreach (var line in await System.IO.File.ReadAllLinesAsync(Path.Combine(Folder, $"{topic}.json")))
            {
                var parts = line.Split('\t');
                Message<string, string> message = parts is [var key, var value]
                    ? new() { Key = key, Value = value == "NULL" ? null! : value }
                    : new() { Value = line };
                producer.Produce(topic, message);
            }
        }

        producer.Flush(TimeSpan.FromSeconds(30));
    }

    public static async Task<SqlClient> Session(string gateway, string bootstrap, int parallelism = 1)
    {
        var sql = await SqlClient.Open(
            gateway,
            ("table.local-time-zone", "UTC"),
            ("parallelism.default", $"{parallelism}")
        );
        foreach (var table in Tables)
        {
            await sql.Run(table.Replace("$BOOTSTRAP", bootstrap, StringComparison.Ordinal));
        }

        return sql;
    }

    /// <summary>Each change, in order: by what it is, since Flink interleaves partitions and keys as it likes.</summary>
    public static IReadOnlyList<string> Changes(IEnumerable<string> changes) =>
        [.. changes.Select(change => change[..2] + Same(change[2..])).Order(StringComparer.Ordinal)];

    /// <summary>As a recorded answer is compared: its changes, or what is left of them.</summary>
    public static IReadOnlyList<string> Compared(RecordedQuery query, IReadOnlyList<string> changes) =>
        query.HasChanges ? Changes(changes) : Final(changes);

    /// <summary>What is left when all changes are done, in order.</summary>
    public static IReadOnlyList<string> Final(IEnumerable<string> changes)
    {
        var rows = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            var row = Same(change[2..]);
            rows[row] = rows.GetValueOrDefault(row) + (change[0] == '+' ? 1 : -1);
        }

        return [.. rows.SelectMany(row => Enumerable.Repeat(row.Key, Math.Max(0, row.Value)))];
    }

    /// <summary>One text for what is the same in JSON: 1.0 and 1, "\u00e4" and "ä".</summary>
    private static string Same(string row) => Same(JsonDocument.Parse(row).RootElement);

    private static string Same(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Array => $"[{string.Join(",", value.EnumerateArray().Select(Same))}]",
            JsonValueKind.Object =>
                $"{{{string.Join(",", value.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal).Select(m => $"\"{m.Name}\":{Same(m.Value)}"))}}}",
            JsonValueKind.Number when value.GetRawText() != "-0" && value.TryGetInt64(out var whole) => $"{whole}",
            JsonValueKind.Number => value.GetDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture),
            JsonValueKind.String => $"\"{string.Concat(value.GetString()!.Select(Escaped))}\"",
            _ => value.GetRawText(),
        };

    private static string Escaped(char c) =>
        c is '"' or '\\' ? $"\\{c}"
        : c < ' ' ? $"\\u{(int)c:x4}"
        : $"{c}";
}

/// <param name="Rows">As Flink gave them last: final rows, or changes with their kind before them.</param>
internal sealed record RecordedQuery(string Name, string Sql, IReadOnlyList<string> Rows)
{
    public bool HasChanges => Rows is [['+' or '-', ..], ..];
}
