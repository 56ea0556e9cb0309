using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.LocalCluster;

namespace Portal.Tests.Interop;

/// <summary>A right that a request needs, and how the request is refused to whoever lacks it.</summary>
internal sealed record Right(AclOperation Operation, AclResourceType Type, string Name, ErrorCode Refusal);

/// <param name="Needs">All of them; a client that has none is refused for the first.</param>
/// <param name="Ask">Sends it; gives every error of the answer.</param>
internal sealed record AuthorisedRequest(string Name, Right[] Needs, Func<KafkaClient, Task<ErrorCode[]>> Ask);

/// <summary>
/// Every kind of request that needs rights, about one topic, group and transactional id. What a request that is let through leads to doesn't
/// matter here, so none of them changes anything.
/// </summary>
internal static class AuthorisedRequests
{
    public static AuthorisedRequest[] All(string name) =>
        [.. Records(name), .. Topics(name), .. Groups(name), .. Transactions(name), .. OfCluster(name)];

    private static IEnumerable<AuthorisedRequest> Records(string name)
    {
        yield return Of(
            new ProduceRequest
            {
                Acks = 1,
                TimeoutMs = 1000,
                TopicData = [new() { Name = name, PartitionData = [new() { Records = Batches.Of(1) }] }],
            },
            9,
            answer => answer.Responses.SelectMany(topic => topic.PartitionResponses.Select(each => each.Error)),
            Topic(AclOperation.Write, name)
        );
        yield return Of(
            new FetchRequest
            {
                MaxBytes = 1000,
                SessionEpoch = -1,
                Topics = [new() { Name = name, Partitions = [new() { PartitionMaxBytes = 1000 }] }],
            },
            11,
            answer => answer.Responses.SelectMany(topic => topic.Partitions.Select(each => each.Error)),
            Topic(AclOperation.Read, name)
        );
        yield return Of(
            new ListOffsetsRequest { Topics = [new() { Name = name, Partitions = [new() { Timestamp = -1 }] }] },
            7,
            answer => answer.Topics.SelectMany(topic => topic.Partitions.Select(each => each.Error)),
            Topic(AclOperation.Describe, name)
        );
        yield return Of(
            new DescribeProducersRequest { Topics = [new() { Name = name, PartitionIndexes = [0] }] },
            0,
            answer => answer.Topics.SelectMany(topic => topic.Partitions.Select(each => each.Error)),
            Topic(AclOperation.Read, name)
        );
    }

    private static IEnumerable<AuthorisedRequest> Topics(string name)
    {
        yield return Of(
            new DeleteRecordsRequest { TimeoutMs = 1000, Topics = [new() { Name = name, Partitions = [new()] }] },
            2,
            answer => answer.Topics.SelectMany(topic => topic.Partitions.Select(each => each.Error)),
            Topic(AclOperation.Delete, name)
        );
        yield return Of(
            AccessWorld.Named(name),
            12,
            answer => answer.Topics.Select(each => each.Error),
            Topic(AclOperation.Describe, name)
        );
        yield return Of(
            AccessWorld.Named(name + "-none"),
            12,
            answer => answer.Topics.Select(each => each.Error),
            Topic(AclOperation.Describe, name + "-none")
        );
        yield return Of(
            new DescribeTopicPartitionsRequest { Topics = [new() { Name = name }] },
            0,
            answer => answer.Topics.Select(each => each.Error),
            Topic(AclOperation.Describe, name)
        );
        yield return Of(
            new CreateTopicsRequest
            {
                ValidateOnly = true,
                Topics =
                [
                    new()
                    {
                        Name = name + "-new",
                        NumPartitions = 1,
                        ReplicationFactor = 1,
                    },
                ],
            },
            7,
            answer => answer.Topics.Select(each => each.Error),
            Topic(AclOperation.Create, name + "-new")
        );
        yield return Of(
            new DeleteTopicsRequest { TopicNames = [name + "-none"], TimeoutMs = 20_000 },
            5,
            answer => answer.Responses.Select(each => each.Error),
            Topic(AclOperation.Describe, name + "-none")
        );
        yield return Of(
            new CreatePartitionsRequest { ValidateOnly = true, Topics = [new() { Name = name, Count = 2 }] },
            3,
            answer => answer.Results.Select(each => each.Error),
            Topic(AclOperation.Alter, name)
        );
        yield return Of(
            new DescribeConfigsRequest
            {
                Resources = [new() { ResourceType = ConfigResource.Topic, ResourceName = name }],
            },
            4,
            answer => answer.Results.Select(each => each.Error),
            Topic(AclOperation.DescribeConfigs, name)
        );
        yield return Of(
            new IncrementalAlterConfigsRequest
            {
                ValidateOnly = true,
                Resources =
                [
                    new()
                    {
                        ResourceType = ConfigResource.Topic,
                        ResourceName = name,
                        Configs = [new() { Name = "retention.ms", Value = "1000" }],
                    },
                ],
            },
            1,
            answer => answer.Responses.Select(each => each.Error),
            Topic(AclOperation.AlterConfigs, name)
        );
    }

