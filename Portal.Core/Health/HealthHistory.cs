using System.Collections.Immutable;
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
        var interval = await Interval(what.Cluster, stop);
        var names = await Incarnations(what.Cluster, what.Topic, stop);
        var places = (await SeriesTable.OfGroup(store.CreateCommand, what.Cluster, what.Group, window.From, stop))
            .Where(run => names.ContainsKey(run.Incarnation))
            .ToList();
        var ends = (await SeriesTable.OfIncarnations(store.CreateCommand, [.. names.Keys], window.From, stop))
            .Where(run => run.Group is null && places.Exists(p => p.Incarnation == run.Incarnation))
            .ToList();
        var drawing = new LagDrawing(places, ends, what.Partition, window, interval);
        await foreach (var cycle in Cycles(what.Cluster, window, interval, [.. places, .. ends], stop))
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
        var interval = await Interval(cluster, stop);
        var names = await Incarnations(cluster, topic, stop);
        var runs = await SeriesTable.OfIncarnations(store.CreateCommand, [.. names.Keys], window.From, stop);
        var drawing = new RateDrawing(runs, window, interval);
        await foreach (var cycle in Cycles(cluster, window, interval, runs, stop))
        {
            drawing.Take(cycle);
        }

        return drawing.Points();
    }

    private IAsyncEnumerable<CycleFrames> Cycles(
        ClusterId cluster,
        Window window,
        TimeSpan interval,
        List<SeriesRun> runs,
        CancellationToken stop
    )
    {
        var from = window.From - (CyclesBack * interval);
        var chunks = runs.Select(r => r.Chunk).Distinct().ToArray();
        return new FrameStream().Read(
            store.CreateCommand,
            new FrameRange(cluster, from, from, window.To, chunks),
            stop
        );
    }

    private async Task<TimeSpan> Interval(ClusterId cluster, CancellationToken stop) =>
        (await CollectorRow.Read(store.CreateCommand, cluster, stop)).FirstOrDefault()?.Collector.Every
        ?? TimeSpan.Zero;

    /// <summary>All incarnations a name had, or all of the cluster's: a chart goes on over a topic that was made again.</summary>
    private async Task<Dictionary<long, string>> Incarnations(ClusterId cluster, string? topic, CancellationToken stop)
    {
        await using var command = store.CreateCommand(
            "select id, name from incarnation where cluster_id = $1 and kind = 'topic' and ($2 is null or name = $2)"
        );
        command.Parameters.AddWithValue(cluster.Value);
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = topic });
        await using var reader = await command.ExecuteReaderAsync(stop);
        var names = new Dictionary<long, string>();
        while (await reader.ReadAsync(stop))
        {
            names[reader.GetInt64(0)] = reader.GetString(1);
        }

        return names;
    }
}
