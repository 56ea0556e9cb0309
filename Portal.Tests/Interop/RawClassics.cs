using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>Consumers of the classic protocol, request by request, in whatever group they are.</summary>
internal sealed class RawClassics(string bootstrap) : RawClient(bootstrap)
{
    private const string Consumers = "consumer";

    /// <summary>Joins, with an id that it is given first if it has none. A real Kafka's coordinator may still be loading.</summary>
    public async Task<JoinGroupResponse> Join(
        string group,
        string topic,
        string member = "",
        int[]? owns = null,
        string? instance = null,
        string type = Consumers,
        string protocol = "range",
        byte[]? subscription = null
    )
    {
        JoinGroupResponse? answer = null;
        await Deadline.Until(async () =>
        {
            answer = await ToCoordinator(group, Group, Request(member), 9);
            return answer.Error is not (ErrorCode.CoordinatorLoadInProgress or ErrorCode.NotCoordinator);
        });
        return answer!.Error == ErrorCode.MemberIdRequired
            ? await ToCoordinator(group, Group, Request(answer.MemberId), 9)
            : answer;

        JoinGroupRequest Request(string id) =>
            new()
            {
                GroupId = group,
                MemberId = id,
                GroupInstanceId = instance,
                SessionTimeoutMs = 30_000,
                RebalanceTimeoutMs = 30_000,
                ProtocolType = type,
                Protocols = [new() { Name = protocol, Metadata = subscription ?? Subscription(topic, owns ?? []) }],
            };
    }

    /// <summary>The first of a group joins and takes these partitions, as the leader that it is.</summary>
    public async Task<JoinGroupResponse> Lead(string group, string topic, int[] partitions, string? instance = null)
    {
        var joined = await Join(group, topic, instance: instance);
        (joined.Error, joined.Leader).ShouldBe((ErrorCode.None, joined.MemberId));
        (await Sync(group, joined, Assignment(topic, partitions), instance)).Error.ShouldBe(ErrorCode.None);
        return joined;
    }

    public Task<SyncGroupResponse> Sync(
        string group,
        JoinGroupResponse joined,
        byte[]? assignment = null,
        string? instance = null,
        string? protocol = null
    ) =>
        ToCoordinator(
            group,
            Group,
            new SyncGroupRequest
            {
                GroupId = group,
                GenerationId = joined.GenerationId,
                MemberId = joined.MemberId,
                GroupInstanceId = instance,
                ProtocolType = Consumers,
                ProtocolName = protocol ?? joined.ProtocolName,
                Assignments = assignment is null ? [] : [new() { MemberId = joined.MemberId, Assignment = assignment }],
            },
            5
        );

    public async Task<ErrorCode> Heartbeat(string group, string member, int generation, string? instance = null) =>
        (
            await ToCoordinator(
                group,
                Group,
                new HeartbeatRequest
                {
                    GroupId = group,
                    MemberId = member,
                    GenerationId = generation,
                    GroupInstanceId = instance,
                },
                4
            )
        ).Error;

    public async Task<ErrorCode> Leave(string group, string member, string? instance = null)
    {
        var leaving = new LeaveGroupRequest.Member { MemberId = member, GroupInstanceId = instance };
        var answer = await ToCoordinator(
            group,
            Group,
            new LeaveGroupRequest { GroupId = group, Members = [leaving] },
            5
        );
        return answer.Error != ErrorCode.None ? answer.Error : answer.Members[0].Error;
    }

    /// <summary>The partitions of the one topic that it is about.</summary>
    public static int[] Of(SyncGroupResponse answer)
    {
        answer.Error.ShouldBe(ErrorCode.None);
        var reader = new KafkaReader(answer.Assignment);
        reader.Int16().ShouldBe((short)1);
        var topics = reader.Count(1);
        if (topics == 0)
        {
            return [];
        }

        reader.String();
        var partitions = reader.Int32Array();
        reader.NullableBytes().ShouldBeNull();
        return [.. partitions.Order()];
    }

    /// <summary>As clients write it in version 1.</summary>
    public static byte[] Subscription(string topic, int[] owns)
    {
        using var writer = new KafkaWriter();
        writer.Int16(1);
        writer.StringArray([topic]);
        writer.NullableBytes(null);
        Owned(writer, topic, owns);
        return writer.Written.ToArray();
    }

    public static byte[] Assignment(string topic, int[] partitions, byte[]? userData = null)
    {
        using var writer = new KafkaWriter();
        writer.Int16(1);
        Owned(writer, topic, partitions);
        writer.NullableBytes(userData is null ? default(ReadOnlyMemory<byte>?) : userData.AsMemory());
        return writer.Written.ToArray();
    }

    private static void Owned(KafkaWriter writer, string topic, int[] partitions)
    {
        writer.Count(partitions.Length == 0 ? 0 : 1);
        if (partitions.Length > 0)
        {
            writer.String(topic);
            writer.Int32Array(partitions);
        }
    }
}
