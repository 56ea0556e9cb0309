using System.Diagnostics.Metrics;

namespace Portal.Engines.Collecting;

/// <summary>What collecting costs a cluster: requests sent, by cluster and view.</summary>
internal static class RequestMeter
{
    private static readonly Meter Meter = new("Portal.Engines");

    private static readonly Counter<long> Sent = Meter.CreateCounter<long>(
        "portal.collector.requests",
        description: "Requests sent to a cluster to collect from it, by cluster and view"
    );

    public static void Add(string cluster, string view, long requests) =>
        Sent.Add(requests, new("cluster", cluster), new("view", view));
}
