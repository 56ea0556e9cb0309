using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>Members of groups of the new protocol, heartbeat by heartbeat: what clients hide is seen here.</summary>
internal sealed class RawConsumers(string bootstrap) : RawClient(bootstrap)
{
    public const int Leaves = -1;
    public const int GoesForNow = -2;

    public Task<ConsumerGroupHeartbeatResponse> Heartbeat(ConsumerGroupHeartbeatRequest request, short version = 1) =>
        ToCoordinator(request.GroupId, Group, request, version);

    /// <summary>The first heartbeat. A real Kafka's coordinator may still be loading.</summary>
    public async Task<ConsumerGroupHeartbeatResponse> Join(
        string group,
        string member,
        string[] topics,
        string? instance = null,
        string? assignor = null,
        int rebalanceTimeoutMs = 60_000
    )
    {
        ConsumerGroupHeartbeatResponse? answer = null;
        var request = new ConsumerGroupHeartbeatRequest
        {
            GroupId = group,
            MemberId = member,
            InstanceId = instance,
            RebalanceTimeoutMs = rebalanceTimeoutMs,
            SubscribedTopicNames = topics,
            ServerAssignor = assignor,
            TopicPartitions = [],
        };
        await Deadline.Until(async () =>
        {
            answer = await Heartbeat(request);
            return answer.Error is not (ErrorCode.CoordinatorLoadInProgress or ErrorCode.NotCoordinator);
        });
        return answer!;
    }

    /// <summary>A heartbeat of a member that has these partitions, or that says nothing of what it has.</summary>
    public Task<ConsumerGroupHeartbeatResponse> Heartbeat(
        string group,
        string member,
        int epoch,
        (Guid Topic, int[] Partitions)? owns = null,
        string? instance = null
    ) =>
        Heartbeat(
            new()
            {
                GroupId = group,
                MemberId = member,
                MemberEpoch = epoch,
                InstanceId = instance,
                TopicPartitions = owns is { } has
                    ? has.Partitions.Length == 0
                        ? []
                        : [new() { TopicId = has.Topic, Partitions = has.Partitions }]
                    : null,
            }
        );

    /// <summary>Sends heartbeats as a client does, giving up what it is to give up, until the member has so many partitions.</summary>
    public async Task<(int Epoch, int[] Partitions)> Settle(
        string group,
        string member,
        Guid topic,
        (int Epoch, int[] Partitions) has,
        int count,
        string? instance = null
    )
    {
        await Deadline.Until(async () =>
        {
            var answer = await Heartbeat(group, member, has.Epoch, (topic, has.Partitions), instance);
            answer.Error.ShouldBe(ErrorCode.None, answer.ErrorMessage);
            has = (answer.MemberEpoch, answer.Assignment is null ? has.Partitions : Of(answer));
            return has.Partitions.Length == count;
        });
        return has;
    }

    public static int[] Of(ConsumerGroupHeartbeatResponse answer) =>
        [.. (answer.Assignment?.TopicPartitions ?? []).SelectMany(topic => topic.Partitions).Order()];

    public async Task<ConsumerGroupDescribeResponse.Group> Describe(string group) =>
        (await ToCoordinator(group, Group, new ConsumerGroupDescribeRequest { GroupIds = [group] }, 1)).Groups[0];

    public async Task<DescribeGroupsResponse.Group> DescribeClassic(string group) =>
        (await ToCoordinator(group, Group, new DescribeGroupsRequest { Groups = [group] }, 6)).Groups[0];

    public async Task<ListGroupsResponse.Group?> List(string group, params string[] types) =>
        (await ToCoordinator(group, Group, new ListGroupsRequest { TypesFilter = types }, 5)).Groups.FirstOrDefault(
            each => each.GroupId == group
        );

    public async Task<ErrorCode> Commit(
        string group,
        string member,
        int epoch,
        string topic,
        int partition = 0,
        short version = 9
    )
    {
        var request = new OffsetCommitRequest
        {
            GroupId = group,
            MemberId = member,
            GenerationIdOrMemberEpoch = epoch,
            Topics = [new() { Name = topic, Partitions = [new() { PartitionIndex = partition, CommittedOffset = 7 }] }],
        };
        return (await ToCoordinator(group, Group, request, version)).Topics[0].Partitions[0].Error;
    }

    public async Task<(ErrorCode Error, long Offset)> Committed(string group, string? member, int epoch, string topic)
    {
        var asked = new OffsetFetchRequest.Group
        {
            GroupId = group,
            MemberId = member,
            MemberEpoch = epoch,
            Topics = [new() { Name = topic, PartitionIndexes = [0] }],
        };
        var found = (await ToCoordinator(group, Group, new OffsetFetchRequest { Groups = [asked] }, 9)).Groups[0];
        return (found.Error, found.Topics.Length == 0 ? -1 : found.Topics[0].Partitions[0].CommittedOffset);
    }

    public async Task<JoinGroupResponse> JoinClassic(string group, string memberId = "")
    {
        var request = new JoinGroupRequest
        {
            GroupId = group,
            MemberId = memberId,
            SessionTimeoutMs = 6000,
            RebalanceTimeoutMs = 6000,
            ProtocolType = "consumer",
            // A subscription to nothing, as clients write it.
            Protocols = [new() { Name = "range", Metadata = new byte[] { 0, 0, 0, 0, 0, 0, 255, 255, 255, 255 } }],
        };
        return await ToCoordinator(group, Group, request, 5);
    }

    public async Task<ErrorCode> Delete(string group) =>
        (await ToCoordinator(group, Group, new DeleteGroupsRequest { GroupsNames = [group] }, 2)).Results[0].Error;
}
