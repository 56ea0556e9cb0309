namespace Portal.Kafka.Wire;

/// <summary>Error codes for people, who see no name of the protocol without what it means for them.</summary>
public static class ErrorWords
{
    public static string InWords(this ErrorCode error) =>
        error switch
        {
            ErrorCode.None => "no error",
            ErrorCode.UnknownServerError => "the broker failed without a reason",
            ErrorCode.UnknownTopicOrPartition or ErrorCode.UnknownTopicId => "there is no such topic or partition",
            ErrorCode.LeaderNotAvailable => "the partition has no leader now",
            ErrorCode.NotLeaderOrFollower => "another broker leads the partition now",
            ErrorCode.RequestTimedOut => "the brokers did not finish in time",
            ErrorCode.CoordinatorLoadInProgress => "the group's coordinator is still loading",
            ErrorCode.CoordinatorNotAvailable => "the group has no coordinator now",
            ErrorCode.NotCoordinator => "another broker coordinates the group now",
            ErrorCode.NotController => "another broker is the controller now",
            ErrorCode.InvalidTopicException => "the topic's name is not allowed",
            ErrorCode.TopicAuthorizationFailed => "not allowed on this topic",
            ErrorCode.GroupAuthorizationFailed => "not allowed on this group",
            ErrorCode.ClusterAuthorizationFailed => "not allowed on this cluster",
            ErrorCode.TopicAlreadyExists => "the topic is there already",
            ErrorCode.InvalidPartitions => "this number of partitions is not allowed",
            ErrorCode.InvalidReplicationFactor => "there are fewer brokers than copies wanted",
            ErrorCode.InvalidConfig => "a configuration value is not allowed",
            ErrorCode.PolicyViolation => "the cluster's own policy refuses it",
            ErrorCode.NonEmptyGroup => "the group still has members",
            ErrorCode.GroupIdNotFound => "there is no such group",
            ErrorCode.GroupSubscribedToTopic => "the group still reads this topic",
            ErrorCode.ThrottlingQuotaExceeded => "the cluster's quota for such changes is used up for now",
            ErrorCode.TopicDeletionDisabled => "deleting topics is switched off on the cluster",
            ErrorCode.ReassignmentInProgress => "its partitions are being moved",
            ErrorCode.OffsetNotAvailable => "the new leader doesn't know the end yet",
            ErrorCode.UnsupportedVersion => "the broker doesn't understand this request",
            _ => $"{error} ({(int)error})",
        };
}
