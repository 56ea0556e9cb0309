using System.Text;
using Portal.Kafka.Records;
using Portal.Kafka.Wire;
using Record = Portal.Kafka.Records.Record;

namespace Portal.Tests.Kafka;

public class RecordBatchTests
{
    private static readonly Record[] Three =
    [
        new(40, 1000, "k"u8.ToArray(), "first"u8.ToArray(), [new("trace", "abc"u8.ToArray()), new("none", null)]),
        new(41, 1005, null, "second"u8.ToArray(), []),
        new(42, 990, "k"u8.ToArray(), null, []),
    ];

    [Theory]
    [InlineData(Compression.None)]
    [InlineData(Compression.Gzip)]
    public void Records_come_back_as_they_were_written(Compression compression)
    {
        var batch = Only(RecordBatchWriter.Write(Three, new(7, 1, 10), compression));
        var read = RecordBatchReader.Read(batch, mostBytes: 1000).ShouldBeOfType<BatchContents.Read>().Records;
        read.Select(Words).ShouldBe(Three.Select(Words));
    }

    [Fact]
    public void The_header_tells_what_a_broker_needs_without_unpacking()
    {
        var batch = Only(RecordBatchWriter.Write(Three, new(7, 1, 10), Compression.Gzip));
        batch.CrcHolds.ShouldBeTrue();
        (batch.BaseOffset, batch.LastOffset, batch.Count).ShouldBe((40, 42, 3));
        (batch.ProducerId, batch.ProducerEpoch, batch.BaseSequence, batch.LastSequence).ShouldBe((7, (short)1, 10, 12));
        (batch.BaseTimestamp, batch.MaxTimestamp).ShouldBe((1000, 1005));
        (batch.Compression, batch.IsControl, batch.IsTransactional).ShouldBe((Compression.Gzip, false, false));
    }

    [Fact]
    public void A_batch_gets_its_place_in_the_log_and_its_checksum_still_holds()
    {
        var bytes = RecordBatchWriter.Write(Three, ProducerStamp.None);
        RecordBatch.Place(bytes, baseOffset: 9000, leaderEpoch: 5);
        var batch = Only(bytes);
        (batch.BaseOffset, batch.LeaderEpoch, batch.CrcHolds).ShouldBe((9000, 5, true));
    }

    [Fact]
    public void Sequence_numbers_start_again_after_the_largest() =>
        Only(RecordBatchWriter.Write(Three, new(7, 1, int.MaxValue))).LastSequence.ShouldBe(1);

    [Fact]
    public void A_flipped_bit_is_seen()
    {
        var bytes = RecordBatchWriter.Write(Three, ProducerStamp.None);
        bytes[^1] ^= 1;
        Only(bytes).CrcHolds.ShouldBeFalse();
    }

    [Fact]
    public void A_torn_batch_is_no_batch_yet()
    {
        var whole = RecordBatchWriter.Write(Three, ProducerStamp.None);
        for (var length = 0; length < whole.Length; length++)
        {
            ReadOnlyMemory<byte> torn = whole.AsMemory(0, length);
            RecordBatch.TryTake(ref torn, out _).ShouldBeFalse();
        }
    }

    [Fact]
    public void What_cannot_be_unpacked_is_said()
    {
        var bytes = RecordBatchWriter.Write(Three, ProducerStamp.None);
        bytes[RecordBatch.HeaderBytes - 39] = (byte)Compression.Zstd;
        RecordBatchReader.Read(Only(bytes), 1000).ShouldBe(new BatchContents.CodecNotSupported(Compression.Zstd));
    }

    [Fact]
    public void A_batch_that_unfolds_beyond_the_limit_is_not_unfolded()
    {
        var zeros = new Record(0, 0, null, new byte[1_000_000], []);
        var batch = Only(RecordBatchWriter.Write([zeros], ProducerStamp.None, Compression.Gzip));
        RecordBatchReader.Read(batch, mostBytes: 10_000).ShouldBe(new BatchContents.TooLarge(10_000));
    }

    [Fact]
    public void Random_damage_is_corruption_or_a_different_record_but_never_an_exception()
    {
        var random = new Random(20261120);
        for (var round = 0; round < 5_000; round++)
        {
            var bytes = RecordBatchWriter.Write(Three, ProducerStamp.None, (Compression)(round % 2));
            for (var hits = random.Next(1, 5); hits > 0; hits--)
            {
                bytes[random.Next(RecordBatch.HeaderBytes - 4, bytes.Length)] = (byte)random.Next(256);
            }
            RecordBatchReader.Read(Only(bytes), mostBytes: 100_000).ShouldNotBeNull();
        }
    }

    private static RecordBatch Only(byte[] bytes)
    {
        ReadOnlyMemory<byte> rest = bytes;
        RecordBatch.TryTake(ref rest, out var batch).ShouldBeTrue();
        rest.IsEmpty.ShouldBeTrue();
        return batch;
    }

    private static string Words(Record record) =>
        $"{record.Offset} {record.TimestampMs} {Text(record.Key)}={Text(record.Value)} "
        + string.Join(',', record.Headers.Select(header => $"{header.Key}:{Text(header.Value)}"));

    private static string Text(ReadOnlyMemory<byte>? bytes) =>
        bytes is null ? "-" : Encoding.UTF8.GetString(bytes.Value.Span);
}
