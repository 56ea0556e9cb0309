using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Portal.Core.Health.Readings;

/// <summary>The packs in the store: written a cycle at a time, dropped by the hour.</summary>
public static class ReadingTable
{
    /// <summary>How long full detail is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(6);

    private const string Prefix = "reading_10s_";
    private const string Hour = "yyyyMMddHH";
    private const long AdvisoryLock = 0x72656164; // "read"

    /// <summary>The start of the hour a time lies in: no frame is told against one of another hour, so an hour can go whole.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset at) =>
        new(at.UtcDateTime.Date.AddHours(at.UtcDateTime.Hour), TimeSpan.Zero);

    /// <summary>Makes the partitions of this hour and the next, drops those that are past keeping. Safe to run twice, and by two at once.</summary>
    /// <returns>How many were dropped.</returns>
    public static async Task<int> Turn(NpgsqlDataSource store, DateTimeOffset now, CancellationToken stop)
    {
        await using var connection = await store.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await Execute(connection, $"select pg_advisory_xact_lock({AdvisoryLock})", stop);
        // A chart's long query must not hold up everybody behind a waiting drop; the next turn tries again.
        await Execute(connection, "set local lock_timeout = '2s'", stop);
        var hours = await Hours(connection, stop);
        foreach (var hour in new[] { HourOf(now), HourOf(now).AddHours(1) }.Except(hours))
        {
            // Packs are dense already: compressing them would cost time and win nothing; up to 8 kB they stay in the row.
            var (name, from, to) = (Name(hour), Literal(hour), Literal(hour.AddHours(1)));
            await Execute(
                connection,
                $"""
                create table {name} partition of reading_10s for values from ('{from}') to ('{to}')
                    with (toast_tuple_target = 8160);
                alter table {name} alter column columns set storage external;
                """,
                stop
            );
        }

        var old = hours.Where(hour => hour.AddHours(1) <= now - Kept).ToList();
        foreach (var hour in old)
        {
            await Execute(connection, $"drop table {Name(hour)}", stop);
        }

        await ForgetPlaces(connection, now, stop);
        await transaction.CommitAsync(stop);
        return old.Count;
    }

    // A place whose last pack is gone is told to nobody any more.
    private static async Task ForgetPlaces(NpgsqlConnection connection, DateTimeOffset now, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("delete from series where gone_at < $1", connection);
        command.Parameters.AddWithValue(HourOf(now) - Kept - TimeSpan.FromHours(1));
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Adds the frames of one cycle, in the caller's transaction.</summary>
    public static async Task Add(
        NpgsqlConnection connection,
        ClusterId cluster,
        DateTimeOffset at,
        IEnumerable<PackedFrame> frames,
        CancellationToken stop
    )
    {
        await using var writer = await connection.BeginBinaryImportAsync(
            "copy reading_10s (cluster_id, chunk, at, previous, columns) from stdin (format binary)",
            stop
        );
        foreach (var frame in frames)
        {
            await writer.StartRowAsync(stop);
            await writer.WriteAsync(cluster.Value, NpgsqlDbType.Integer, stop);
            await writer.WriteAsync(frame.Chunk, NpgsqlDbType.Integer, stop);
            await writer.WriteAsync(at, NpgsqlDbType.TimestampTz, stop);
            if (frame.Previous is { } previous)
            {
                await writer.WriteAsync(previous, NpgsqlDbType.TimestampTz, stop);
            }
            else
            {
                await writer.WriteNullAsync(stop);
            }

            await writer.WriteAsync(frame.Columns, NpgsqlDbType.Bytea, stop);
        }

        await writer.CompleteAsync(stop);
    }

    private static async Task<List<DateTimeOffset>> Hours(NpgsqlConnection connection, CancellationToken stop)
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

    private static string Name(DateTimeOffset hour) => Prefix + hour.ToString(Hour, CultureInfo.InvariantCulture);

    private static string Literal(DateTimeOffset hour) => hour.ToString("O", CultureInfo.InvariantCulture);

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(stop);
    }
}

/// <param name="Previous">The time of the chunk's frame it is told against; null: it stands alone.</param>
public sealed record PackedFrame(int Chunk, DateTimeOffset? Previous, byte[] Columns);
