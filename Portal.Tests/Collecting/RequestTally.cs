using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Portal.Tests.Collecting;

/// <summary>What the collector's questions to one cluster cost, as its own meter tells: one figure each time a view was asked.</summary>
internal sealed class RequestTally : IDisposable
{
    private readonly ConcurrentQueue<(string View, long Requests)> told = new();
    private readonly MeterListener listener = new();

    public RequestTally(string cluster)
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "portal.collector.requests")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>(
            (_, requests, tags, _) =>
            {
                var named = tags.ToArray().ToDictionary(tag => tag.Key, tag => (string)tag.Value!);
                if (named["cluster"] == cluster)
                {
                    told.Enqueue((named["view"], requests));
                }
            }
        );
        listener.Start();
    }

    public IReadOnlyList<long> Of(string view) => [.. told.Where(t => t.View == view).Select(t => t.Requests)];

    public void Dispose() => listener.Dispose();
}
