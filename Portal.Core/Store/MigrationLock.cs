using Npgsql;

namespace Portal.Core.Store;

/// <summary>Of several processes that would migrate a store, one does. The lock is its session's, and ends with that.</summary>
internal static class MigrationLock
{
    private const long Key = 0x706F7274616C; // "portal"

    /// <summary>Whoever has it works on a file, however long that takes, or hangs: after a while it is for an operator to look which.</summary>
    /// <exception cref="TimeoutException">Another process had it for all of that time.</exception>
    public static async Task Take(NpgsqlConnection connection, TimeSpan within, CancellationToken stop)
    {
        await using var transaction = await connection.BeginTransactionAsync(stop);
        try
        {
            await Migrator.Execute(connection, $"set local lock_timeout = '{within.TotalMilliseconds:0}ms'", stop);
            await Migrator.Execute(connection, $"select pg_advisory_lock({Key})", stop);
        }
        catch (PostgresException held) when (held.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new TimeoutException(
                "Another process is migrating the store and hasn't finished. Wait for it, or end it if it hangs: "
                    + "pg_locks shows its connection, with the locktype advisory.",
                held
            );
        }

        // The lock outlives it.
        await transaction.CommitAsync(CancellationToken.None);
    }

    // A connection that broke has let go of it, and why it broke is what is reported.
    public static async Task Release(NpgsqlConnection connection)
    {
        try
        {
            await Migrator.Execute(connection, $"select pg_advisory_unlock({Key})", CancellationToken.None);
        }
        catch (Exception broken) when (broken is NpgsqlException or InvalidOperationException)
        {
            // Nothing is left to do.
        }
    }
}
