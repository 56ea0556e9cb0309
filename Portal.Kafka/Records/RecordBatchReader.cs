using System.IO.Compression;
using System.Runtime.InteropServices;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Records;

/// <summary>
/// Looks through the records of a batch; what can't be read is a value, not an exception. Neither a count that is
/// announced nor what a small batch unfolds into takes memory: records are passed by, none is kept.
/// </summary>
public static class RecordBatchReader
{
    /// <summary>A record's length, attributes, timestamp, offset and the length of its key, at their longest.</summary>
    private const int MostHeadBytes = 5 + 1 + 10 + 5 + 5;

    /// <summary>The first record that is wanted.</summary>
    /// <param name="mostBytes">How much may be unpacked, which takes time.</param>
    public static RecordSearch First(RecordBatch batch, int mostBytes, Func<RecordHead, bool> isWanted)
    {
        if (batch.Compression is not (Compression.None or Compression.Gzip))
        {
            return new RecordSearch.CodecNotSupported(batch.Compression);
        }
        using var plain = Over(batch.Records);
        using var unpacked =
            batch.Compression == Compression.Gzip ? new GZipStream(plain, CompressionMode.Decompress) : null;
        try
        {
            return unpacked is null
                ? First(batch, new StreamPieces(plain), int.MaxValue, isWanted)
                : First(batch, new StreamPieces(unpacked), mostBytes, isWanted);
        }
        catch (Exception fault) when (fault is MalformedFrameException or InvalidDataException)
        {
            return new RecordSearch.Corrupt(fault.Message);
        }
    }

    private static RecordSearch First(
        RecordBatch batch,
        StreamPieces records,
        int mostBytes,
        Func<RecordHead, bool> isWanted
    )
    {
        long taken = 0;
        for (var left = batch.Count; left > 0; left--)
        {
            var head = Head(records.Peek(MostHeadBytes), batch, out var bytes);
            taken += bytes;
            if (taken > mostBytes)
            {
                return new RecordSearch.TooLarge(mostBytes);
            }
            records.Skip(bytes);
            if (isWanted(head))
            {
                return new RecordSearch.Found(head);
            }
        }
        return new RecordSearch.NotThere();
    }

    private static RecordHead Head(ReadOnlyMemory<byte> start, RecordBatch batch, out long bytes)
    {
        var r = new KafkaReader(start);
        var length = r.Varint();
        bytes = (long)r.Position + length;
        r.Int8();
        var timestamp = batch.BaseTimestamp + r.Varlong();
        var offset = batch.BaseOffset + r.Varint();
        var key = r.Varint();
        return (long)r.Position + Math.Max(key, 0) <= bytes
            ? new RecordHead(offset, batch.IsLogAppendTime ? batch.MaxTimestamp : timestamp, HasKey: key >= 0)
            : throw new MalformedFrameException("A record's length is wrong.");
    }

    private static MemoryStream Over(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);
}
