using System.Buffers.Binary;
using Portal.Kafka.Records.Codecs;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Records;

/// <summary>
/// Looks through the records of a batch; what can't be read is a value, not an exception. Neither a count that is
/// announced nor what a small batch unfolds into takes memory: records are passed by, none is kept.
/// </summary>
public static partial class RecordBatchReader
{
    /// <summary>A record's length, attributes, timestamp, offset and the length of its key, at their longest.</summary>
    private const int MostHeadBytes = MostLengthBytes + 1 + 10 + 5 + MostLengthBytes;

    private const int MostLengthBytes = 5;
    private const int SchemaIdBytes = 1 + sizeof(int);

    /// <summary>The first record that is wanted.</summary>
    /// <param name="mostBytes">How much may be unpacked, which takes time.</param>
    public static RecordSearch First(RecordBatch batch, int mostBytes, Func<RecordHead, bool> isWanted) =>
        Walk(
            batch,
            mostBytes,
            (records, bytes) =>
            {
                var head = Head(records.Peek(MostHeadBytes), batch, bytes, out _, out _);
                records.Skip(bytes);
                return isWanted(head) ? head : null;
            }
        );

    /// <summary>The schema ids that the records carry, as far as they can be read: what isn't <see cref="RecordSearch.NotThere"/> broke off.</summary>
    /// <param name="mostBytes">How much may be unpacked, which takes time.</param>
    public static RecordSearch SchemaIds(RecordBatch batch, int mostBytes, Action<RecordSchemaIds> found) =>
        Walk(
            batch,
            mostBytes,
            (records, bytes) =>
            {
                var head = Head(records.Peek(MostHeadBytes), batch, bytes, out var keyAt, out var keyBytes);
                records.Skip(keyAt);
                var key = SchemaId(records, keyBytes);
                records.Skip(keyBytes);
                var (valueBytes, rest) = ValueBytes(records, bytes - keyAt - keyBytes);
                found(new(head, key, SchemaId(records, Math.Max(valueBytes, 0)), bytes));
                records.Skip(rest);
                return null;
            }
        );

    private static RecordSearch Walk(RecordBatch batch, int mostBytes, Func<StreamPieces, long, RecordHead?> take)
    {
        using var stream = Codec.Open(batch.Compression, batch.Records);
        if (stream is null)
        {
            return new RecordSearch.CodecNotSupported(batch.Compression);
        }
        var most = batch.Compression == Compression.None ? int.MaxValue : mostBytes;
        var records = new StreamPieces(stream);
        try
        {
            long taken = 0;
            for (var left = batch.Count; left > 0; left--)
            {
                var r = new KafkaReader(records.Peek(MostLengthBytes));
                var length = r.Varint();
                taken += (long)r.Position + length;
                if (taken > most)
                {
                    return new RecordSearch.TooLarge(mostBytes);
                }
                if (take(records, (long)r.Position + length) is { } found)
                {
                    return new RecordSearch.Found(found);
                }
            }
            return new RecordSearch.NotThere();
        }
        catch (Exception fault) when (fault is MalformedFrameException or InvalidDataException)
        {
            return new RecordSearch.Corrupt(fault.Message);
        }
    }

    private static RecordHead Head(
        ReadOnlyMemory<byte> start,
        RecordBatch batch,
        long bytes,
        out int keyAt,
        out int keyBytes
    )
    {
        var r = new KafkaReader(start);
        r.Varint();
        r.Int8();
        var timestamp = batch.BaseTimestamp + r.Varlong();
        var offset = batch.BaseOffset + r.Varint();
        var key = r.Varint();
        (keyAt, keyBytes) = (r.Position, Math.Max(key, 0));
        return (long)keyAt + keyBytes <= bytes
            ? new RecordHead(offset, batch.IsLogAppendTime ? batch.MaxTimestamp : timestamp, HasKey: key >= 0)
            : throw new MalformedFrameException("A record's length is wrong.");
    }

    /// <summary>Moves to a value's first byte. Gives its length, negative where it is null, and all that is left of the record.</summary>
    /// <param name="left">Of the record, before the length.</param>
    private static (int Bytes, long Left) ValueBytes(StreamPieces records, long left)
    {
        var r = new KafkaReader(records.Peek(MostLengthBytes));
        var bytes = r.Varint();
        left -= r.Position;
        if (Math.Max(bytes, 0) > left)
        {
            throw new MalformedFrameException("A record's length is wrong.");
        }
        records.Skip(r.Position);
        return (bytes, left);
    }

    /// <summary>What registries' serialisers write before the data: a zero, and the id in four bytes.</summary>
    private static int? SchemaId(StreamPieces records, int bytes)
    {
        var start = records.Peek(Math.Min(bytes, SchemaIdBytes)).Span;
        return start.Length == SchemaIdBytes && start[0] == 0 ? BinaryPrimitives.ReadInt32BigEndian(start[1..]) : null;
    }
}
