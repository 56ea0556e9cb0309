using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Portal.Tests.Changes;

/// <summary>Keeps what is asked of the store, and has the store explain how it would find it.</summary>
internal sealed partial class QueryPlans : DbCommandInterceptor
{
    private readonly List<(string Sql, NpgsqlParameter[] Parameters)> _asked = [];

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        _asked.Add((command.CommandText, [.. command.Parameters.Cast<NpgsqlParameter>().Select(p => p.Clone())]));
        return ValueTask.FromResult(result);
    }

    /// <returns>The plans that read one of these tables from end to end, since the last call.</returns>
    public async Task<IReadOnlyList<string>> Scans(NpgsqlDataSource store, params string[] tables)
    {
        var scans = new List<string>();
        _asked.Count.ShouldBeGreaterThan(0);
        foreach (var (sql, parameters) in _asked)
        {
            await using var explain = store.CreateCommand($"explain {sql}");
            explain.Parameters.AddRange(parameters);
            var lines = new List<string>();
            await using var reader = await explain.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                lines.Add(reader.GetString(0));
            }

            if (
                lines.Exists(line =>
                    Scan().Match(line) is { Success: true } scan && tables.Contains(scan.Groups["table"].Value)
                )
            )
            {
                scans.Add($"{sql}\n{string.Join('\n', lines)}\n");
            }
        }

        _asked.Clear();
        return scans;
    }

    [GeneratedRegex(@"Seq Scan on ""?(?<table>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Scan();
}
