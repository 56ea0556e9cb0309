using Portal.Core.Topics;
using Portal.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Engines.Kafka;

/// <summary>
/// What changes a cluster. Before each act the cluster is asked who it is: another one at the same address gets nothing
/// written. The deadline is looked at by the connection, right before the bytes go out.
/// </summary>
internal sealed class KafkaActs(OpenedCluster cluster)
{
    /// <summary>However long a lease may be, a controller that needs longer is in trouble, and looking again tells more.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly KafkaAdmin _admin = new(cluster.Client);

    public async Task<Guid> Create(CreateTopic step, ActBefore deadline, CancellationToken stop)
    {
        var what = $"create {step.On.Name}";
        var result = await Act(
            what,
            async within => (await _admin.Create([NewTopic(step)], false, within, stop)).SingleOrDefault(),
            deadline,
            stop
        );
        Require(what, result.Error, result.ErrorMessage);
        return result.TopicId;
    }

    public async Task SetConfigs(
        string topic,
        IReadOnlyDictionary<string, string?> configs,
        ActBefore deadline,
        CancellationToken stop
    )
    {
        var what = $"configure {topic}";
        var wanted = new Dictionary<string, IReadOnlyDictionary<string, string?>> { [topic] = configs };
        var result = await Act(
            what,
            async within => (await _admin.AlterTopicConfigs(wanted, false, within, stop)).SingleOrDefault(),
            deadline,
            stop
        );
        Require(what, result.Error, result.ErrorMessage);
    }

    public async Task GrowPartitions(string topic, int to, ActBefore deadline, CancellationToken stop)
    {
        var what = $"give {topic} {to} partitions";
        var counts = new Dictionary<string, int> { [topic] = to };
        var result = await Act(
            what,
            async within => (await _admin.Grow(counts, false, within, stop)).SingleOrDefault(),
            deadline,
            stop
        );
        Require(what, result.Error, result.ErrorMessage);
    }

    public async Task Delete(Guid topicId, ActBefore deadline, CancellationToken stop)
    {
        var what = $"delete the topic with id {topicId}";
        if (topicId == Guid.Empty)
        {
            // A broker takes the empty id for "by name".
            throw new EngineException(EngineFault.Final, "A topic without an id is never deleted.");
        }

        var result = await Act(
            what,
            async within => (await _admin.Delete([topicId], within, stop)).SingleOrDefault(),
            deadline,
            stop
        );
        // Gone already is what was wanted: deleting twice is deleting once.
        if (result.Error is not (ErrorCode.UnknownTopicId or ErrorCode.UnknownTopicOrPartition))
        {
            Require(what, result.Error, result.ErrorMessage);
        }
    }

    public async Task DeleteGroup(string group, ActBefore deadline, CancellationToken stop)
    {
        var what = $"delete the consumer group {group}";
        var result = await Act(what, within => _admin.DeleteGroup(group, within, stop), deadline, stop);
        if (result.Error != ErrorCode.GroupIdNotFound)
        {
            Require(what, result.Error, words: null);
        }
    }

    internal static CreateTopicsRequest.NewTopic NewTopic(CreateTopic step) =>
        new()
        {
            Name = step.On.Name,
            NumPartitions = step.Partitions,
            ReplicationFactor = (short)step.Replication,
            Configs =
            [
                .. step
                    .Configs.Where(c => c.After is not null)
                    .Select(c => new CreateTopicsRequest.Config { Name = c.Name, Value = c.After }),
            ],
        };

    private async Task<T> Act<T>(string what, Func<Allowed, Task<T?>> act, ActBefore deadline, CancellationToken stop)
        where T : class
    {
        await SameCluster.Require(cluster, stop);
        var left = deadline.Left();
        var within = new Allowed(left < Longest ? left : Longest, deadline.Left);
        return await KafkaCall.Act(cluster, () => act(within), stop)
            ?? throw new EngineException(EngineFault.Unknown, $"{cluster.Name} didn't confirm whether it did {what}.");
    }

    private void Require(string what, ErrorCode error, string? words)
    {
        if (error != ErrorCode.None)
        {
            throw KafkaFaults.OfAct(cluster, what, error, words);
        }
    }
}
