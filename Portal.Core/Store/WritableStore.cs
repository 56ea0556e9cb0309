using Npgsql;

namespace Portal.Core.Store;

/// <summary>
/// Whether the store takes what is written. One that doesn't is no store to us, though it answers: a primary that another one took over from,
/// or whose disk is full, which some providers make read-only.
/// </summary>
internal static class WritableStore
{
    // On a standby it is always on.
    private const string IsReadOnly = "select current_setting('transaction_read_only')::boolean";

    /// <summary>Where it doesn't, no pooled connection is used again: the next one may reach the server that took over.</summary>
    /// <exception cref="NpgsqlException">It doesn't answer.</exception>
    public static async Task<bool> Answers(NpgsqlDataSource store, CancellationToken stop)
    {
        await using var connection = await store.OpenConnectionAsync(stop);
        return await Answers(store, connection, stop);
    }

    /// <param name="connection">One of this store.</param>
    /// <inheritdoc cref="Answers(NpgsqlDataSource, CancellationToken)"/>
    public static async Task<bool> Answers(NpgsqlDataSource store, NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(IsReadOnly, connection);
        if (await command.ExecuteScalarAsync(stop) is not true)
        {
            return true;
        }

        store.Clear();
        // Quartz has a pool of its own.
        NpgsqlConnection.ClearAllPools();
        return false;
    }
}