    private static IEnumerable<AuthorisedRequest> Groups(string name)
    {
        var read = Group(AclOperation.Read, name);
        yield return Of(
            new FindCoordinatorRequest { KeyType = 0, CoordinatorKeys = [name] },
            4,
            answer => answer.Coordinators.Select(each => each.Error),
            Group(AclOperation.Describe, name)
        );
        yield return Of(
            new JoinGroupRequest
            {
                GroupId = name,
                SessionTimeoutMs = 6000,
                RebalanceTimeoutMs = 6000,
                ProtocolType = "consumer",
                Protocols = [new() { Name = "range" }],
            },
            9,
            answer => [answer.Error],
            read
        );
        yield return Of(new SyncGroupRequest { GroupId = name, MemberId = "x" }, 3, answer => [answer.Error], read);
        yield return Of(new HeartbeatRequest { GroupId = name, MemberId = "x" }, 4, answer => [answer.Error], read);
        yield return Of(
            new LeaveGroupRequest { GroupId = name, Members = [new() { MemberId = "x" }] },
            4,
            answer => answer.Members.Select(each => each.Error).Append(answer.Error),
            read
        );
        yield return Of(
            new OffsetCommitRequest
            {
                GroupId = name,
                MemberId = "x",
                GenerationIdOrMemberEpoch = 5,
                Topics = [new() { Name = name, Partitions = [new()] }],
            },
            8,
            answer => answer.Topics.SelectMany(topic => topic.Partitions.Select(each => each.Error)),
            read,
            Topic(AclOperation.Read, name)
        );
        yield return Of(
            new OffsetFetchRequest
            {
                Groups = [new() { GroupId = name, Topics = [new() { Name = name, PartitionIndexes = [0] }] }],
            },
            8,
            answer =>
                answer.Groups.SelectMany(group =>
                    group.Topics.SelectMany(topic => topic.Partitions.Select(each => each.Error)).Append(group.Error)
                ),
            Group(AclOperation.Describe, name),
            Topic(AclOperation.Describe, name)
        );
        yield return Of(
            new DescribeGroupsRequest { Groups = [name] },
            5,
            answer => answer.Groups.Select(each => each.Error),
            Group(AclOperation.Describe, name)
        );
        yield return Of(
            new ConsumerGroupHeartbeatRequest
            {
                GroupId = name,
                MemberId = "x",
                MemberEpoch = 5,
                SubscribedTopicNames = [name],
            },
            1,
            answer => [answer.Error],
            read,
            Topic(AclOperation.Describe, name)
        );
        yield return Of(
            new ConsumerGroupDescribeRequest { GroupIds = [name] },
            1,
            answer => answer.Groups.Select(each => each.Error),
            Group(AclOperation.Describe, name)
        );
        yield return Of(
            new DeleteGroupsRequest { GroupsNames = [name] },
            2,
            answer => answer.Results.Select(each => each.Error),
            Group(AclOperation.Delete, name)
        );
        yield return Of(
            new OffsetDeleteRequest
            {
                GroupId = name + "-none",
                Topics = [new() { Name = name, Partitions = [new()] }],
            },
            0,
            answer =>
                answer.Topics.SelectMany(topic => topic.Partitions.Select(each => each.Error)).Append(answer.Error),
            Group(AclOperation.Delete, name + "-none")
        );
    }

    private static IEnumerable<AuthorisedRequest> Transactions(string name)
    {
        var write = Id(AclOperation.Write, name);
        yield return Of(
            new FindCoordinatorRequest { KeyType = 1, CoordinatorKeys = [name] },
            4,
            answer => answer.Coordinators.Select(each => each.Error),
            Id(AclOperation.Describe, name)
        );
        yield return Of(
            new InitProducerIdRequest
            {
                TransactionalId = name,
                TransactionTimeoutMs = 0,
                ProducerId = -1,
                ProducerEpoch = -1,
            },
            4,
            answer => [answer.Error],
            write
        );
        yield return Of(
            new AddPartitionsToTxnRequest
            {
                TransactionalId = name,
                ProducerId = 9,
                Topics = [new() { Name = name, Partitions = [0] }],
            },
            3,
            answer => answer.Results.SelectMany(topic => topic.Partitions.Select(each => each.Error)),
            write,
            Topic(AclOperation.Write, name)
        );
        yield return Of(
            new AddOffsetsToTxnRequest
            {
                TransactionalId = name,
                ProducerId = 9,
                GroupId = name,
            },
            3,
            answer => [answer.Error],
            write,
            Group(AclOperation.Read, name)
        );
        yield return Of(
            new TxnOffsetCommitRequest
            {
                TransactionalId = name,
                GroupId = name,
                ProducerId = 9,
                Topics = [new() { Name = name, Partitions = [new()] }],
            },
            3,
            answer => answer.Topics.SelectMany(topic => topic.Partitions.Select(each => each.Error)),
            write,
            Group(AclOperation.Read, name),
            Topic(AclOperation.Read, name)
        );
        yield return Of(
            new EndTxnRequest { TransactionalId = name, ProducerId = 9 },
            3,
            answer => [answer.Error],
            write
        );
        yield return Of(
            new DescribeTransactionsRequest { TransactionalIds = [name] },
            0,
            answer => answer.TransactionStates.Select(each => each.Error),
            Id(AclOperation.Describe, name)
        );
    }

