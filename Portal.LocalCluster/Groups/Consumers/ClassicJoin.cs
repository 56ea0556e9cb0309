using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Groups.Consumers;

/// <summary>What a join of the classic protocol makes of a group of the new one.</summary>
/// <param name="Downgrades">A static member replaced the last one of the new protocol: all are classic now.</param>
/// <param name="IsStale">The target was worked out before something that changes it.</param>
internal sealed record ClassicJoin(ConsumerGroupState Group, ConsumerMember Member, bool Downgrades, bool IsStale)
{
    /// <summary>From this version of JoinGroup on, a member that has no id is given one first, and joins with that (KIP-394).</summary>
    private const short IdsFirst = 4;

    public static ErrorCode FaultOf(ConsumerGroupState group, JoinGroupRequest request, short version)
    {
        var classic = group.Members.Select(member => member.Classic).OfType<ClassicMembership>().ToArray();
        var isFit = request.Protocols.Any(offered => classic.All(member => member.Offers(offered.Name)));
        return request.ProtocolType != GroupCoordinator.ConsumerProtocol || !isFit ? ErrorCode.InconsistentGroupProtocol
            : version >= IdsFirst && request is { MemberId: "", GroupInstanceId: null } ? ErrorCode.MemberIdRequired
            : ErrorCode.None;
    }

    /// <exception cref="MalformedFrameException">Its subscription isn't a consumer's.</exception>
    public static (ClassicJoin? Joined, Refusal? Refused) After(
        ConsumerGroupState group,
        JoinGroupRequest request,
        Member newcomer,
        ClusterState topics
    )
    {
        var (admitted, member, refused) = Admission.Admit(group, request, newcomer.Id);
        if (member is null)
        {
            return (null, refused);
        }

        var subscription = EmbeddedSubscription.Read(request.Protocols[0].Metadata);
        var updated = ClassicMembership
            .Of(request)
            .Applied(
                member with
                {
                    InstanceId = request.GroupInstanceId ?? member.InstanceId,
                    ClientId = newcomer.ClientId,
                    ClientHost = newcomer.ClientHost,
                    RebalanceTimeoutMs =
                        request.RebalanceTimeoutMs < 0 ? request.SessionTimeoutMs : request.RebalanceTimeoutMs,
                },
                subscription
            );
        var owned = EmbeddedPartitions.In(topics, subscription.Owned).ToHashSet();
        var next = MemberUpdate.Applied(group, admitted, member, updated, topics);
        if (ReplacesTheLastConsumer(group, request))
        {
            var kept = Reconciliation.Next(next, next.Find(updated.Id)!, owned);
            var remaining = next.With(kept) with { Epoch = group.Epoch };
            return (new(remaining, kept, Downgrades: true, IsStale: next.TargetEpoch < next.Epoch), null);
        }

        var (stepped, step) = MemberUpdate.Step(next, updated.Id, owned, topics);
        return (new(stepped, step, Downgrades: false, IsStale: false), null);
    }

    private static bool ReplacesTheLastConsumer(ConsumerGroupState group, JoinGroupRequest request) =>
        request.GroupInstanceId is { } instance
        && group.FindInstance(instance) is { Classic: null } replaced
        && group.IsClassicWithout(replaced);
}
