using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>The versions this codec knows of each request. A broker may announce fewer.</summary>
public static class Apis
{
    public static IReadOnlyDictionary<ApiKey, VersionRange> All { get; } =
        new Dictionary<ApiKey, VersionRange>
        {
            [ProduceRequest.Key] = ProduceRequest.Versions,
            [FetchRequest.Key] = FetchRequest.Versions,
            [ListOffsetsRequest.Key] = ListOffsetsRequest.Versions,
            [MetadataRequest.Key] = MetadataRequest.Versions,
            [OffsetCommitRequest.Key] = OffsetCommitRequest.Versions,
            [OffsetFetchRequest.Key] = OffsetFetchRequest.Versions,
            [FindCoordinatorRequest.Key] = FindCoordinatorRequest.Versions,
            [JoinGroupRequest.Key] = JoinGroupRequest.Versions,
            [HeartbeatRequest.Key] = HeartbeatRequest.Versions,
            [LeaveGroupRequest.Key] = LeaveGroupRequest.Versions,
            [SyncGroupRequest.Key] = SyncGroupRequest.Versions,
            [DescribeGroupsRequest.Key] = DescribeGroupsRequest.Versions,
            [ListGroupsRequest.Key] = ListGroupsRequest.Versions,
            [SaslHandshakeRequest.Key] = SaslHandshakeRequest.Versions,
            [ApiVersionsRequest.Key] = ApiVersionsRequest.Versions,
            [CreateTopicsRequest.Key] = CreateTopicsRequest.Versions,
            [DeleteTopicsRequest.Key] = DeleteTopicsRequest.Versions,
            [DeleteRecordsRequest.Key] = DeleteRecordsRequest.Versions,
            [InitProducerIdRequest.Key] = InitProducerIdRequest.Versions,
            [AddPartitionsToTxnRequest.Key] = AddPartitionsToTxnRequest.Versions,
            [AddOffsetsToTxnRequest.Key] = AddOffsetsToTxnRequest.Versions,
            [EndTxnRequest.Key] = EndTxnRequest.Versions,
            [TxnOffsetCommitRequest.Key] = TxnOffsetCommitRequest.Versions,
            [WriteTxnMarkersRequest.Key] = WriteTxnMarkersRequest.Versions,
            [DescribeAclsRequest.Key] = DescribeAclsRequest.Versions,
            [CreateAclsRequest.Key] = CreateAclsRequest.Versions,
            [DeleteAclsRequest.Key] = DeleteAclsRequest.Versions,
            [DescribeConfigsRequest.Key] = DescribeConfigsRequest.Versions,
            [DescribeLogDirsRequest.Key] = DescribeLogDirsRequest.Versions,
            [SaslAuthenticateRequest.Key] = SaslAuthenticateRequest.Versions,
            [CreatePartitionsRequest.Key] = CreatePartitionsRequest.Versions,
            [DeleteGroupsRequest.Key] = DeleteGroupsRequest.Versions,
            [ElectLeadersRequest.Key] = ElectLeadersRequest.Versions,
            [IncrementalAlterConfigsRequest.Key] = IncrementalAlterConfigsRequest.Versions,
            [AlterPartitionReassignmentsRequest.Key] = AlterPartitionReassignmentsRequest.Versions,
            [ListPartitionReassignmentsRequest.Key] = ListPartitionReassignmentsRequest.Versions,
            [OffsetDeleteRequest.Key] = OffsetDeleteRequest.Versions,
            [DescribeClientQuotasRequest.Key] = DescribeClientQuotasRequest.Versions,
            [AlterClientQuotasRequest.Key] = AlterClientQuotasRequest.Versions,
            [DescribeUserScramCredentialsRequest.Key] = DescribeUserScramCredentialsRequest.Versions,
            [AlterUserScramCredentialsRequest.Key] = AlterUserScramCredentialsRequest.Versions,
            [DescribeClusterRequest.Key] = DescribeClusterRequest.Versions,
            [DescribeProducersRequest.Key] = DescribeProducersRequest.Versions,
            [DescribeTransactionsRequest.Key] = DescribeTransactionsRequest.Versions,
            [ListTransactionsRequest.Key] = ListTransactionsRequest.Versions,
            [ConsumerGroupHeartbeatRequest.Key] = ConsumerGroupHeartbeatRequest.Versions,
            [ConsumerGroupDescribeRequest.Key] = ConsumerGroupDescribeRequest.Versions,
            [DescribeTopicPartitionsRequest.Key] = DescribeTopicPartitionsRequest.Versions,
            [ShareGroupDescribeRequest.Key] = ShareGroupDescribeRequest.Versions,
            [DescribeShareGroupOffsetsRequest.Key] = DescribeShareGroupOffsetsRequest.Versions,
        };

    /// <summary>Null for a request that isn't known here.</summary>
    public static VersionRange? Find(ApiKey key) => All.TryGetValue(key, out var versions) ? versions : null;
}
