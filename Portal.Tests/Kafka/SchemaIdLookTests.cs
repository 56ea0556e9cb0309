using Portal.Engines.Kafka;
using Portal.Kafka.Admin;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Tests.Kafka;

/// <summary>A sample of schema ids that lacks a partition is none: what isn't in it may be in use all the same.</summary>
public sealed class SchemaIdLookTests
{
    [Theory]
    [InlineData(OffsetSpec.Latest)]
    [InlineData(OffsetSpec.Earliest)]
    public async Task A_topic_is_unanswered_when_one_partition_gives_no_first_or_no_last_offset(long refused)
    {
        await using var broker = new ScriptedBroker();
        broker.On(
            ApiKey.Metadata,
            13,
            broker.Alone(
                new MetadataResponse.Topic
                {
                    Name = "orders",
                    TopicId = new Guid("aaaaaaaa-0000-0000-0000-000000000001"),
                    Partitions = [new() { LeaderId = 1 }, new() { PartitionIndex = 1, LeaderId = 1 }],
                }
            )
        );
        broker.On(
            ApiKey.ListOffsets,
            7,
            (w, v) =>
            {
                Offsets(isRefused: Wanted(broker.Request) == refused).Write(w, v);
                return true;
            }
        );
        await using var client = broker.Client();

        var answers = await SchemaIdLook.At(
            new KafkaAdmin(client),
            "dev",
            [new("orders", default, null)],
            CancellationToken.None
        );

        answers["orders"]
            .ShouldBe(
                new SchemaIdAnswer.Unanswered(
                    "Not all partitions of orders on dev answered: another broker leads the partition now."
                )
            );
    }

    // Of the second partition or none: the first one is empty.
    private static ListOffsetsResponse Offsets(bool isRefused) =>
        new()
        {
            Topics =
            [
                new()
                {
                    Name = "orders",
                    Partitions =
                    [
                        new() { Offset = 0 },
                        new()
                        {
                            PartitionIndex = 1,
                            Error = isRefused ? ErrorCode.NotLeaderOrFollower : ErrorCode.None,
                            Offset = isRefused ? -1 : 10,
                        },
                    ],
                },
            ],
        };

    private static long Wanted(byte[] request)
    {
        var r = new KafkaReader(request);
        var header = RequestHeader.Read(ref r, Apis.Find);
        return ListOffsetsRequest.Read(ref r, header.Version).Topics[0].Partitions[0].Timestamp;
    }
}
