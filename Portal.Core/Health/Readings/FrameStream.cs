using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using Portal.Core.Store;

namespace Portal.Core.Health.Readings;

/// <summary>The frames of one cycle, by chunk.</summary>
public sealed record CycleFrames(DateTimeOffset At, IReadOnlyDictionary<int, Frame> Chunks);

/// <summary>Which frames to read.</summary>
/// <param name="WholeFrom">From here on every frame; before it only those that stand alone, a thin picture of the past.</param>
/// <param name="Chunks">Null: all.</param>
/// <param name="Tier">Null: full detail.</param>
public sealed record FrameRange(
    ClusterId Cluster,
    DateTimeOffset From,
    DateTimeOffset WholeFrom,
    DateTimeOffset To,
    int[]? Chunks = null,
    ReadingTier? Tier = null
);

/// <summary>
/// Reads packs back, a cycle at a time, each told against the one before. What can't be told, because the one before
/// is gone or not in the range, is left out until the next frame that stands alone.
/// </summary>
public sealed class FrameStream
{
    private readonly Dictionary<int, Frame> _last = [];
    private DateTimeOffset _hour;

    /// <summary>The newest frame of each chunk in the hour that was read last: reading goes on from here.</summary>
    public IReadOnlyDictionary<int, Frame> Last => _last;

    public async IAsyncEnumerable<CycleFrames> Read(
        Asking ask,
        FrameRange range,
        [EnumeratorCancellation] CancellationToken stop
    )
    {
        await using var command = ask(
            $"""
            select at, chunk, previous, columns from {(range.Tier ?? ReadingTier.Full).Table}
            where cluster_id = $1 and at >= $2 and at <= $4 and (at >= $3 or previous is null)
                and ($5::int[] is null or chunk = any ($5))
            order by at
            """
        );
        command.Parameters.AddWithValue(range.Cluster.Value);
        command.Parameters.AddWithValue(range.From.ToUniversalTime());
        command.Parameters.AddWithValue(range.WholeFrom.ToUniversalTime());
        command.Parameters.AddWithValue(range.To.ToUniversalTime());
        command.Parameters.Add(
            new NpgsqlParameter
            {
                Value = range.Chunks ?? (object)DBNull.Value,
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer,
            }
        );
        await using var reader = await command.ExecuteReaderAsync(stop);
        Dictionary<int, Frame> cycle = [];
        DateTimeOffset? at = null;
        while (await reader.ReadAsync(stop))
        {
            var time = await reader.GetFieldValueAsync<DateTimeOffset>(0, stop);
            if (time != at && at is { } done && cycle.Count > 0)
            {
                yield return Whole(done, cycle);
                cycle = [];
            }

            if (time != at)
            {
                Begin(ReadingHours.Of(time));
            }

            at = time;
            if (Unpack(reader, time) is var (chunk, frame))
            {
                cycle[chunk] = frame;
            }
        }

        if (at is { } end && cycle.Count > 0)
        {
            yield return Whole(end, cycle);
        }
    }

    // Of a cycle that breaks off nothing is kept: it is read again, against the one before.
    private CycleFrames Whole(DateTimeOffset at, Dictionary<int, Frame> cycle)
    {
        foreach (var (chunk, frame) in cycle)
        {
            _last[chunk] = frame;
        }

        return new(at, cycle);
    }

    // No frame is told against one of another hour, and of a chunk that nobody is left in none comes any more.
    private void Begin(DateTimeOffset hour)
    {
        if (hour == _hour)
        {
            return;
        }

        _hour = hour;
        foreach (
            var chunk in _last.Where(last => ReadingHours.Of(last.Value.At) != hour).Select(last => last.Key).ToList()
        )
        {
            _last.Remove(chunk);
        }
    }

    private (int Chunk, Frame Frame)? Unpack(NpgsqlDataReader reader, DateTimeOffset at)
    {
        var chunk = reader.GetInt32(1);
        var bytes = reader.GetFieldValue<byte[]>(3);
        if (reader.IsDBNull(2))
        {
            return (chunk, Frame.Unpack(at, bytes, null));
        }

        var previous = reader.GetFieldValue<DateTimeOffset>(2);
        return _last.TryGetValue(chunk, out var before) && before.At == previous
            ? (chunk, Frame.Unpack(at, bytes, before))
            : null;
    }
}
