using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Groups;

public sealed partial class Group
{
    /// <summary>A static member came back without its id: it takes over its earlier part, without a new round when it wants the same.</summary>
    private Task<JoinGroupResponse> Replace(Member earlier, Member newcomer, JoinGroupRequest request, short version)
    {
        var same = earlier.Offers(request);
        _members.Remove(earlier.Id);
        earlier.Joining?.TrySetResult(new() { Error = ErrorCode.FencedInstanceId, MemberId = earlier.Id });
        earlier.Syncing?.TrySetResult(new() { Error = ErrorCode.FencedInstanceId });
        newcomer.Assignment = earlier.Assignment;
        _members.Add(newcomer.Id, newcomer);
        var led = _leader == earlier.Id;
        if (_state != GroupState.Stable || !same)
        {
            _leader = led ? newcomer.Id : _leader;
            return Wait(newcomer, request);
        }

        newcomer.Follow(request);
        Touch(newcomer);
        _leader = led ? newcomer.Id : _leader;
        var answer = Joined(newcomer);
        // The leader isn't to assign anew; a client too old to be told so is made to believe that another one leads.
        return Task.FromResult(
            !led ? answer
            : version >= 9 ? answer with { SkipAssignment = true }
            : answer with { Leader = earlier.Id, Members = [] }
        );
    }

    private JoinGroupResponse Joined(Member member) =>
        new()
        {
            GenerationId = _generation,
            ProtocolType = _protocolType,
            ProtocolName = _protocol ?? "",
            Leader = _leader ?? "",
            MemberId = member.Id,
            Members = member.Id == _leader ? [.. _members.Values.Select(Subscribed)] : [],
        };

    private JoinGroupResponse.Member Subscribed(Member member) =>
        new()
        {
            MemberId = member.Id,
            GroupInstanceId = member.InstanceId,
            Metadata = member.Protocols.GetValueOrDefault(_protocol ?? "") ?? [],
        };

    private static Task<JoinGroupResponse> Refused(ErrorCode error, string memberId) =>
        Task.FromResult(new JoinGroupResponse { Error = error, MemberId = memberId });
}
