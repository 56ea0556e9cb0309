using System.Buffers.Binary;
using Portal.Kafka.Records;
using Portal.Kafka.Wire;
using Portal.Tests.LocalCluster;
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
    public void Records_are_found_as_they_were_written(Compression compression)
    {
        var batch = Only(RecordBatchWriter.Write(Three, new(7, 1, 10), compression));
        var passed = new List<RecordHead>();
        RecordBatchReader.First(batch, mostBytes: 1000, Pass).ShouldBe(new RecordSearch.NotThere());
        passed.ShouldBe([new(40, 1000, true), new(41, 1005, false), new(42, 990, true)]);
        RecordBatchReader
            .First(batch, mostBytes: 1000, record => !record.HasKey)
            .ShouldBe(new RecordSearch.Found(new(41, 1005, HasKey: false)));

        bool Pass(RecordHead record)
        {
            passed.Add(record);
            return false;
        }
    }

    [Fact]
    public void Millions_of_records_are_passed_by_without_taking_memory()
    {
        var bomb = Only(Batches.Bomb(records: 2_000_000));
        var before = GC.GetAllocatedBytesForCurrentThread();

        RecordBatchReader.First(bomb, int.MaxValue, _ => false).ShouldBe(new RecordSearch.NotThere());

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000_000);
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

    [Theory]
    [InlineData(Compression.Snappy)]
    [InlineData(Compression.Lz4)]
    [InlineData(Compression.Zstd)]
    public void What_its_codec_did_not_make_is_corruption(Compression codec) =>
        RecordBatchReader
            .First(Only(Named(codec, RecordBatchWriter.Write(Three, ProducerStamp.None))), 1000, None)
            .ShouldBeOfType<RecordSearch.Corrupt>();

    [Fact]
    public void A_batch_that_unfolds_beyond_the_limit_is_not_unfolded()
    {
        var zeros = new Record(0, 0, null, new byte[1_000_000], []);
        var batch = Only(RecordBatchWriter.Write([zeros], ProducerStamp.None, Compression.Gzip));
        RecordBatchReader.First(batch, mostBytes: 10_000, None).ShouldBe(new RecordSearch.TooLarge(10_000));
    }

    [Fact]
    public void A_count_that_lies_is_corruption_and_no_memory_is_taken_for_it()
    {
        var bytes = RecordBatchWriter.Write([new(0, 0, null, new byte[10_000_000], [])], ProducerStamp.None);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(RecordBatch.HeaderBytes - sizeof(int)), int.MaxValue);
        var before = GC.GetAllocatedBytesForCurrentThread();

        RecordBatchReader.First(Only(bytes), 1000, None).ShouldBeOfType<RecordSearch.Corrupt>();

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000_000);
    }

    [Fact]
    public void Random_damage_is_corruption_or_a_different_record_but_never_an_exception()
    {
        var random = new Random(20261120);
        for (var round = 0; round < 5_000; round++)
        {
            var codec = (Compression)(round % 5);
            var bytes = Named(codec, RecordBatchWriter.Write(Three, ProducerStamp.None, (Compression)(round % 2)));
            for (var hits = random.Next(1, 5); hits > 0; hits--)
            {
                bytes[random.Next(RecordBatch.HeaderBytes - 4, bytes.Length)] = (byte)random.Next(256);
            }
            RecordBatchReader.First(Only(bytes), mostBytes: 100_000, None).ShouldNotBeNull();
            RecordBatchReader.SchemaIds(Only(bytes), mostBytes: 100_000, _ => { }).ShouldNotBeNull();
        }
    }

    /// <summary>Says that the records were packed by a codec, whether they were or not.</summary>
    private static byte[] Named(Compression codec, byte[] bytes)
    {
        bytes[RecordBatch.AttributesAt + 1] = (byte)codec;
        return bytes;
    }

    private static RecordBatch Only(byte[] bytes)
    {
        ReadOnlyMemory<byte> rest = bytes;
        RecordBatch.TryTake(ref rest, out var batch).ShouldBeTrue();
        rest.IsEmpty.ShouldBeTrue();
        return batch;
    }

    private static bool None(RecordHead record) => false;
}