    private static IEnumerable<AuthorisedRequest> OfCluster(string name)
    {
        yield return Of(
            new DescribeConfigsRequest
            {
                Resources = [new() { ResourceType = ConfigResource.Broker, ResourceName = "1" }],
            },
            4,
            answer => answer.Results.Select(each => each.Error),
            OfCluster(AclOperation.DescribeConfigs)
        );
        yield return Of(new DescribeLogDirsRequest(), 4, answer => [answer.Error], OfCluster(AclOperation.Describe));
        yield return Of(
            new DescribeAclsRequest { Filter = new() { ResourceName = name } },
            3,
            answer => [answer.Error],
            OfCluster(AclOperation.Describe)
        );
        yield return Of(
            new CreateAclsRequest
            {
                Creations = [AccessWorld.Allow(name, AclOperation.Read, AclResourceType.Topic, "")],
            },
            3,
            answer => answer.Results.Select(each => each.Error),
            OfCluster(AclOperation.Alter)
        );
        yield return Of(
            new DeleteAclsRequest { Filters = [new() { Principal = $"User:{name}-none" }] },
            3,
            answer => answer.FilterResults.Select(each => each.Error),
            OfCluster(AclOperation.Alter)
        );
        yield return Of(
            new DescribeClientQuotasRequest(),
            1,
            answer => [answer.Error],
            OfCluster(AclOperation.DescribeConfigs)
        );
        yield return Of(
            new AlterClientQuotasRequest
            {
                ValidateOnly = true,
                Entries = [new() { Entity = [new() { EntityType = "user", EntityName = name }] }],
            },
            1,
            answer => answer.Entries.Select(each => each.Error),
            OfCluster(AclOperation.AlterConfigs)
        );
        yield return Of(
            new ElectLeadersRequest { TimeoutMs = 1000, TopicPartitions = [new() { Topic = name, Partitions = [0] }] },
            2,
            answer =>
                answer.Topics.SelectMany(topic => topic.Partitions.Select(each => each.Error)).Append(answer.Error),
            OfCluster(AclOperation.Alter)
        );
        yield return Of(
            new AlterPartitionReassignmentsRequest
            {
                TimeoutMs = 1000,
                Topics = [new() { Name = name, Partitions = [new()] }],
            },
            1,
            answer => [answer.Error],
            OfCluster(AclOperation.Alter)
        );
        yield return Of(
            new ListPartitionReassignmentsRequest { TimeoutMs = 1000 },
            0,
            answer => [answer.Error],
            OfCluster(AclOperation.Describe)
        );
        yield return Of(
            new DescribeUserScramCredentialsRequest { Users = [new() { Name = name }] },
            0,
            answer => answer.Results.Select(each => each.Error).Append(answer.Error),
            OfCluster(AclOperation.Describe)
        );
        yield return Of(
            new AlterUserScramCredentialsRequest
            {
                Deletions = [new() { Name = $"{name}-none", Mechanism = ScramMechanism.Sha256 }],
            },
            0,
            answer => answer.Results.Select(each => each.Error),
            OfCluster(AclOperation.Alter)
        );
        yield return Of(
            new InitProducerIdRequest { ProducerId = -1, ProducerEpoch = -1 },
            4,
            answer => [answer.Error],
            OfCluster(AclOperation.IdempotentWrite)
        );
    }

    private static Right Topic(AclOperation operation, string name) =>
        new(operation, AclResourceType.Topic, name, ErrorCode.TopicAuthorizationFailed);

    private static Right Group(AclOperation operation, string name) =>
        new(operation, AclResourceType.Group, name, ErrorCode.GroupAuthorizationFailed);

    private static Right Id(AclOperation operation, string name) =>
        new(operation, AclResourceType.TransactionalId, name, ErrorCode.TransactionalIdAuthorizationFailed);

    private static Right OfCluster(AclOperation operation) =>
        new(operation, AclResourceType.Cluster, "kafka-cluster", ErrorCode.ClusterAuthorizationFailed);

    private static AuthorisedRequest Of<TRequest, TResponse>(
        IKafkaRequest<TRequest, TResponse> request,
        short version,
        Func<TResponse, IEnumerable<ErrorCode>> errors,
        params Right[] needs
    )
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : IWireFormat<TResponse>
    {
        var call = Call.Of(request);
        call = call with { Versions = call.Versions with { Min = version, Max = version } };
        return new(
            $"{TRequest.Key}",
            needs,
            async client =>
            {
                // Leader and coordinator are among them; the others refuse before they send elsewhere, or send elsewhere.
                var all = new List<ErrorCode>();
                foreach (var broker in (await client.Brokers(default)).Brokers)
                {
                    all.AddRange(errors(await client.SendTo(broker.NodeId, call, null, default)));
                }

                return [.. all];
            }
        );
    }
}
