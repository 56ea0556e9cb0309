using Npgsql;

namespace Portal.Workers.Collecting;

/// <summary>
/// Writes rows in one statement. Where the store refuses one of them for what is in it, the others are written all the
/// same: what one name is like must not keep a whole cluster from being seen.
/// </summary>
internal sealed class Salvage(NpgsqlTransaction transaction, RefusedRows known)
{
    private const string Before = "before_rows";

    /// <summary>Bad data, or more than an index takes: another try has no other end.</summary>
    private static readonly string[] OfTheRow = ["22", "54"];

    /// <returns>The rows that were refused.</returns>
    public async Task<IReadOnlyList<T>> Write<T>(
        IReadOnlyList<T> rows,
        Func<IReadOnlyList<T>, Task> write,
        Func<T, string> name,
        CancellationToken stop
    )
        where T : class
    {
        if (rows.Count == 0)
        {
            return [];
        }

        await transaction.SaveAsync(Before, stop);
        try
        {
            await write(rows);
            await transaction.ReleaseAsync(Before, stop);
            foreach (var row in rows)
            {
                known.Written(row, name(row));
            }

            return [];
        }
        catch (PostgresException fault) when (OfTheRow.Contains(fault.SqlState[..2]))
        {
            await transaction.RollbackAsync(Before, stop);
            // Or the same statement is refused its rows when it is sent for the others: see FailedStatement.
            transaction.Connection!.UnprepareAll();
            if (rows.Count > 1)
            {
                var half = rows.Count / 2;
                return
                [
                    .. await Write([.. rows.Take(half)], write, name, stop),
                    .. await Write([.. rows.Skip(half)], write, name, stop),
                ];
            }

            known.Add(rows[0], name(rows[0]), fault.MessageText);
            return rows;
        }
    }
}
