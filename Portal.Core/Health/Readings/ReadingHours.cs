using System.Globalization;
using Npgsql;

namespace Portal.Core.Health.Readings;

/// <summary>The hours that packs lie in, a partition each: made ahead, dropped whole.</summary>
public static class ReadingHours
{
    /// <summary>How long full detail is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(6);

    private const string Prefix = "reading_10s_";
    private const string Hour = "yyyyMMddHH";
    private const long DropLock = 0x72656164; // "read"

    /// <summary>The start of the hour a time lies in: no frame is told against one of another hour, so an hour can go whole.</summary>
    public static DateTimeOffset Of(DateTimeOffset at) =>
        new(at.UtcDateTime.Date.AddHours(at.UtcDateTime.Hour), TimeSpan.Zero);

    /// <summary>
    /// Makes this hour and the next, as far as they aren't there. Whoever reads or writes meanwhile isn't waited for: an
    /// empty table is attached, and no default partition has to be searched for rows of its.
    /// </summary>
    public static async Task Make(NpgsqlDataSource store, DateTimeOffset now, CancellationToken stop)
    {
        await using var connection = await store.OpenConnectionAsync(stop);
        await using var transaction = await Begin(connection, stop);
        // What attaching needs anyway, taken first: of two workers at once the second finds what the first has made.
        await Execute(connection, "lock table only reading_10s in share update exclusive mode", stop);
        foreach (var hour in new[] { Of(now), Of(now).AddHours(1) }.Except(await There(connection, stop)))
        {
            await ForHour(connection, "select reading_hour_make($1)", hour, stop);
        }

        await transaction.CommitAsync(stop);
    }

    /// <summary>
    /// Drops the hours that are past keeping, unless another worker is at it. Refused by the store while somebody keeps
    /// them open. To detach them concurrently first would wait as long, and leave one half detached when it gives up.
    /// </summary>
    public static async Task Drop(NpgsqlDataSource store, DateTimeOffset now, CancellationToken stop)
    {
        await using var connection = await store.OpenConnectionAsync(stop);
        await using var transaction = await Begin(connection, stop);
        if (!await IsAlone(connection, stop))
        {
            return;
        }

        foreach (var hour in (await There(connection, stop)).Where(hour => hour.AddHours(1) <= now - Kept))
        {
            await ForHour(connection, "select reading_hour_drop($1)", hour, stop);
        }

        await ForgetPlaces(connection, now, stop);
        await transaction.CommitAsync(stop);
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
    private static async Task ForgetPlaces(NpgsqlConnection connection, DateTimeOffset now, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("delete from series where gone_at < $1", connection);
        command.Parameters.AddWithValue(Of(now) - Kept - TimeSpan.FromHours(1));
        await command.ExecuteNonQueryAsync(stop);
    }

    private static async Task<List<DateTimeOffset>> There(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(
            "select inhrelid::regclass::text from pg_inherits where inhparent = 'reading_10s'::regclass",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(stop);
        var hours = new List<DateTimeOffset>();
        while (await reader.ReadAsync(stop))
        {
            var hour = reader.GetString(0)[Prefix.Length..];
            hours.Add(
                DateTimeOffset.ParseExact(hour, Hour, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            );
        }

        return hours;
    }

    // The app's role owns no table: these act as the owner.
    private static async Task ForHour(
        NpgsqlConnection connection,
        string sql,
        DateTimeOffset hour,
        CancellationToken stop
    )
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue(hour);
        await command.ExecuteNonQueryAsync(stop);
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(stop);
    }
}
