using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Portal.Workers.Collecting;

/// <summary>What a collector tells of its cluster's cycles, for as long as it holds the cluster.</summary>
internal sealed class CycleMeter : IDisposable
{
    private static readonly ConcurrentDictionary<CycleMeter, byte> Held = new();

    private static readonly Histogram<double> Duration = Telemetry.Meter.CreateHistogram<double>(
        "portal.collector.cycle.duration",
        "s",
        "How long a lag cycle took, by cluster"
    );

    private readonly string _cluster;
    private readonly TimeProvider _clock;
    private volatile Cycle? _newest;

    static CycleMeter()
    {
        Telemetry.Meter.CreateObservableGauge(
            "portal.collector.unknown",
            () => Newest((cycle, _) => (long)cycle.UnknownPartitions),
            description: "Partitions that did not answer in the newest cycle, by cluster"
        );
        Telemetry.Meter.CreateObservableGauge(
            "portal.collector.age",
            () => Newest((cycle, now) => (now - cycle.At).TotalSeconds),
            "s",
            "How old the newest cycle is, by cluster"
        );
    }

    public CycleMeter(string cluster, TimeProvider clock)
    {
        (_cluster, _clock) = (cluster, clock);
        Held[this] = 0;
    }

    public void Took(Cycle cycle)
    {
        _newest = cycle;
        Duration.Record(cycle.Took.TotalSeconds, Of(_cluster));
    }

    /// <summary>Somebody else may tell of the cluster from now on.</summary>
    public void Dispose() => Held.TryRemove(this, out _);

    private static IEnumerable<Measurement<T>> Newest<T>(Func<Cycle, DateTimeOffset, T> figure)
        where T : struct =>
        from meter in Held.Keys
        let cycle = meter._newest
        where cycle is not null
        select new Measurement<T>(figure(cycle, meter._clock.GetUtcNow()), Of(meter._cluster));

    private static KeyValuePair<string, object?> Of(string cluster) => new("cluster", cluster);
}
