using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kafka;
using Portal.Tests.LocalCluster;

namespace Portal.Tests.Interop;

/// <summary>Transactions request by request, in the versions that a test wants: what clients hide is seen here.</summary>
internal sealed class RawTransactions(string bootstrap) : RawClient(bootstrap)
{
    /// <summary>Asks until the coordinator has done with what went before.</summary>
    public async Task<(long Id, short Epoch)> Init(string id, int timeoutMs = 60_000)
    {
        InitProducerIdResponse? given = null;
        await Kit.Deadline.Until(async () =>
        {
            given = await InitOnce(id, timeoutMs);
            return given.Error == ErrorCode.None;
        });
        return (given!.ProducerId, given.ProducerEpoch);
    }

    public async Task<InitProducerIdResponse> InitOnce(
        string id,
        int timeoutMs = 60_000,
        (long Id, short Epoch)? has = null,
        short version = 4
    )
    {
        var (producer, epoch) = has ?? (-1, -1);
        return await ToCoordinator(
            id,
            TransactionalId,
            new InitProducerIdRequest
            {
                TransactionalId = id,
                TransactionTimeoutMs = timeoutMs,
                ProducerId = producer,
                ProducerEpoch = epoch,
            },
            version
        );
    }

    public async Task<ErrorCode> Add(
        string id,
        (long Id, short Epoch) producer,
        string topic,
        int partition = 0,
        short version = 3
    )
    {
        var answer = await ToCoordinator(
            id,
            TransactionalId,
            new AddPartitionsToTxnRequest
            {
                TransactionalId = id,
                ProducerId = producer.Id,
                ProducerEpoch = producer.Epoch,
                Topics = [new() { Name = topic, Partitions = [partition] }],
            },
            version
        );
        return answer.Results[0].Partitions[0].Error;
    }

    public async Task<ErrorCode> AddOffsets(string id, (long Id, short Epoch) producer, string group, short version = 3)
    {
        var request = new AddOffsetsToTxnRequest
        {
            TransactionalId = id,
            ProducerId = producer.Id,
            ProducerEpoch = producer.Epoch,
            GroupId = group,
        };
        return (await ToCoordinator(id, TransactionalId, request, version)).Error;
    }

    public async Task<ErrorCode> End(string id, (long Id, short Epoch) producer, bool commit, short version = 3)
    {
        var request = new EndTxnRequest
        {
            TransactionalId = id,
            ProducerId = producer.Id,
            ProducerEpoch = producer.Epoch,
            Committed = commit,
        };
        return (await ToCoordinator(id, TransactionalId, request, version)).Error;
    }

    public async Task<ErrorCode> Commit(
        string id,
        (long Id, short Epoch) producer,
        string group,
        string topic,
        long offset,
        short version = 3
    )
    {
        var answer = await ToCoordinator(
            group,
            Group,
            new TxnOffsetCommitRequest
            {
                TransactionalId = id,
                GroupId = group,
                ProducerId = producer.Id,
                ProducerEpoch = producer.Epoch,
                Topics = [new() { Name = topic, Partitions = [new() { CommittedOffset = offset }] }],
            },
            version
        );
        return answer.Topics[0].Partitions[0].Error;
    }

    /// <summary>Writes two records in a batch of this sequence.</summary>
    public async Task<ErrorCode> Produce(
        string? id,
        (long Id, short Epoch) producer,
        string topic,
        int sequence,
        bool transactional = true,
        short version = 9
    )
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var stamp = new ProducerStamp(producer.Id, producer.Epoch, sequence, transactional);
        var request = new ProduceRequest
        {
            TransactionalId = id,
            Acks = -1,
            TimeoutMs = 20_000,
            TopicData = [new() { Name = topic, PartitionData = [new() { Records = Batches.Of(2, now, stamp) }] }],
        };
        var answer = await ToLeader(topic, request, version);
        return answer.Responses[0].PartitionResponses[0].Error;
    }

    public async Task<FetchResponse.Partition> Fetch(string topic, long offset, bool committed)
    {
        var request = new FetchRequest
        {
            IsolationLevel = committed ? (sbyte)1 : (sbyte)0,
            MaxBytes = 1_000_000,
            SessionEpoch = -1,
            Topics =
            [
                new() { Name = topic, Partitions = [new() { FetchOffset = offset, PartitionMaxBytes = 1_000_000 }] },
            ],
        };
        return (await ToLeader(topic, request, 11)).Responses[0].Partitions[0];
    }

    public async Task<long> Latest(
        string topic,
        bool committed,
        long timestamp = Portal.Kafka.Messages.OffsetSpec.Latest
    )
    {
        var request = new ListOffsetsRequest
        {
            IsolationLevel = committed ? (sbyte)1 : (sbyte)0,
            Topics = [new() { Name = topic, Partitions = [new() { Timestamp = timestamp }] }],
        };
        return (await ToLeader(topic, request, 7)).Topics[0].Partitions[0].Offset;
    }

    public async Task<(ErrorCode Error, long Offset)> Committed(string group, string topic, bool stable)
    {
        var request = new OffsetFetchRequest
        {
            RequireStable = stable,
            Groups = [new() { GroupId = group, Topics = [new() { Name = topic, PartitionIndexes = [0] }] }],
        };
        var found = (await ToCoordinator(group, Group, request, 8)).Groups[0];
        var partition = found.Topics[0].Partitions[0];
        return (found.Error == ErrorCode.None ? partition.Error : found.Error, partition.CommittedOffset);
    }

    /// <summary>What the coordinator of the id lists.</summary>
    public Task<ListTransactionsResponse> List(string id, ListTransactionsRequest asked) =>
        ToCoordinator(id, TransactionalId, asked, 2);

    public async Task<DescribeTransactionsResponse.Transaction> Describe(string id)
    {
        var asked = new DescribeTransactionsRequest { TransactionalIds = [id] };
        return (await ToCoordinator(id, TransactionalId, asked, 0)).TransactionStates[0];
    }

    public async Task<DescribeProducersResponse.Partition> Producers(string topic, int partition)
    {
        var asked = new DescribeProducersRequest { Topics = [new() { Name = topic, PartitionIndexes = [partition] }] };
        return (await ToLeader(topic, asked, 0)).Topics[0].Partitions[0];
    }
}
