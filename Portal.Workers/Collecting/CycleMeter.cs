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
    private readonly DateTimeOffset? _storedAt;
    private readonly TimeProvider _clock;
    private volatile Cycle? _newest;

    static CycleMeter()
    {
        Telemetry.Meter.CreateObservableGauge(
            "portal.collector.unknown",
            () => Newest(meter => (long?)meter._newest?.UnknownPartitions),
            description: "Partitions that did not answer in the newest stored cycle, by cluster"
        );
        Telemetry.Meter.CreateObservableGauge(
            "portal.collector.age",
            () => Newest(meter => (meter._clock.GetUtcNow() - (meter._newest?.At ?? meter._storedAt))?.TotalSeconds),
            "s",
            "How old the newest stored cycle is, by cluster"
        );
    }

    /// <param name="storedAt">The newest stored cycle, as of whoever held the cluster before; null: there is none.</param>
    public CycleMeter(string cluster, DateTimeOffset? storedAt, TimeProvider clock)
    {
        (_cluster, _storedAt, _clock) = (cluster, storedAt, clock);
        Held[this] = 0;
    }

    /// <summary>Once a cycle is stored.</summary>
    public void Took(Cycle cycle)
    {
        _newest = cycle;
        Duration.Record(cycle.Took.TotalSeconds, Of(_cluster));
    }

    /// <summary>Somebody else may tell of the cluster from now on.</summary>
    public void Dispose() => Held.TryRemove(this, out _);

    private static IEnumerable<Measurement<T>> Newest<T>(Func<CycleMeter, T?> figure)
        where T : struct
    {
        foreach (var meter in Held.Keys)
        {
            if (figure(meter) is { } known)
            {
                yield return new Measurement<T>(known, Of(meter._cluster));
            }
        }
    }

    private static KeyValuePair<string, object?> Of(string cluster) => new("cluster", cluster);
}
