using System.Collections.Immutable;
using Portal.Core.Changes;
using Portal.Kafka.Admin;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Engines.Kafka;

/// <summary>How much is in topics: what their leaders and the brokers' disks tell, and null for what they don't.</summary>
internal static class ContentsLook
{
    public static async Task<IReadOnlyDictionary<string, ContentsAnswer>> At(
        KafkaAdmin admin,
        string cluster,
        IReadOnlyDictionary<string, DateTimeOffset?> since,
        CancellationToken stop
    )
    {
        if (since.Count == 0)
        {
            return new Dictionary<string, ContentsAnswer>();
        }

        var told = (await admin.Topics(since.Keys, stop))
            .Where(topic => topic.Name is not null)
            .ToDictionary(topic => topic.Name!, StringComparer.Ordinal);
        var there = told.Values.Where(topic => topic.Error == ErrorCode.None).ToList();
        // The same partition twice in one request is refused, so each offset is asked for apart.
        var firsts = admin.Offsets(there, _ => OffsetSpec.Earliest, stop);
        var ends = admin.Offsets(there, _ => OffsetSpec.Latest, stop);
        var from = admin.Offsets(
            there.Where(topic => since[topic.Name!] is not null),
            name => Time(since[name]!.Value),
            stop
        );
        var sizes = there.Count == 0 ? null : admin.Sizes(there, stop);
        await Task.WhenAll(firsts, ends, from, sizes ?? Task.CompletedTask);
        var seen = new Seen(
            ByPartition(firsts.Result),
            ByPartition(ends.Result),
            ByPartition(from.Result),
            sizes is null ? [] : (await sizes).Sizes.ToDictionary(s => (s.Topic, s.Broker, s.Partition), s => s.Bytes)
        );
        return since.Keys.ToDictionary(
            name => name,
            name => Answer(cluster, name, told.GetValueOrDefault(name), seen),
            StringComparer.Ordinal
        );
    }

    // Before 1970 there is no timestamp: everything is younger.
    private static long Time(DateTimeOffset since) => Math.Max(0, since.ToUnixTimeMilliseconds());

    private static ContentsAnswer Answer(string cluster, string name, MetadataResponse.Topic? topic, Seen seen) =>
        topic?.Error switch
        {
            ErrorCode.None => new ContentsAnswer.Found(
                new([.. topic.Partitions.OrderBy(p => p.PartitionIndex).Select(partition => seen.Of(name, partition))])
            ),
            ErrorCode.UnknownTopicOrPartition => new ContentsAnswer.Unanswered(
                EngineFault.Final,
                $"There is no topic {name} on {cluster}."
            ),
            var error => new ContentsAnswer.Unanswered(
                error == ErrorCode.TopicAuthorizationFailed ? EngineFault.Final : EngineFault.Transient,
                $"{cluster} doesn't report what is in {name}: {(error ?? ErrorCode.UnknownServerError).InWords()}."
            ),
        };

    private static Dictionary<(string, int), FoundOffset> ByPartition(IReadOnlyList<FoundOffset> offsets) =>
        offsets.ToDictionary(offset => (offset.Topic, offset.Partition));

    /// <summary>All that was answered.</summary>
    private sealed record Seen(
        Dictionary<(string, int), FoundOffset> Firsts,
        Dictionary<(string, int), FoundOffset> Ends,
        Dictionary<(string, int), FoundOffset> From,
        Dictionary<(string Topic, int Broker, int Partition), long> Sizes
    )
    {
        public PartitionContents Of(string topic, MetadataResponse.Partition partition)
        {
            var at = (topic, partition.PartitionIndex);
            return new(
                partition.PartitionIndex,
                partition.LeaderId < 0 ? null : partition.LeaderId,
                Offset(Firsts, at),
                Offset(Ends, at),
                Bytes(topic, partition),
                partition.ReplicaNodes.Length,
                Since(at)
            );
        }

        private static long? Offset(Dictionary<(string, int), FoundOffset> offsets, (string, int) at) =>
            offsets.GetValueOrDefault(at) is { Error: ErrorCode.None, Offset: >= 0 } told ? told.Offset : null;

        // No record as late as that, and no error: all are older.
        private long? Since((string, int) at) =>
            From.GetValueOrDefault(at) is not { Error: ErrorCode.None } told ? null
            : told.Offset >= 0 ? told.Offset
            : Offset(Ends, at);

        // One copy that isn't told makes the sum unknown: without permission a broker tells of none, and that isn't zero.
        private long? Bytes(string topic, MetadataResponse.Partition partition) =>
            partition.ReplicaNodes.Length > 0
            && partition.ReplicaNodes.All(broker => Sizes.ContainsKey((topic, broker, partition.PartitionIndex)))
                ? partition.ReplicaNodes.Sum(broker => Sizes[(topic, broker, partition.PartitionIndex)])
                : null;
    }
}
