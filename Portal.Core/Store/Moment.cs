using System.Data;
using Npgsql;

namespace Portal.Core.Store;

/// <summary>Where a statement is asked: on any connection of the store, or within one <see cref="Moment"/>.</summary>
public delegate NpgsqlCommand Asking(string sql);

/// <summary>
/// Statements that see the store as it was at one moment, whatever is written between them. What is put together from
/// several tables is read so: a group read after the cycle that brought it, and its commits before, make no picture.
/// </summary>
internal sealed class Moment : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private Moment(NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (_connection, _transaction) = (connection, transaction);

    /// <summary>The moment is that of the first statement.</summary>
    public static async Task<Moment> Of(NpgsqlDataSource store, CancellationToken stop)
    {
        var connection = await store.OpenConnectionAsync(stop);
        try
        {
            return new Moment(connection, await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>One reader at a time may be open.</summary>
    public NpgsqlCommand Ask(string sql) => new(sql, _connection, _transaction);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
