using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Broker.Requests;

namespace Portal.LocalCluster.Broker;

/// <summary>Every request these brokers answer. What isn't here isn't announced either, and closes the connection that sends it.</summary>
internal static class ApiTable
{
    private static readonly Dictionary<ApiKey, Api> ByKey = new[]
    {
        Api.Of<ApiVersionsRequest, ApiVersionsResponse>(ApiVersions.Answer),
        Api.Of<MetadataRequest, MetadataResponse>(Metadata.Answer),
        Api.Of<DescribeClusterRequest, DescribeClusterResponse>(DescribeCluster.Answer),
        Api.Of<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse>(DescribeTopicPartitions.Answer),
        Api.Of<DescribeLogDirsRequest, DescribeLogDirsResponse>(DescribeLogDirs.Answer),
        Api.Of<CreateTopicsRequest, CreateTopicsResponse>(CreateTopics.Answer),
        Api.Of<DeleteTopicsRequest, DeleteTopicsResponse>(DeleteTopics.Answer),
        Api.Of<CreatePartitionsRequest, CreatePartitionsResponse>(CreatePartitions.Answer),
        Api.Of<ElectLeadersRequest, ElectLeadersResponse>(ElectLeaders.Answer),
        Api.Of<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse>(
            AlterPartitionReassignments.Answer
        ),
        Api.Of<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse>(
            ListPartitionReassignments.Answer
        ),
        Api.Of<DescribeConfigsRequest, DescribeConfigsResponse>(DescribeConfigs.Answer),
        Api.Of<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>(IncrementalAlterConfigs.Answer),
        Api.Of<ProduceRequest, ProduceResponse>(Produce.Answer),
        Api.Of<FetchRequest, FetchResponse>(Fetch.Answer),
        Api.Of<ListOffsetsRequest, ListOffsetsResponse>(ListOffsets.Answer),
        Api.Of<DeleteRecordsRequest, DeleteRecordsResponse>(DeleteRecords.Answer),
        Api.Of<InitProducerIdRequest, InitProducerIdResponse>(InitProducerId.Answer),
        Api.Of<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>(AddPartitionsToTxn.Answer),
        Api.Of<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse>(AddOffsetsToTxn.Answer),
        Api.Of<TxnOffsetCommitRequest, TxnOffsetCommitResponse>(TxnOffsetCommit.Answer),
        Api.Of<EndTxnRequest, EndTxnResponse>(EndTxn.Answer),
        Api.Of<WriteTxnMarkersRequest, WriteTxnMarkersResponse>(WriteTxnMarkers.Answer),
        Api.Of<ListTransactionsRequest, ListTransactionsResponse>(ListTransactions.Answer),
        Api.Of<DescribeTransactionsRequest, DescribeTransactionsResponse>(DescribeTransactions.Answer),
        Api.Of<DescribeProducersRequest, DescribeProducersResponse>(DescribeProducers.Answer),
        Api.Of<FindCoordinatorRequest, FindCoordinatorResponse>(FindCoordinator.Answer),
        Api.Of<JoinGroupRequest, JoinGroupResponse>(JoinGroup.Answer),
        Api.Of<SyncGroupRequest, SyncGroupResponse>(SyncGroup.Answer),
        Api.Of<HeartbeatRequest, HeartbeatResponse>(Heartbeat.Answer),
        Api.Of<LeaveGroupRequest, LeaveGroupResponse>(LeaveGroup.Answer),
        Api.Of<OffsetCommitRequest, OffsetCommitResponse>(OffsetCommit.Answer),
        Api.Of<OffsetFetchRequest, OffsetFetchResponse>(OffsetFetch.Answer),
        Api.Of<OffsetDeleteRequest, OffsetDeleteResponse>(OffsetDelete.Answer),
        Api.Of<ListGroupsRequest, ListGroupsResponse>(ListGroups.Answer),
        Api.Of<DescribeGroupsRequest, DescribeGroupsResponse>(DescribeGroups.Answer),
        Api.Of<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>(ConsumerGroupHeartbeat.Answer),
        Api.Of<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse>(ConsumerGroupDescribe.Answer),
        Api.Of<DeleteGroupsRequest, DeleteGroupsResponse>(DeleteGroups.Answer),
        Api.Of<SaslHandshakeRequest, SaslHandshakeResponse>(SaslHandshake.Answer),
        Api.Of<SaslAuthenticateRequest, SaslAuthenticateResponse>(SaslAuthenticate.Answer),
        Api.Of<DescribeAclsRequest, DescribeAclsResponse>(DescribeAcls.Answer),
        Api.Of<CreateAclsRequest, CreateAclsResponse>(CreateAcls.Answer),
        Api.Of<DeleteAclsRequest, DeleteAclsResponse>(DeleteAcls.Answer),
        Api.Of<DescribeClientQuotasRequest, DescribeClientQuotasResponse>(DescribeClientQuotas.Answer),
        Api.Of<AlterClientQuotasRequest, AlterClientQuotasResponse>(AlterClientQuotas.Answer),
        Api.Of<DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse>(
            DescribeUserScramCredentials.Answer
        ),
        Api.Of<AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse>(AlterUserScramCredentials.Answer),
    }.ToDictionary(api => api.Key);

    public static IEnumerable<Api> All => ByKey.Values;

    public static Api? Find(ApiKey key) => ByKey.GetValueOrDefault(key);
}
