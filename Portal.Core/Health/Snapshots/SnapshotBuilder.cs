using System.Collections.Immutable;
using Portal.Core.Health.Readings;

namespace Portal.Core.Health.Snapshots;

/// <summary>Puts rows and frames together into what pages show, and notes their figures in the trends.</summary>
/// <param name="before">The snapshot before, which lends what hasn't changed; null: there is none.</param>
internal sealed class SnapshotBuilder(
    CollectorRow row,
    SeenThings seen,
    SeenMembers members,
    RecentFrames frames,
    Trends trends,
    ClusterSnapshot? before
)
{
    private readonly DateTimeOffset _cycleAt = row.AsOf ?? DateTimeOffset.MinValue;
    private readonly Dictionary<long, PartitionSnapshot[]> _partitions = [];
    private readonly Dictionary<string, SeenTopicRow> _byName = new(StringComparer.Ordinal);

    public ClusterSnapshot Build()
    {
        var readout = new PartitionReadout(frames, _cycleAt);
        var uncommitted = new UncommittedReadout(topic =>
            _byName.TryGetValue(topic, out var known) ? _partitions[known.Incarnation] : null
        );
        foreach (var topic in seen.Topics.Values)
        {
            var runs = seen.TopicRuns[topic.Incarnation].ToArray();
            _byName[topic.Name] = topic;
            _partitions[topic.Incarnation] =
            [
                .. Enumerable.Range(0, topic.Partitions).Select(p => readout.Partition(runs, p)),
            ];
        }

        var groups = seen.Groups.Select(group => Group(group, readout, uncommitted)).ToList();
        var readers = Readers(groups);
        return new ClusterSnapshot(
            row.Id,
            row.Name,
            row.Environment,
            row.Region,
            row.IsLocal,
            row.Version,
            Collector,
            row.IsStale ? [.. row.Brokers.Select(b => b with { Answers = false })] : row.Brokers,
            seen.Topics.Values.Select(topic => Topic(topic, readers[topic.Name]))
                .ToImmutableSortedDictionary(t => t.Name, t => t, StringComparer.Ordinal),
            groups.ToImmutableSortedDictionary(g => g.Name, g => g, StringComparer.Ordinal)
        )
        {
            HasKafka = row.HasKafka,
        };
    }

    // While nobody collects, nothing is known of now, and every figure is a last known one.
    private CollectorSnapshot Collector =>
        row.IsStale
            ? row.Collector with
            {
                Complaint = row.Failure is { } failure
                    ? $"Not collected for {StatusReason.Ago(row.SilentFor!.Value)}. {failure}"
                    : $"Nobody has collected this cluster for {StatusReason.Ago(row.SilentFor!.Value)}.",
                UnknownPartitions = seen.Topics.Values.Sum(t => t.Partitions),
            }
            : row.Collector;

    private TopicSnapshot Topic(SeenTopicRow topic, IEnumerable<TopicReadout.Reader> readers)
    {
        var read = TopicReadout.Of(topic, _partitions[topic.Incarnation], readers, row.SettingsAt);
        var known = before?.Topics.GetValueOrDefault(topic.Name);
        return read with
        {
            Partitions = Unchanged.Shared(read.Partitions, known?.Partitions),
            Readers = Unchanged.Shared(read.Readers, known?.Readers),
            Rate = trends.Rate(topic.Incarnation, _cycleAt, read.ProducedPerSecond),
        };
    }

    private GroupSnapshot Group(SeenGroupRow group, PartitionReadout readout, UncommittedReadout uncommitted)
    {
        var places = new List<GroupReadout.Place>();
        SortedSet<string>? former = null;
        foreach (var run in seen.GroupRuns[group.Name])
        {
            if (!seen.Topics.TryGetValue(run.Incarnation, out var topic))
            {
                continue;
            }

            var last = Math.Min(run.FirstPartition + run.Count, topic.Partitions);
            for (var partition = run.FirstPartition; partition < last; partition++)
            {
                var of = _partitions[topic.Incarnation][partition];
                if (readout.Position(run, partition, topic.Name, of) is { } position)
                {
                    var bytes = readout.Bytes(seen.TopicRuns[topic.Incarnation], partition);
                    places.Add(new GroupReadout.Place(position, of, bytes, topic));
                }
                else if (readout.IsFormer(run, partition))
                {
                    (former ??= new(StringComparer.Ordinal)).Add(topic.Name);
                }
            }
        }

        var membership = members.Of(group, row.MembersAt, _cycleAt);
        var without = uncommitted.Of(group.Type, membership, places);
        var read = GroupReadout.Of(group, places, without, topic => Retention.Of(_byName[topic].Configs), _cycleAt);
        return read with
        {
            Partitions = Unchanged.Shared(read.Partitions, before?.Groups.GetValueOrDefault(group.Name)?.Partitions),
            Membership = membership,
            FormerTopics = former is null ? [] : [.. former],
            // Of so long ago that nothing of now is known by it.
            Members = membership is { Answered: false } ? null : read.Members,
            // What is known of it: a partition without a commit would leave no line for as long as it has none.
            Trend = trends.Lag(
                group.Name,
                _cycleAt,
                without.IsEmpty ? read.Lag : Amount.Sum(read.Partitions.Select(p => p.Lag))
            ),
        };
    }

    private static ILookup<string, TopicReadout.Reader> Readers(List<GroupSnapshot> groups) =>
        groups
            .SelectMany(g => g.Partitions.GroupBy(p => p.Topic), (g, places) => (g.Name, places))
            .ToLookup(r => r.places.Key, r => new TopicReadout.Reader(r.Name, [.. r.places]), StringComparer.Ordinal);
}
