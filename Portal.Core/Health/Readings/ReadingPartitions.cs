using System.Globalization;
using Npgsql;
using Portal.Core.Store;

namespace Portal.Core.Health.Readings;

/// <summary>The parts of the tables that packs lie in, made ahead and dropped whole.</summary>
public static class ReadingPartitions
{
    private const long DropLock = 0x72656164; // "read"

    /// <summary>
    /// Makes of each tier this part and the next, as far as they aren't there. Whoever reads or writes meanwhile isn't waited
    /// for: an empty table is attached, and no default partition has to be searched for rows of its.
    /// </summary>
    public static async Task Make(NpgsqlDataSource store, DateTimeOffset now, CancellationToken stop)
    {
        foreach (var tier in ReadingTier.All)
        {
            await using var connection = await store.OpenConnectionAsync(stop);
            await using var transaction = await Begin(connection, stop);
            // What attaching needs anyway, taken first: of two workers at once the second finds what the first has made.
            await Execute(connection, $"lock table only {tier.Table} in share update exclusive mode", stop);
            var needed = new[] { tier.PartOf(now), tier.PartOf(now) + tier.Part };
            foreach (var part in needed.Except(await There(connection, tier, stop)))
            {
                await With(connection, $"select {tier.Functions}_make($1)", part, stop);
            }

            await transaction.CommitAsync(stop);
        }
    }

    /// <summary>
    /// Drops the parts that are past keeping, unless another worker is at it. Refused by the store while somebody keeps
    /// them open. To detach them concurrently first would wait as long, and leave one half detached when it gives up.
    /// </summary>
    /// <param name="now">Where it is ahead of the store's clock, that one counts: what is dropped is gone, for all clusters.</param>
    public static async Task Drop(NpgsqlDataSource store, DateTimeOffset now, CancellationToken stop)
    {
        now = await StoreClock.Earlier(store, now, stop);
        foreach (var tier in ReadingTier.All)
        {
            await using var connection = await store.OpenConnectionAsync(stop);
            await using var transaction = await Begin(connection, stop);
            if (!await IsAlone(connection, stop))
            {
                return;
            }

            var past = (await There(connection, tier, stop)).Where(part => part + tier.Part <= now - tier.Kept);
            foreach (var part in past)
            {
                await With(connection, $"select {tier.Functions}_drop($1)", part, stop);
            }

            await transaction.CommitAsync(stop);
        }

        await ForgetPlaces(store, now, stop);
    }

    // A chart's long query must not hold up everybody behind a lock that waits for it.
    private static async Task<NpgsqlTransaction> Begin(NpgsqlConnection connection, CancellationToken stop)
    {
        var transaction = await connection.BeginTransactionAsync(stop);
        await Execute(connection, "set local lock_timeout = '2s'", stop);
        return transaction;
    }

    private static async Task<bool> IsAlone(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand($"select pg_try_advisory_xact_lock({DropLock})", connection);
        return await command.ExecuteScalarAsync(stop) is true;
    }

    // A place whose last pack is gone is told to nobody any more.
    private static async Task ForgetPlaces(NpgsqlDataSource store, DateTimeOffset now, CancellationToken stop)
    {
        var last = ReadingTier.History;
        await using var connection = await store.OpenConnectionAsync(stop);
        await With(connection, "delete from series where gone_at < $1", last.PartOf(now) - last.Kept - last.Part, stop);
    }

    private static async Task<List<DateTimeOffset>> There(
        NpgsqlConnection connection,
        ReadingTier tier,
        CancellationToken stop
    )
    {
        await using var command = new NpgsqlCommand(
            $"select inhrelid::regclass::text from pg_inherits where inhparent = '{tier.Table}'::regclass",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(stop);
        var parts = new List<DateTimeOffset>();
        while (await reader.ReadAsync(stop))
        {
            var stamp = reader.GetString(0)[(tier.Table.Length + 1)..];
            parts.Add(
                DateTimeOffset.ParseExact(
                    stamp,
                    tier.Stamp,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal
                )
            );
        }

        return parts;
    }

    private static async Task With(NpgsqlConnection connection, string sql, DateTimeOffset time, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue(time);
        await command.ExecuteNonQueryAsync(stop);
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(stop);
    }
}
