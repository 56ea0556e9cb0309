using Npgsql;

namespace Portal.Core.Store;

/// <summary>
/// Applies one file, in a transaction of its own. It takes as long as it takes; a lock that somebody else holds is waited for briefly and
/// often: everybody who comes later queues behind who waits for a lock, so that a report of hours would hold up all of the product.
/// </summary>
internal static class MigrationRun
{
    private const int Tries = 30;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <exception cref="PostgresException">It was refused, or others held its locks for minutes. Nothing of it was done.</exception>
    public static async Task Apply(NpgsqlConnection connection, Migration migration, CancellationToken stop)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                await Try(connection, migration, stop);
                return;
            }
            catch (PostgresException held) when (IsOfLocks(held) && tried < Tries)
            {
                await Task.Delay(Pause, TimeProvider.System, stop);
            }
        }
    }

    // Of two that wait for each other the store ends either.
    private static bool IsOfLocks(PostgresException refused) =>
        refused.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected;

    private static async Task Try(NpgsqlConnection connection, Migration migration, CancellationToken stop)
    {
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await Migrator.Execute(connection, "set local lock_timeout = '3s'", stop);
        await Migrator.Execute(connection, migration.Sql, stop);
        await using var record = new NpgsqlCommand(
            "insert into migration (number, name, checksum) values ($1, $2, $3)",
            connection,
            transaction
        );
        record.Parameters.AddWithValue(migration.Number);
        record.Parameters.AddWithValue(migration.Name);
        record.Parameters.AddWithValue(migration.Checksum);
        await record.ExecuteNonQueryAsync(stop);
        await transaction.CommitAsync(stop);
    }
}
