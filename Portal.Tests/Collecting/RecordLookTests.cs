using Portal.Engines.Collecting;
using Portal.Kafka.Lag;
using Portal.Kafka.Messages;
using Portal.Kafka.Records;
using Portal.Kafka.Wire;
using Portal.Tests.Kafka;
using Record = Portal.Kafka.Records.Record;

namespace Portal.Tests.Collecting;

/// <summary>What is found at offset 5 of a partition into which transactions are written.</summary>
public sealed class RecordLookTests
{
    private static readonly Guid Orders = new("aaaaaaaa-0000-0000-0000-000000000001");
    private static readonly FetchResponse.AbortedTransaction Aborted = new() { ProducerId = 7, FirstOffset = 5 };

    [Fact]
    public async Task What_was_aborted_is_nothing_that_was_committed() =>
        (await Look(Holding(7, Batch(5, 7), Marker(6, 7)))).ShouldBe(
            new Peek(At(5), OnlyMarkers: false, OnlyAborted: true)
        );

    [Fact]
    public async Task Markers_alone_are_no_records() =>
        (await Look(Holding(7, Marker(5, 8), Marker(6, 8)))).ShouldBe(new Peek(null, OnlyMarkers: true));

    [Fact]
    public async Task What_another_producer_committed_beside_it_is_there() =>
        (await Look(Holding(9, Batch(5, 7), Batch(6, 8), Marker(7, 7), Marker(8, 8)))).ShouldBe(
            new Peek(At(5), OnlyMarkers: false, IsCommitted: true)
        );

    [Fact]
    public async Task What_the_same_producer_committed_after_it_is_there() =>
        (await Look(Holding(9, Batch(5, 7), Marker(6, 7), Batch(7, 7), Marker(8, 7)))).ShouldBe(
            new Peek(At(5), OnlyMarkers: false, IsCommitted: true)
        );

    [Fact]
    public async Task What_was_aborted_before_more_than_one_look_holds_is_not_all_of_it() =>
        (await Look(Holding(20, Batch(5, 7), Marker(6, 7)))).ShouldBe(new Peek(At(5), OnlyMarkers: false));

    [Fact]
    public async Task What_an_open_transaction_has_written_is_there() =>
        (
            await Look(
                new() { HighWatermark = 6, LastStableOffset = 5 },
                new()
                {
                    HighWatermark = 6,
                    LastStableOffset = 5,
                    Records = Batch(5, 7),
                }
            )
        ).ShouldBe(new Peek(At(5), OnlyMarkers: false));

    [Fact]
    public async Task What_the_portal_may_not_read_is_refused() =>
        (await Look(new() { Error = ErrorCode.TopicAuthorizationFailed })).ShouldBe(
            new Peek(null, OnlyMarkers: false) { IsRefused = true }
        );

    [Fact]
    public async Task What_its_broker_cant_answer_now_is_no_refusal() =>
        (await Look(new() { Error = ErrorCode.NotLeaderOrFollower })).ShouldBeNull();

    private static FetchResponse.Partition Holding(long end, params byte[][] batches) =>
        new()
        {
            HighWatermark = end,
            LastStableOffset = end,
            AbortedTransactions = [Aborted],
            Records = batches.SelectMany(batch => batch).ToArray(),
        };

    /// <param name="all">What is answered to who wants also what isn't committed; null: it isn't wanted.</param>
    private static async Task<Peek?> Look(FetchResponse.Partition committed, FetchResponse.Partition? all = null)
    {
        await using var broker = new ScriptedBroker();
        broker.On(
            ApiKey.Metadata,
            13,
            broker.Alone(
                new MetadataResponse.Topic
                {
                    Name = "orders",
                    TopicId = Orders,
                    Partitions = [new() { PartitionIndex = 0, LeaderId = 1 }],
                }
            )
        );
        broker.On(ApiKey.ListGroups, 5, new ListGroupsResponse());
        broker.On(ApiKey.ListOffsets, 11, new ListOffsetsResponse());
        broker.On(
            ApiKey.Fetch,
            13,
            (w, v) =>
            {
                Answer(IsCommittedOnly(broker.Request) ? committed : all!).Write(w, v);
                return true;
            }
        );
        await using var client = broker.Client();
        var reading = await new LagReader(client).Read(CancellationToken.None);
        var found = await RecordLook.At(client, reading.Topics, Orders, 0, 5, CancellationToken.None);
        broker.CountOf(ApiKey.Fetch).ShouldBe(all is null ? 1 : 2);
        return found;
    }

    private static FetchResponse Answer(FetchResponse.Partition partition) =>
        new() { Responses = [new() { TopicId = Orders, Partitions = [partition] }] };

    private static bool IsCommittedOnly(byte[] request)
    {
        var r = new KafkaReader(request);
        var header = RequestHeader.Read(ref r, Apis.Find);
        return FetchRequest.Read(ref r, header.Version).IsCommittedOnly;
    }

    // A record's time is its offset in seconds.
    private static DateTimeOffset At(long offset) => DateTimeOffset.FromUnixTimeSeconds(offset);

    private static byte[] Batch(long offset, long producer) =>
        RecordBatchWriter.Write(
            [new Record(offset, offset * 1_000, null, "v"u8.ToArray(), [])],
            new ProducerStamp(producer, 0, 0, IsTransactional: true)
        );

    private static byte[] Marker(long offset, long producer)
    {
        var batch = Batch(offset, producer);
        batch[RecordBatch.AttributesAt + 1] |= 0x20;
        return batch;
    }
}
