using System.Collections.Immutable;
using Npgsql;
using Portal.Core.Health.Readings;
using Portal.Core.Health.Snapshots;
using Portal.Core.Topics;

namespace Portal.Core.Health;

/// <inheritdoc cref="ITopicReaders"/>
internal sealed class TopicReaders(NpgsqlDataSource store, TimeProvider clock) : ITopicReaders
{
    private static readonly TimeSpan Looked = TimeSpan.FromMinutes(10);

    // A reading more than this many intervals after the one before is a gap.
    private const double IntervalsApart = 2.5;

    private readonly ReaderRows _rows = new(store);

    public async Task<IReadOnlyDictionary<string, SeenReaders>> Of(
        ClusterId cluster,
        IReadOnlyCollection<string> topics,
        CancellationToken stop
    )
    {
        var now = clock.GetUtcNow();
        var places = await _rows.Places(cluster, topics, stop);
        var offsets = await ByOffsets(cluster, places.Values, now, stop);
        var members = await _rows.ByMembers(cluster, topics, stop);
        ImmutableArray<string> unreadable = places.Values.Any(place => LacksCommits(place, now))
            ? [.. await _rows.Unreadable(cluster, ActiveReaders.MostUnreadable, stop)]
            : [];
        return topics.ToDictionary(
            topic => topic,
            topic =>
                places.GetValueOrDefault(topic) is { } place
                    ? Of(place, offsets[place.Incarnation], members[topic], now) with
                    {
                        Unreadable = unreadable,
                    }
                    : new([], AreAll: false),
            StringComparer.Ordinal
        );
    }

    public async Task<bool> AreWhole(ClusterId cluster, CancellationToken stop) =>
        await CollectorRow.Read(store.CreateCommand, cluster, stop) is [{ Collector: var collector }]
        && IsFresh(collector.Every, collector.WholeAt, clock.GetUtcNow());

    private static bool IsFresh(TimeSpan every, DateTimeOffset? readAt, DateTimeOffset now) =>
        // One of a time ahead was read by a clock that isn't ours: how old it is, nobody knows.
        readAt is { } read
        && (now - read).Duration() <= IntervalsApart * every;

    private static bool LacksCommits(Collected place, DateTimeOffset now) =>
        IsFresh(place.Every, place.WholeAt, now) && !IsFresh(place.Every, place.ReadersAt, now);

    private static SeenReaders Of(
        Collected place,
        WatchedTopic watched,
        IEnumerable<ReaderEvidence> members,
        DateTimeOffset now
    ) =>
        new(
            [.. watched.Readers, .. members.ExceptBy(watched.Readers.Select(r => r.Group), r => r.Group)],
            IsFresh(place.Every, place.ReadersAt, now),
            watched.WrittenPerSecond,
            watched.Ends,
            watched.Committed
        )
        {
            UpToDate = watched.UpToDate,
        };

    // All topics of a cluster lie in the same frames, which are read once.
    private async Task<IReadOnlyDictionary<long, WatchedTopic>> ByOffsets(
        ClusterId cluster,
        IReadOnlyCollection<Collected> places,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        if (places.Count == 0)
        {
            return new Dictionary<long, WatchedTopic>();
        }

        var (from, every) = (now - Looked, places.First().Every);
        var series = await SeriesTable.OfIncarnations(
            store.CreateCommand,
            [.. places.Select(p => p.Incarnation)],
            now,
            stop
        );
        var members = await _rows.Members(cluster, [.. series.Where(r => r.Group is not null)], stop);
        var byTopic = series.ToLookup(run => run.Incarnation);
        var watches = places.ToDictionary(p => p.Incarnation, p => new TopicWatch([.. byTopic[p.Incarnation]]));
        var chunks = series.Select(r => r.Chunk).Distinct().ToArray();
        // The frames are told against earlier ones: as far back as the last that stands alone.
        var begin = from - (31 * every);
        await foreach (
            var cycle in new FrameStream().Read(store.CreateCommand, new(cluster, begin, begin, now, chunks), stop)
        )
        {
            foreach (var watch in watches.Values)
            {
                watch.Take(cycle, from, IntervalsApart * every);
            }
        }

        return watches.ToDictionary(w => w.Key, w => w.Value.Seen(members, from, now, IntervalsApart * every));
    }
}
