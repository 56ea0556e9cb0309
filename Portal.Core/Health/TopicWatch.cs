using Portal.Core.Health.Readings;
using Portal.Core.Topics;

namespace Portal.Core.Health;

/// <summary>Watches who reads one topic, and how much is written to it, through the frames of a stretch of time. Pure.</summary>
internal sealed class TopicWatch
{
    private readonly List<ReaderWatch> readers;
    private readonly WriteWatch writing;

    /// <param name="runs">Where the topic and the groups on it lie.</param>
    public TopicWatch(IReadOnlyCollection<SeriesRun> runs)
    {
        var groups = runs.Where(r => r.Group is not null).ToLookup(r => r.Group!);
        readers = [.. groups.Select(group => new ReaderWatch(group.Key, [.. group]))];
        writing = new WriteWatch([.. runs.Where(r => r.Group is null)]);
    }

    public void Take(CycleFrames cycle, DateTimeOffset from, TimeSpan longest)
    {
        readers.ForEach(reader => reader.Take(cycle, from, longest));
        writing.Take(cycle, from);
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
                .. readers
                    .Where(reader => reader.Reads)
                    .Select(reader => new ReaderEvidence(
                        reader.Group,
                        members.GetValueOrDefault(reader.Group),
                        reader.MovedAt,
                        reader.HasGap(from, now, longest)
                    )),
            ],
            writing.PerSecond
        );
}

/// <param name="WrittenPerSecond">Null when not known.</param>
internal sealed record WatchedTopic(IReadOnlyList<ReaderEvidence> Readers, double? WrittenPerSecond);
