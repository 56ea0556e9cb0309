using System.Collections.Immutable;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups.Consumers;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Groups;

/// <summary>How a group changes its protocol while members are in it, by the rules of Kafka's policy "bidirectional".</summary>
public sealed partial class Group
{
    /// <summary>
    /// What the group becomes with its first member of the new protocol: the generation is the epoch, and every member keeps its part. The
    /// group is dead then, and members whose join or sync waits are to join again. Null when it can't migrate, and stays as it is.
    /// </summary>
    public ConsumerGroupState? Upgrade(ClusterState topics, out Refusal? refused)
    {
        lock (_gate)
        {
            if (_members.Count > 0 && _protocolType != ConsumerProtocol)
            {
                refused = Staying("the group does not use the consumer embedded protocol.");
                return null;
            }

            refused = null;
            var upgraded = _members.Count == 0 ? ConsumerGroupState.New : Upgraded(topics, out refused);
            if (upgraded is null)
            {
                return null;
            }

            _state = GroupState.Dead;
            foreach (var member in _members.Values)
            {
                member.Joining?.TrySetResult(new() { Error = ErrorCode.RebalanceInProgress, MemberId = member.Id });
                member.Syncing?.TrySetResult(new() { Error = ErrorCode.RebalanceInProgress });
            }

            return upgraded;
        }
    }

    /// <summary>What a group becomes without its last member of the new protocol: the epoch is the generation, the targets are the parts.</summary>
    /// <param name="rebalances">Whether there is something to assign anew.</param>
    public static Group Downgraded(
        string id,
        ConsumerGroupState state,
        ClusterState topics,
        TimeProvider time,
        bool rebalances
    )
    {
        var group = new Group(id, ConsumerProtocol, time) { _generation = state.Epoch, _state = GroupState.Stable };
        foreach (var each in state.Members)
        {
            var joined = each.Classic!.AsJoin(each);
            var member = new Member(each.Id, each.InstanceId, each.ClientId, each.ClientHost);
            member.Follow(joined);
            member.Assignment = EmbeddedAssignment.Of(each.Target, topics).Write(joined.Protocols[0].Metadata);
            group._members.Add(member.Id, member);
            group.Touch(member);
        }

        group._protocol = ProtocolVote.Choose(group._members.Values);
        if (rebalances)
        {
            group.PrepareRebalance();
        }

        return group;
    }

    private ConsumerGroupState? Upgraded(ClusterState topics, out Refusal? refused)
    {
        try
        {
            (Member Member, EmbeddedAssignment Part)[] parts =
            [
                .. _members.Values.Select(member => (member, EmbeddedAssignment.Read(member.Assignment))),
            ];
            refused = parts.Any(each => each.Part.HasUserData)
                ? Staying(
                    "an unsupported custom assignor is in use. Please refer to the documentation or switch to a default assignor before "
                        + "re-attempting the upgrade."
                )
                : null;
            if (refused is not null)
            {
                return null;
            }

            var state = new ConsumerGroupState
            {
                Epoch = _generation,
                TargetEpoch = _generation,
                Members = [.. parts.Select(each => AsConsumer(each.Member, each.Part.PartitionsIn(topics)))],
            };
            return state with { Topics = MemberUpdate.SubscribedTopics(state, topics) };
        }
        catch (MalformedFrameException)
        {
            refused = Staying("the embedded consumer protocol is malformed.");
            return null;
        }
    }

    private ConsumerMember AsConsumer(Member member, ImmutableArray<PartitionOf> part)
    {
        var joined = ClassicMembership.Of(member);
        var chosen = joined.Protocols.FirstOrDefault(protocol => protocol.Name == _protocol) ?? joined.Protocols[0];
        return joined.Applied(
            new ConsumerMember(member.Id)
            {
                InstanceId = member.InstanceId,
                ClientId = member.ClientId,
                ClientHost = member.ClientHost,
                RebalanceTimeoutMs = (int)member.RebalanceTimeout.TotalMilliseconds,
                Epoch = _generation,
                PreviousEpoch = _generation,
                Assigned = [.. part.Select(partition => new OwnedPartition(partition, _generation))],
                Target = part,
            },
            EmbeddedSubscription.Read(chosen.Subscription)
        );
    }

    private Refusal Staying(string why) =>
        new(ErrorCode.GroupIdNotFound, $"Cannot upgrade classic group {Id} to consumer group because {why}");
}
