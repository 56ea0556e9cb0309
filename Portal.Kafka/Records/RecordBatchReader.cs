using System.IO.Compression;
using System.Text;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Records;

/// <summary>Reads the records of a batch; what can't be read is a value, not an exception.</summary>
public static class RecordBatchReader
{
    /// <param name="mostBytes">How large the records may become when they are unpacked.</param>
    public static BatchContents Read(RecordBatch batch, int mostBytes)
    {
        try
        {
            return batch.Compression switch
            {
                Compression.None => new BatchContents.Read(Parse(batch, batch.Records)),
                Compression.Gzip => Inflate(batch.Records, mostBytes) is { } records
                    ? new BatchContents.Read(Parse(batch, records))
                    : new BatchContents.TooLarge(mostBytes),
                var codec => new BatchContents.CodecNotSupported(codec),
            };
        }
        catch (Exception fault) when (fault is MalformedFrameException or InvalidDataException)
        {
            return new BatchContents.Corrupt(fault.Message);
        }
    }

    private static List<Record> Parse(RecordBatch batch, ReadOnlyMemory<byte> bytes)
    {
        var r = new KafkaReader(bytes);
        var records = new List<Record>(Math.Clamp(batch.Count, 0, bytes.Length));
        while (records.Count < batch.Count)
        {
            var end = r.Varint() is var length and >= 0 ? r.Position + length : throw Wrong("A record's length");
            records.Add(One(ref r, batch));
            if (r.Position != end)
            {
                throw Wrong("A record's length");
            }
        }
        return records;
    }

    private static Record One(ref KafkaReader r, RecordBatch batch)
    {
        r.Int8();
        var timestamp = batch.BaseTimestamp + r.Varlong();
        return new Record(
            batch.BaseOffset + r.Varint(),
            batch.IsLogAppendTime ? batch.MaxTimestamp : timestamp,
            Bytes(ref r),
            Bytes(ref r),
            Headers(ref r)
        );
    }

    private static RecordHeader[] Headers(ref KafkaReader r)
    {
        // A header takes two bytes at least.
        var count =
            r.Varint() is var announced && announced >= 0 && announced <= r.Left / 2
                ? announced
                : throw Wrong("A number of headers");
        var headers = count == 0 ? [] : new RecordHeader[count];
        for (var i = 0; i < count; i++)
        {
            var key = Bytes(ref r) ?? throw Wrong("A header's key");
            headers[i] = new RecordHeader(Encoding.UTF8.GetString(key.Span), Bytes(ref r));
        }
        return headers;
    }

    private static ReadOnlyMemory<byte>? Bytes(ref KafkaReader r) =>
        r.Varint() is var length and >= 0 ? r.Slice(length) : default(ReadOnlyMemory<byte>?);

    private static byte[]? Inflate(ReadOnlyMemory<byte> packed, int mostBytes)
    {
        using var gzip = new GZipStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        var part = new byte[16 * 1024];
        while (gzip.Read(part) is var got and > 0)
        {
            if (unpacked.Length + got > mostBytes)
            {
                return null;
            }
            unpacked.Write(part, 0, got);
        }
        return unpacked.ToArray();
    }

    private static MalformedFrameException Wrong(string what) => new($"{what} is wrong.");
}
