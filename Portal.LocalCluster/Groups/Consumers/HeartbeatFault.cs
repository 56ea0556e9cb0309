using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Groups.Consumers;

/// <summary>What is wrong with a heartbeat by itself, in Kafka's order and words.</summary>
internal static class HeartbeatFault
{
    public const int Joins = 0;
    public const int Leaves = -1;

    /// <summary>The first version in which members make up their ids themselves.</summary>
    private const short OwnIds = 1;

    public static Refusal? Of(ConsumerGroupHeartbeatRequest request, short version) =>
        (request.MemberEpoch > Joins || request.MemberEpoch == Leaves || version >= OwnIds)
        && string.IsNullOrWhiteSpace(request.MemberId)
            ? Invalid("MemberId can't be empty.")
        : string.IsNullOrWhiteSpace(request.GroupId) ? Invalid("GroupId can't be empty.")
        : request.InstanceId?.Trim().Length == 0 ? Invalid("InstanceId can't be empty.")
        : request.RackId?.Trim().Length == 0 ? Invalid("RackId can't be empty.")
        : request.MemberEpoch == Joins && Joining(request) is { } fault ? fault
        : request is { MemberEpoch: ConsumerMember.AwayEpoch, InstanceId: null } ? Invalid("InstanceId can't be null.")
        : request.MemberEpoch < ConsumerMember.AwayEpoch ? Invalid("MemberEpoch is invalid.")
        : request.ServerAssignor is { } assignor && !TargetAssignment.Knows(assignor)
            ? new(
                ErrorCode.UnsupportedAssignor,
                $"ServerAssignor {assignor} is not supported. Supported assignors: {TargetAssignment.Names}."
            )
        : null;

    private static Refusal? Joining(ConsumerGroupHeartbeatRequest request) =>
        request.RebalanceTimeoutMs == -1 ? Invalid("RebalanceTimeoutMs must be provided in first request.")
        : request.TopicPartitions is not { Length: 0 } ? Invalid("TopicPartitions must be empty when (re-)joining.")
        : request is { SubscribedTopicNames: null, SubscribedTopicRegex: null }
            ? Invalid("Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining.")
        : null;

    private static Refusal Invalid(string words) => new(ErrorCode.InvalidRequest, words);
}
