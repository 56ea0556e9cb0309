using Portal.Kafka.Lag;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Groups;

/// <summary>The three ways in which groups are described, as one.</summary>
internal static class GroupAnswers
{
    public static GroupDescription Of(DescribeGroupsResponse.Group group) =>
        new(
            group.GroupId,
            GroupType.Classic,
            group.Error,
            group.GroupState,
            group.ProtocolData,
            [
                .. group.Members.Select(member => new GroupMember(
                    member.MemberId,
                    member.GroupInstanceId,
                    member.ClientId,
                    member.ClientHost,
                    group.ProtocolType == "consumer" ? Assigned(member.MemberAssignment) : null
                )),
            ]
        )
        {
            Operations = group.AuthorizedOperations,
        };

    public static GroupDescription Of(ConsumerGroupDescribeResponse.Group group) =>
        new(
            group.GroupId,
            GroupType.Consumer,
            group.Error,
            group.GroupState,
            group.AssignorName,
            [
                .. group.Members.Select(member => new GroupMember(
                    member.MemberId,
                    member.InstanceId,
                    member.ClientId,
                    member.ClientHost,
                    [.. member.Assignment.TopicPartitions.Select(t => new AssignedTopic(t.TopicName, t.Partitions))]
                )),
            ]
        )
        {
            Operations = group.AuthorizedOperations,
        };

    public static GroupDescription Of(ShareGroupDescribeResponse.Group group) =>
        new(
            group.GroupId,
            GroupType.Share,
            group.Error,
            group.GroupState,
            group.AssignorName,
            [
                .. group.Members.Select(member => new GroupMember(
                    member.MemberId,
                    null,
                    member.ClientId,
                    member.ClientHost,
                    [.. member.Assignment.TopicPartitions.Select(t => new AssignedTopic(t.TopicName, t.Partitions))]
                )),
            ]
        )
        {
            Operations = group.AuthorizedOperations,
        };

    private static AssignedTopic[]? Assigned(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return [.. ConsumerAssignment.Read(bytes).Topics.Select(t => new AssignedTopic(t.Name, t.Partitions))];
        }
        catch (MalformedFrameException)
        {
            // A client may write here what it likes; the group is still worth showing.
            return null;
        }
    }
}
