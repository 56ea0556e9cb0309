using Npgsql;

namespace Portal.Core.Store;

/// <summary>
/// Brings the store to the newest schema: forward only, each file once, in one transaction a file, one process at a
/// time (an advisory lock). A file that changed after it was applied is refused: its checksum is kept. Who may not change the schema,
/// as the app's own role (<see cref="StoreRole"/>), only looks whether it is the one of this build.
/// </summary>
public static class Migrator
{
    private static readonly TimeSpan WaitsForOthers = TimeSpan.FromMinutes(10);

    /// <exception cref="SchemaMismatchException">An applied file is not the one we carry, or the store is newer than we are.</exception>
    /// <exception cref="TimeoutException">Another process is at it, and hasn't finished in ten minutes.</exception>
    public static Task Migrate(NpgsqlDataSource store, CancellationToken stop) => Migrate(store, WaitsForOthers, stop);

    internal static async Task Migrate(NpgsqlDataSource store, TimeSpan waitsForOthers, CancellationToken stop)
    {
        await using var connection = await store.OpenConnectionAsync(stop);
        if (!await StoreRole.MayMigrate(connection, stop))
        {
            await Look(connection, stop);
            return;
        }

        await MigrationLock.Take(connection, waitsForOthers, stop);
        try
        {
            await Execute(
                connection,
                """
                create table if not exists migration (
                    number integer primary key, name text not null, checksum bytea not null,
                    applied_at timestamptz not null default clock_timestamp())
                """,
                stop
            );
            var applied = await ReadApplied(connection, stop);
            Verify(applied);
            foreach (var migration in Migration.All.Where(m => !applied.ContainsKey(m.Number)))
            {
                await MigrationRun.Apply(connection, migration, stop);
            }
        }
        finally
        {
            await MigrationLock.Release(connection);
        }
    }

    /// <summary>The migrations of this build that the store lacks, in order; whoever may read it may look.</summary>
    /// <exception cref="SchemaMismatchException">As <see cref="Migrate"/>.</exception>
    /// <exception cref="NpgsqlException">It lacks none, and who looks wasn't given its permissions yet (<see cref="StoreRights"/>).</exception>
    public static async Task<IReadOnlyList<Migration>> Missing(NpgsqlDataSource store, CancellationToken stop)
    {
        await using var connection = await store.OpenConnectionAsync(stop);
        return await Missing(connection, stop);
    }

    private static async Task<IReadOnlyList<Migration>> Missing(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var there = new NpgsqlCommand("select to_regclass('public.migration') is not null", connection);
        var applied = await there.ExecuteScalarAsync(stop) is true ? await ReadApplied(connection, stop) : [];
        Verify(applied);
        List<Migration> missing = [.. Migration.All.Where(m => !applied.ContainsKey(m.Number))];
        if (missing.Count == 0)
        {
            await StoreRights.Require(connection, stop);
        }

        return missing;
    }

    private static async Task Look(NpgsqlConnection connection, CancellationToken stop)
    {
        if (await Missing(connection, stop) is [var missing, ..])
        {
            throw new SchemaMismatchException(
                $"The store lacks {missing.Name}, and this role may not change the schema. Run the migrations as its owner: "
                    + "./portal up does, elsewhere dotnet Portal.Workers.dll migrate."
            );
        }
    }

    private static void Verify(Dictionary<int, byte[]> applied)
    {
        var newest = Migration.All.Count == 0 ? 0 : Migration.All[^1].Number;
        if (applied.Keys.Where(n => n > newest).Order().ToList() is [var unknown, ..])
        {
            throw new SchemaMismatchException(
                $"The store has migration {unknown:0000}, which this build doesn't know. Start the newer build."
            );
        }

        foreach (var migration in Migration.All)
        {
            if (
                applied.TryGetValue(migration.Number, out var checksum)
                && !checksum.AsSpan().SequenceEqual(migration.Checksum)
            )
            {
                throw new SchemaMismatchException(
                    $"{migration.Name} was changed after it was applied. Restore the file and add a new migration."
                );
            }
        }
    }

    private static async Task<Dictionary<int, byte[]>> ReadApplied(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("select number, checksum from migration", connection);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var applied = new Dictionary<int, byte[]>();
        while (await reader.ReadAsync(stop))
        {
            applied[reader.GetInt32(0)] = reader.GetFieldValue<byte[]>(1);
        }

        return applied;
    }

    /// <summary>However long it takes.</summary>
    internal static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(stop);
    }
}

/// <summary>The store's schema and this build don't belong together; the message says which side to change.</summary>
public sealed class SchemaMismatchException(string message) : Exception(message);
