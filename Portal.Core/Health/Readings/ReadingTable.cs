using Npgsql;
using NpgsqlTypes;

namespace Portal.Core.Health.Readings;

/// <summary>The packs in the store, written a cycle at a time into the <see cref="ReadingPartitions"/>.</summary>
public static class ReadingTable
{
    /// <summary>Adds the frames of one cycle, in the caller's transaction.</summary>
    public static async Task Add(
        NpgsqlConnection connection,
        ReadingTier tier,
        ClusterId cluster,
        DateTimeOffset at,
        IEnumerable<PackedFrame> frames,
        CancellationToken stop
    )
    {
        await using var writer = await connection.BeginBinaryImportAsync(
            $"copy {tier.Table} (cluster_id, chunk, at, previous, columns) from stdin (format binary)",
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

    /// <summary>Deletes a cluster's frames that lie after one time and up to another, in the caller's transaction.</summary>
    public static async Task Delete(
        NpgsqlConnection connection,
        ReadingTier tier,
        ClusterId cluster,
        DateTimeOffset after,
        DateTimeOffset upTo,
        CancellationToken stop
    )
    {
        await using var command = new NpgsqlCommand(
            $"delete from {tier.Table} where cluster_id = $1 and at > $2 and at <= $3",
            connection
        );
        command.Parameters.AddWithValue(cluster.Value);
        command.Parameters.AddWithValue(after.ToUniversalTime());
        command.Parameters.AddWithValue(upTo.ToUniversalTime());
        await command.ExecuteNonQueryAsync(stop);
    }
}

/// <param name="Previous">The time of the chunk's frame it is told against; null: it stands alone.</param>
public sealed record PackedFrame(int Chunk, DateTimeOffset? Previous, byte[] Columns);
