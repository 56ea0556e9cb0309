using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Npgsql;
using Portal.Core.Changes.Runs;
using Portal.Core.Health.Readings;
using Portal.Core.Health.Snapshots;

namespace Portal.Core.Health;

/// <inheritdoc cref="IHealthHistory"/>
internal sealed class HealthHistory(NpgsqlDataSource store) : IHealthHistory
{
    // As many cycles as lie between two frames that stand alone.
    private const int CyclesBack = 31;

    public async Task<ImmutableArray<LagPoint>> Lag(LagOf what, Window window, CancellationToken stop)
    {
        var reach = await Of(what.Cluster, window, stop);
        var places = await SeriesTable.OfGroup(store.CreateCommand, what.Cluster, what.Group, window.From, stop);
        if (what.Topic is { } topic)
        {
            var named = await Incarnations(what.Cluster, topic, stop);
            places.RemoveAll(run => !named.Contains(run.Incarnation));
        }

        var read = places.Select(run => run.Incarnation).ToHashSet();
        var ends = await SeriesTable.EndsOf(store.CreateCommand, read, window.From, stop);
        var drawing = new LagDrawing(places, ends, what.Partition, window, reach.Apart);
        await foreach (var cycle in Cycles(what.Cluster, window, reach, [.. places, .. ends], stop))
        {
            drawing.Take(cycle);
        }

        return drawing.Points();
    }

    public async Task<ImmutableArray<RatePoint>> Rates(
        ClusterId cluster,
        string topic,
        Window window,
        CancellationToken stop
    )
    {
        var reach = await Of(cluster, window, stop);
        var named = await Incarnations(cluster, topic, stop);
        var runs = await SeriesTable.OfIncarnations(store.CreateCommand, named, window.From, stop);
        var drawing = new RateDrawing(runs, window, reach.Apart);
        await foreach (var cycle in Cycles(cluster, window, reach, runs, stop))
        {
            drawing.Take(cycle);
        }

        return drawing.Points();
    }

    // From before full detail is kept, the history; and full detail from its newest on, or as far as it goes where there is none yet.
    private async IAsyncEnumerable<CycleFrames> Cycles(
        ClusterId cluster,
        Window window,
        Reach reach,
        List<SeriesRun> runs,
        [EnumeratorCancellation] CancellationToken stop
    )
    {
        var chunks = runs.Select(r => r.Chunk).Distinct().ToArray();
        DateTimeOffset? coarse = null;
        if (reach.IsBeyondDetail)
        {
            var hour = ReadingHours.Of(window.From);
            var past = new FrameRange(cluster, hour, hour, window.To, chunks, ReadingTier.History);
            await foreach (var cycle in new FrameStream().Read(store.CreateCommand, past, stop))
            {
                coarse = cycle.At;
                yield return cycle;
            }
        }

        var from = (coarse ?? window.From) - (CyclesBack * reach.Every);
        var fine = new FrameRange(cluster, from, from, window.To, chunks);
        await foreach (var cycle in new FrameStream().Read(store.CreateCommand, fine, stop))
        {
            if (coarse is null || cycle.At > coarse)
            {
                yield return cycle;
            }
        }
    }

    private async Task<Reach> Of(ClusterId cluster, Window window, CancellationToken stop)
    {
        var row = (await CollectorRow.Read(store.CreateCommand, cluster, stop)).FirstOrDefault();
        return new Reach(
            row?.Collector.Every ?? TimeSpan.Zero,
            row?.Collector.CycleAt is { } newest && window.From < newest - ReadingTier.Full.Kept
        );
    }

    /// <summary>All incarnations a name had: a chart goes on over a topic that was made again.</summary>
    private async Task<HashSet<long>> Incarnations(ClusterId cluster, string topic, CancellationToken stop)
    {
        await using var command = store.CreateCommand(
            "select id from incarnation where cluster_id = $1 and kind = 'topic' and name = $2"
        );
        command.Parameters.AddWithValue(cluster.Value);
        command.Parameters.AddWithValue(topic);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var named = new HashSet<long>();
        while (await reader.ReadAsync(stop))
        {
            named.Add(reader.GetInt64(0));
        }

        return named;
    }

    /// <param name="Every">How far apart cycles are.</param>
    /// <param name="IsBeyondDetail">The window begins before the readings that are kept in full.</param>
    private sealed record Reach(TimeSpan Every, bool IsBeyondDetail)
    {
        /// <summary>How far apart points are anyway: what is less is no gap.</summary>
        public TimeSpan Apart => IsBeyondDetail && Every < ReadingTier.HistoryEvery ? ReadingTier.HistoryEvery : Every;
    }
}
