using System.Buffers;
using System.Buffers.Binary;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Tests.Kafka;

public class WireTests
{
    [Fact]
    public async Task A_request_and_its_header_come_back_from_a_stream_as_they_were_sent()
    {
        using var w = new KafkaWriter();
        var asked = new MetadataRequest { Topics = [new() { Name = "orders" }] };
        RequestFrame.Write(w, asked, version: 12, correlationId: 7);
        await using var frames = new FrameReader(new MemoryStream(w.Written.ToArray()), mostBytes: 1000);

        using var frame = await frames.Next(CancellationToken.None);
        var (header, request) = Parse(frame!);

        header.ShouldBe(new RequestHeader(ApiKey.Metadata, 12, 7, "portal"));
        request.Topics!.Single().Name.ShouldBe("orders");
        (await frames.Next(CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public void The_answer_to_ApiVersions_has_a_header_without_tags_in_every_version()
    {
        using var w = new KafkaWriter();
        Frames.Response(
            w,
            new ApiVersionsResponse(),
            ApiKey.ApiVersions,
            ApiVersionsRequest.Versions,
            version: 3,
            correlationId: 9
        );
        BinaryPrimitives.ReadInt32BigEndian(w.Written.Span[4..]).ShouldBe(9);
        BinaryPrimitives.ReadInt16BigEndian(w.Written.Span[8..]).ShouldBe((short)ErrorCode.None);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1001)]
    [InlineData(int.MaxValue)]
    public async Task A_length_that_cannot_be_ends_the_connection(int length)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        await using var frames = new FrameReader(new MemoryStream(bytes), mostBytes: 1000);
        await Should.ThrowAsync<MalformedFrameException>(async () => await frames.Next(CancellationToken.None));
    }

    [Fact]
    public async Task Frames_are_found_however_their_bytes_come()
    {
        byte[] bytes = [0, 0, 0, 3, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 1, 9];
        await using var frames = new FrameReader(new Drip(bytes), mostBytes: 1000);
        var found = new List<byte[]>();
        while (await frames.Next(CancellationToken.None) is { } frame)
        {
            found.Add(frame.Bytes.ToArray());
            frame.Dispose();
        }
        found.ShouldBe([
            [1, 2, 3],
            [],
            [9],
        ]);
    }

    [Fact]
    public async Task What_is_announced_but_does_not_come_takes_no_memory()
    {
        var bytes = new byte[100];
        BinaryPrimitives.WriteInt32BigEndian(bytes, 500_000_000);
        await using var frames = new FrameReader(new MemoryStream(bytes), mostBytes: int.MaxValue);
        var before = GC.GetTotalAllocatedBytes();
        await Should.ThrowAsync<MalformedFrameException>(async () => await frames.Next(CancellationToken.None));
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(50_000_000);
    }

    [Fact]
    public async Task A_stream_that_ends_within_a_frame_is_an_error()
    {
        await using var frames = new FrameReader(new MemoryStream([0, 0, 0, 9, 1]), mostBytes: 1000);
        await Should.ThrowAsync<MalformedFrameException>(async () => await frames.Next(CancellationToken.None));
    }

    [Fact]
    public void An_array_longer_than_its_frame_is_refused_before_memory_is_taken()
    {
        byte[] bytes = [0x7F, 0xFF, 0xFF, 0xFF, 0, 0];
        Should.Throw<MalformedFrameException>(() =>
        {
            var r = new KafkaReader(bytes);
            r.Array<MetadataRequest.AskedTopic>(0);
        });
    }

    [Fact]
    public void A_compact_string_is_no_longer_than_any_other()
    {
        var longest = short.MaxValue;

        Read(longest).Length.ShouldBe(longest);
        Should.Throw<MalformedFrameException>(() => Read(longest + 1));

        static string Read(int length)
        {
            var writer = new ArrayBufferWriter<byte>();
            for (var rest = (uint)length + 1; ; rest >>= 7)
            {
                writer.Write<byte>([(byte)(rest > 0x7F ? rest & 0x7F | 0x80 : rest)]);
                if (rest <= 0x7F)
                {
                    break;
                }
            }

            writer.Write(new byte[length]);
            return new KafkaReader(writer.WrittenMemory, flexible: true).String();
        }
    }

    [Fact]
    public void Numbers_count_as_elements_of_a_frame()
    {
        var bytes = new byte[4 + (4 * (KafkaReader.MostElements + 1))];
        BinaryPrimitives.WriteInt32BigEndian(bytes, KafkaReader.MostElements + 1);

        Should.Throw<MalformedFrameException>(() => new KafkaReader(bytes).Int32Array());
    }

    private static (RequestHeader, MetadataRequest) Parse(Frame frame)
    {
        var r = new KafkaReader(frame.Bytes);
        var header = RequestHeader.Read(ref r, Apis.Find);
        return (header, MetadataRequest.Read(ref r, header.Version));
    }

    /// <summary>Gives one byte at a time.</summary>
    private sealed class Drip(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);
    }
}
