using Portal.Engines.Collecting;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kafka;
using Partition = Portal.Kafka.Messages.DescribeShareGroupOffsetsResponse.Partition;

namespace Portal.Tests.Collecting;

/// <summary>
/// What became of partitions that a share group isn't reported to read any more. A coordinator that can't read their state answers for a
/// name as it does for offsets that were deleted: with none, and without an error.
/// </summary>
public sealed class ShareFateTests
{
    private static readonly Partition[] Nothing = [None(0), None(1)];

    [Fact]
    public async Task Offsets_that_are_left_out_and_of_which_there_are_none_by_name_were_deleted() =>
        (await Gone(all: [], named: Nothing)).ShouldBe([("orders", 0), ("orders", 1)], ignoreOrder: true);

    [Fact]
    public async Task Offsets_that_the_group_has_but_whose_state_is_not_read_now_are_not_gone()
    {
        (await Gone(all: [None(0)], named: Nothing)).ShouldBe([("orders", 1)]);
        (await Gone(all: Nothing, named: Nothing)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Offsets_that_are_not_ours_to_see_are_not_gone() =>
        (await Gone(all: [], named: [None(0) with { Error = ErrorCode.TopicAuthorizationFailed }])).ShouldBeEmpty();

    [Fact]
    public async Task Offsets_that_are_there_by_name_are_not_gone() =>
        (await Gone(all: [], named: [None(0) with { StartOffset = 0 }])).ShouldBeEmpty();

    [Fact]
    public async Task Nothing_is_gone_while_its_coordinator_loads() =>
        (await Gone(all: [], named: Nothing, ErrorCode.CoordinatorLoadInProgress)).ShouldBeEmpty();

    /// <param name="all">What is answered of all that the group has.</param>
    /// <param name="named">What is answered of the two partitions that are named.</param>
    private static async Task<List<(string Topic, int Partition)>> Gone(
        Partition[] all,
        Partition[] named,
        ErrorCode error = ErrorCode.None
    )
    {
        await using var broker = new ScriptedBroker();
        broker.On(ApiKey.Metadata, 13, broker.Alone());
        broker.On(
            ApiKey.FindCoordinator,
            6,
            new FindCoordinatorResponse { Coordinators = [new() { Key = "sharers", NodeId = 1 }] }
        );
        broker.On(
            ApiKey.DescribeShareGroupOffsets,
            1,
            (w, v) =>
            {
                Answer(IsNamed(broker.Request) ? named : all, error).Write(w, v);
                return true;
            }
        );
        await using var client = broker.Client();
        (string, int)[] asked = [("orders", 0), ("orders", 1)];
        return [.. await CommitFates.Gone(client, "sharers", isShare: true, asked, CancellationToken.None)];
    }

    private static DescribeShareGroupOffsetsResponse Answer(Partition[] partitions, ErrorCode error) =>
        new()
        {
            Groups =
            [
                new()
                {
                    GroupId = "sharers",
                    Error = error,
                    Topics = [new() { TopicName = "orders", Partitions = partitions }],
                },
            ],
        };

    private static bool IsNamed(byte[] request)
    {
        var r = new KafkaReader(request);
        var header = RequestHeader.Read(ref r, Apis.Find);
        return DescribeShareGroupOffsetsRequest.Read(ref r, header.Version).Groups[0].Topics is not null;
    }

    private static Partition None(int partition) => new() { PartitionIndex = partition, StartOffset = -1 };
}
