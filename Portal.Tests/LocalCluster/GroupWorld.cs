using System.Text;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups;

namespace Portal.Tests.LocalCluster;

/// <summary>One group and those who want to be in it.</summary>
internal sealed class GroupWorld
{
    public ManualTime Time { get; } = new();
    private int _made;

    public Group Group { get; }

    public GroupWorld() => Group = new Group("g", "", Time);

    public Task<JoinGroupResponse> Join(
        string memberId = "",
        string? instance = null,
        string subscription = "orders",
        short version = 9,
        string protocolType = "consumer",
        params string[] protocols
    )
    {
        var request = new JoinGroupRequest
        {
            GroupId = "g",
            MemberId = memberId,
            GroupInstanceId = instance,
            SessionTimeoutMs = 10_000,
            RebalanceTimeoutMs = 30_000,
            ProtocolType = protocolType,
            Protocols =
            [
                .. (protocols.Length == 0 ? ["range"] : protocols).Select(name => new JoinGroupRequest.Protocol
                {
                    Name = name,
                    Metadata = Encoding.UTF8.GetBytes(subscription),
                }),
            ],
        };
        var newcomer = new Member($"m-{++_made}", instance, "client", "127.0.0.1");
        Group.TryJoin(request, version, newcomer, out var answer).ShouldBeTrue();
        return answer!;
    }

    /// <summary>The way of a dynamic member: first an id, then in.</summary>
    public async Task<Task<JoinGroupResponse>> Enter(params string[] protocols)
    {
        var promised = await Join(protocols: protocols);
        promised.Error.ShouldBe(ErrorCode.MemberIdRequired);
        return Join(promised.MemberId, protocols: protocols);
    }

    public Task<SyncGroupResponse> Sync(JoinGroupResponse joined, params (string Member, string Part)[] parts)
    {
        var request = new SyncGroupRequest
        {
            GroupId = "g",
            GenerationId = joined.GenerationId,
            MemberId = joined.MemberId,
            Assignments =
            [
                .. parts.Select(part => new SyncGroupRequest.MemberAssignment
                {
                    MemberId = part.Member,
                    Assignment = Encoding.UTF8.GetBytes(part.Part),
                }),
            ],
        };
        Group.TrySync(request, out var answer).ShouldBeTrue();
        return answer!;
    }

    public ErrorCode Heartbeat(JoinGroupResponse joined, string? instance = null) =>
        Group
            .KeepAlive(
                new()
                {
                    GroupId = "g",
                    GenerationId = joined.GenerationId,
                    MemberId = joined.MemberId,
                    GroupInstanceId = instance,
                }
            )!
            .Value;

    public ErrorCode Commit(JoinGroupResponse joined, Action<string>? record = null) =>
        Group
            .Commit(
                new()
                {
                    GroupId = "g",
                    GenerationIdOrMemberEpoch = joined.GenerationId,
                    MemberId = joined.MemberId,
                },
                version: 9,
                [],
                record ?? (_ => { })
            )!
            .Value;

    /// <summary>Two members in a stable generation, the first leads.</summary>
    public async Task<(JoinGroupResponse First, JoinGroupResponse Second)> Two()
    {
        var alone = await await Enter();
        await Sync(alone, (alone.MemberId, "all"));
        var second = await Enter();
        Heartbeat(alone).ShouldBe(ErrorCode.RebalanceInProgress);
        var first = await Join(alone.MemberId);
        var joined = await second;
        var part = Sync(joined);
        await Sync(first, (first.MemberId, "a"), (joined.MemberId, "b"));
        Text((await part).Assignment).ShouldBe("b");
        return (first, joined);
    }

    public static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
