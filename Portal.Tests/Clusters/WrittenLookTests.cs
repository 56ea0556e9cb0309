using Portal.Core.Jobs.Rehearsals;
using Portal.Engines.Kafka;
using Portal.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kafka;

namespace Portal.Tests.Clusters;

/// <summary>What was written to a topic is compared once all of its partitions were read, and not at all without one of them.</summary>
public sealed class WrittenLookTests
{
    private static readonly Guid Sums = new("aaaaaaaa-0000-0000-0000-000000000003");

    [Fact]
    public async Task Every_partition_is_read()
    {
        var written = await Look();

        (written.Records.Length, written.IsWhole).ShouldBe((2, true));
    }

    /// <summary>The topic itself, where it begins, where it ends, and its records, each of them refused.</summary>
    [Theory]
    [InlineData(ErrorCode.TopicAuthorizationFailed, ErrorCode.None, ErrorCode.None, ErrorCode.None)]
    [InlineData(ErrorCode.None, ErrorCode.TopicAuthorizationFailed, ErrorCode.None, ErrorCode.None)]
    [InlineData(ErrorCode.None, ErrorCode.None, ErrorCode.TopicAuthorizationFailed, ErrorCode.None)]
    [InlineData(ErrorCode.None, ErrorCode.None, ErrorCode.None, ErrorCode.TopicAuthorizationFailed)]
    public async Task A_partition_that_may_not_be_read_is_no_output_of_zero_records(
        ErrorCode topic,
        ErrorCode first,
        ErrorCode end,
        ErrorCode records
    )
    {
        var refused = await Should.ThrowAsync<KafkaException.Refused>(() => Look(topic, first, end, records));

        refused.Message.ShouldBe("sums can't be read: not allowed on this topic");
    }

    // What is refused is the second of two partitions, with one record each.
    private static async Task<WrittenRecords> Look(
        ErrorCode topic = ErrorCode.None,
        ErrorCode first = ErrorCode.None,
        ErrorCode end = ErrorCode.None,
        ErrorCode records = ErrorCode.None
    )
    {
        await using var broker = new ScriptedBroker();
        broker.On(ApiKey.Metadata, 13, broker.Alone(Described(topic)));
        broker.On(
            ApiKey.ListOffsets,
            9,
            (w, v) =>
            {
                var isFirst = broker.CountOf(ApiKey.ListOffsets) == 1;
                Offsets(isFirst ? 0 : 1, isFirst ? first : end).Write(w, v);
                return true;
            }
        );
        broker.On(ApiKey.Fetch, 13, Fetched(records));
        await using var client = broker.Client();
        return await WrittenLook.At(new KafkaAdmin(client), "sums", null, CancellationToken.None);
    }

    private static MetadataResponse.Topic Described(ErrorCode error) =>
        new()
        {
            Name = "sums",
            TopicId = Sums,
            Error = error,
            Partitions =
                error == ErrorCode.None
                    ? [new() { PartitionIndex = 0, LeaderId = 1 }, new() { PartitionIndex = 1, LeaderId = 1 }]
                    : [],
        };

    private static ListOffsetsResponse Offsets(long offset, ErrorCode second) =>
        new()
        {
            Topics =
            [
                new()
                {
                    Name = "sums",
                    Partitions =
                    [
                        new() { PartitionIndex = 0, Offset = offset },
                        new()
                        {
                            PartitionIndex = 1,
                            Offset = second == ErrorCode.None ? offset : -1,
                            Error = second,
                        },
                    ],
                },
            ],
        };

    private static FetchResponse Fetched(ErrorCode second) =>
        new()
        {
            Responses =
            [
                new()
                {
                    TopicId = Sums,
                    Partitions =
                    [
                        new()
                        {
                            PartitionIndex = 0,
                            HighWatermark = 1,
                            Records = One(),
                        },
                        new()
                        {
                            PartitionIndex = 1,
                            Error = second,
                            HighWatermark = 1,
                            Records = second == ErrorCode.None ? One() : null,
                        },
                    ],
                },
            ],
        };

    private static byte[] One() =>
        RecordBatchWriter.Write([new(0, 1_000, "a"u8.ToArray(), "1"u8.ToArray(), [])], ProducerStamp.None);
}
