using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Log;
using Portal.LocalCluster.Quotas;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker;

/// <summary>What a fetch is about: its partitions' logs, and how much there is to give.</summary>
internal static class FetchedBytes
{
    public static Topic? TopicOf(Exchange on, FetchRequest.Topic asked) =>
        on.Version >= 13 ? on.State.Find(asked.TopicId) : on.State.Find(asked.Name);

    public static ErrorCode Fault(Exchange on, Topic? topic, string name, FetchRequest.Partition asked) =>
        topic is null && on.Version >= 13 ? ErrorCode.UnknownTopicId
        : !on.MayOnTopic(AclOperation.Read, topic?.Name ?? name) ? ErrorCode.TopicAuthorizationFailed
        : on.LeaderFault(topic, asked.PartitionIndex, asked.CurrentLeaderEpoch);

    public static IReadOnlyList<PartitionLog> Logs(Exchange on, FetchRequest request) =>
        [.. Partitions(on, request).Where(each => each.Log is not null).Select(each => each.Log!)];

    /// <summary>About how many bytes wait to be read; all there can be when a partition has to be answered with an error.</summary>
    public static long Available(Exchange on, FetchRequest request)
    {
        long bytes = 0;
        foreach (var (log, asked) in Partitions(on, request))
        {
            if (log is null || asked.FetchOffset < log.StartOffset || asked.FetchOffset > log.EndOffset)
            {
                return long.MaxValue;
            }

            bytes += Math.Min(log.Available(asked.FetchOffset, request.IsCommittedOnly), asked.PartitionMaxBytes);
        }

        return bytes;
    }

    /// <summary>
    /// How many bytes of records the answer may hold: what there is, within the bounds of client and broker, but room for
    /// a whole batch in any case, so that a reader gets on.
    /// </summary>
    public static int Most(Exchange on, FetchRequest request)
    {
        long wanted = 0;
        long batch = 0;
        foreach (var asked in request.Topics)
        {
            var largest = TopicOf(on, asked)?.Settings.MaxMessageBytes ?? 0;
            foreach (var (log, partition) in Partitions(on, asked))
            {
                var there = log?.Available(partition.FetchOffset, request.IsCommittedOnly) ?? 0;
                wanted += Math.Clamp(partition.PartitionMaxBytes, 0, there);
                batch = Math.Max(batch, Math.Min(there, largest));
            }
        }

        var bound = Math.Min(Math.Min(request.MaxBytes, on.Cluster.Options.MaxFetchBytes), OfQuota(on));
        return (int)Math.Max(Math.Min(wanted, bound), batch);
    }

    /// <summary>What the client may be sent at once, but for a batch that is larger by itself.</summary>
    public static int OfQuota(Exchange on) =>
        (int)
            Math.Min(
                ClientQuotas.MostAtOnce(on.State.Quotas, on.Measured, QuotaKeys.Consumed) ?? int.MaxValue,
                int.MaxValue
            );

    private static IEnumerable<(PartitionLog? Log, FetchRequest.Partition Requested)> Partitions(
        Exchange on,
        FetchRequest request
    ) => request.Topics.SelectMany(asked => Partitions(on, asked));

    private static IEnumerable<(PartitionLog? Log, FetchRequest.Partition Requested)> Partitions(
        Exchange on,
        FetchRequest.Topic asked
    )
    {
        var topic = TopicOf(on, asked);
        foreach (var partition in asked.Partitions)
        {
            var served = Fault(on, topic, asked.Name, partition) == ErrorCode.None;
            yield return (served ? on.Cluster.Logs.Find(topic!.Id, partition.PartitionIndex) : null, partition);
        }
    }
}
