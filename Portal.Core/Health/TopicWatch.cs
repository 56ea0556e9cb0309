using Portal.Core.Health.Readings;
using Portal.Core.Topics;

namespace Portal.Core.Health;

/// <summary>Watches who reads one topic, and how much is written to it, through the frames of a stretch of time. Pure.</summary>
internal sealed class TopicWatch
{
    private readonly List<ReaderWatch> _readers;
    private readonly WriteWatch _writing;

    /// <param name="runs">Where the topic and the groups on it lie.</param>
    public TopicWatch(IReadOnlyCollection<SeriesRun> runs)
    {
        var groups = runs.Where(r => r.Group is not null).ToLookup(r => r.Group!);
        _readers = [.. groups.Select(group => new ReaderWatch(group.Key, [.. group]))];
        _writing = new WriteWatch([.. runs.Where(r => r.Group is null)]);
    }

    public void Take(CycleFrames cycle, DateTimeOffset from, TimeSpan longest)
    {
        _readers.ForEach(reader => reader.Take(cycle, from, longest));
        _writing.Take(cycle, from);
    }

    /// <param name="members">By group, how many it has; null when not answered.</param>
    public WatchedTopic Seen(
        IReadOnlyDictionary<string, int?> members,
        DateTimeOffset from,
        DateTimeOffset now,
        TimeSpan longest
    ) =>
        new(
            [
                .. _readers
                    .Where(reader => reader.Reads)
                    .Select(reader => new ReaderEvidence(
                        reader.Group,
                        members.GetValueOrDefault(reader.Group),
                        reader.MovedAt,
                        reader.HasGap(from, now, longest)
                    )),
            ],
            _writing.PerSecond,
            _writing.Ends,
            _readers.Where(reader => reader.Reads).ToDictionary(reader => reader.Group, reader => reader.Committed),
            _readers.Where(reader => reader.Reads).ToDictionary(reader => reader.Group, reader => reader.UpToDate)
        );
}

/// <param name="WrittenPerSecond">Null when not known.</param>
/// <param name="Ends">The end offsets of its partitions, added up; null when not known.</param>
/// <param name="Committed">By group and partition, see <see cref="SeenReaders.Committed"/>.</param>
/// <param name="UpToDate">By group, see <see cref="SeenReaders.UpToDate"/>.</param>
internal sealed record WatchedTopic(
    IReadOnlyList<ReaderEvidence> Readers,
    double? WrittenPerSecond,
    long? Ends,
    IReadOnlyDictionary<string, IReadOnlyDictionary<int, long>> Committed,
    IReadOnlyDictionary<string, IReadOnlySet<int>> UpToDate
);
