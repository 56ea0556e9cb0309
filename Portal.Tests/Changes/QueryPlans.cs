using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Portal.Tests.Changes;

/// <summary>Keeps what is asked of the store, and has the store explain how it would find it.</summary>
internal sealed partial class QueryPlans : DbCommandInterceptor
{
    private readonly List<(string Sql, NpgsqlParameter[] Parameters)> _asked = [];

    /// <summary>What writes rows is kept as well.</summary>
    public bool OfWrites { get; init; }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        Keep(command);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        if (OfWrites)
        {
            Keep(command);
        }

        return ValueTask.FromResult(result);
    }

    /// <returns>The plans that read one of these tables from end to end, since the last call.</returns>
    public async Task<IReadOnlyList<string>> Scans(NpgsqlDataSource store, params string[] tables) =>
        [.. (await Explained(store)).Where(plan => IsScan(plan, tables))];

    /// <returns>Those, and the plans that go through one of these tables by its key and leave out what doesn't fit.</returns>
    public async Task<IReadOnlyList<string>> ScansAndWalks(NpgsqlDataSource store, params string[] tables) =>
        [.. (await Explained(store)).Where(plan => IsScan(plan, tables) || IsWalk(plan, tables))];

    /// <returns>What was asked since the last call, each with its plan.</returns>
    public async Task<IReadOnlyList<string>> Explained(NpgsqlDataSource store)
    {
        var plans = new List<string>();
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

            plans.Add($"{sql}\n{string.Join('\n', lines)}\n");
        }

        _asked.Clear();
        return plans;
    }

    private void Keep(DbCommand command) =>
        _asked.Add((command.CommandText, [.. command.Parameters.Cast<NpgsqlParameter>().Select(p => p.Clone())]));

    private static bool IsScan(string plan, string[] tables) =>
        Scan().Matches(plan).Any(scan => tables.Contains(scan.Groups["table"].Value));

    private static bool IsWalk(string plan, string[] tables) =>
        Walk().Matches(plan).Any(walk => tables.Contains(walk.Groups["table"].Value));

    [GeneratedRegex(@"Seq Scan on ""?(?<table>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Scan();

    // Of the key there is a range at most: what is equal to something is looked up.
    [GeneratedRegex(
        @"Index Scan( Backward)? using ""?\w+_pkey""? on ""?(?<table>\w+)[^\n]*\n(\s+Index Cond: (?![^\n]* = )[^\n]*\n)?\s+Filter: ",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Walk();
}
