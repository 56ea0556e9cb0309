using Portal.Kafka.Admin;
using Portal.Kafka.Groups;
using Portal.Kafka.Lag;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using CoreGroupType = Portal.Core.Health.GroupType;

namespace Portal.Engines.Collecting;

/// <summary>Puts a reading's columns into the words of the port. What has an error is null: not answered.</summary>
internal static class ReadingColumns
{
    /// <param name="moving">How many replicas topics have that are being moved, by name; null: not known.</param>
    public static ClusterReading From(
        LagReading reading,
        ShareReading shares,
        int requests,
        EngineNames names,
        IReadOnlyDictionary<string, int?>? moving = null
    )
    {
        var silent = reading.Silences.Where(s => !s.IsRefusal).Select(s => s.Broker).ToHashSet();
        // Only what is there and ours to see: the rest counts as not told.
        var seen = Enumerable
            .Range(0, reading.Topics.TopicCount)
            .Where(t => reading.Topics.Errors[t] == ErrorCode.None)
            .ToArray();
        var places = new int[reading.Topics.TopicCount];
        Array.Fill(places, -1);
        for (var i = 0; i < seen.Length; i++)
        {
            places[seen[i]] = i;
        }

        var commits = new ReadingCommits(reading, shares, places, names);
        return new ClusterReading(
            reading.At,
            reading.Took,
            reading.ClusterId is { } id ? EngineText.Name(id) : null,
            requests,
            [
                .. reading.Brokers.Select(b => new BrokerReading(
                    b.NodeId,
                    EngineText.Name(b.Host),
                    b.Port,
                    b.Rack is { } rack ? EngineText.Name(rack) : null,
                    b.NodeId == reading.ControllerId,
                    !silent.Contains(b.NodeId)
                )),
            ],
            [.. seen.Select(t => Topic(reading, t, names, moving))],
            [.. Enumerable.Range(0, reading.Groups.Count).Select(commits.Group)],
            reading.Silences.All(s => s.What != ApiKey.ListGroups),
            reading.Silences.Count == 0 ? null : Complaint(reading.Silences)
        );
    }

    public static IReadOnlyDictionary<Guid, long?[]> ByTopic(TopicColumns topics, OffsetColumn offsets)
    {
        var byTopic = new Dictionary<Guid, long?[]>();
        for (var t = 0; t < topics.TopicCount; t++)
        {
            var first = topics.FirstPartition[t];
            byTopic[topics.Ids[t]] =
            [
                .. Enumerable.Range(first, topics.PartitionsOf(t)).Select(p => Known(offsets, p)),
            ];
        }

        return byTopic;
    }

    public static List<GroupToDescribe> ToDescribe(LagReading reading) =>
        [
            .. Enumerable
                .Range(0, reading.Groups.Count)
                .Select(g => new GroupToDescribe(
                    reading.Groups.Names[g],
                    reading.Groups.Types[g],
                    reading.Groups.Coordinators[g]
                )),
        ];

    public static CoreGroupType Type(GroupType type) =>
        type switch
        {
            GroupType.Classic => CoreGroupType.Classic,
            GroupType.Consumer => CoreGroupType.Consumer,
            GroupType.Share => CoreGroupType.Share,
            _ => CoreGroupType.Unknown,
        };

    public static long? Known(OffsetColumn offsets, int partition) =>
        offsets.Errors[partition] == ErrorCode.None && offsets.Offsets[partition] >= 0
            ? offsets.Offsets[partition]
            : null;

    private static TopicReading Topic(
        LagReading reading,
        int topic,
        EngineNames names,
        IReadOnlyDictionary<string, int?>? moving
    )
    {
        var topics = reading.Topics;
        var partitions = Enumerable.Range(topics.FirstPartition[topic], topics.PartitionsOf(topic)).ToArray();
        var listed = partitions.Select(p => (int)topics.Replicas[p]).Where(n => n > 0).DefaultIfEmpty().Min();
        int? replication = listed;
        if (moving?.TryGetValue(topics.Names[topic], out var known) == true)
        {
            replication = known;
        }

        return new TopicReading(
            names.Shown(topics.Names[topic]),
            topics.Ids[topic],
            topics.IsInternal[topic],
            replication ?? listed,
            [
                .. partitions.Select(p => new PartitionReading(
                    topics.Leaders[p] < 0 ? null : topics.Leaders[p],
                    topics.InSync[p],
                    Known(reading.Ends, p)
                )),
            ]
        )
        {
            IsReplicationKnown = replication is not null,
        };
    }

    private static string Complaint(IReadOnlyList<Silence> silences)
    {
        var brokers = silences.Select(s => s.Broker).Distinct().Order().ToArray();
        var who = brokers.Length == 1 ? $"Broker {brokers[0]}" : $"Brokers {string.Join(", ", brokers)}";
        var what = silences.All(s => s.IsRefusal) ? "refused a request" : "did not answer every request";
        return $"{who} {what}: {EngineText.Words(silences[0].Why.Message)}";
    }
}
