using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Portal.Tests.Collecting;

/// <summary>What the collector's questions to one cluster cost, as its own meter tells: one figure each time a view was asked.</summary>
internal sealed class RequestTally : IDisposable
{
    private readonly ConcurrentQueue<(string View, long Requests)> _counted = new();
    private readonly MeterListener _listener = new();

    public RequestTally(string cluster)
    {
        _listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "portal.collector.requests")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>(
            (_, requests, tags, _) =>
            {
                var named = tags.ToArray().ToDictionary(tag => tag.Key, tag => (string)tag.Value!);
                if (named["cluster"] == cluster)
                {
                    _counted.Enqueue((named["view"], requests));
                }
            }
        );
        _listener.Start();
    }

    public IReadOnlyList<long> Of(string view) => [.. _counted.Where(t => t.View == view).Select(t => t.Requests)];

    public void Dispose() => _listener.Dispose();
}
