using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Portal.Workers;

/// <summary>What the workers tell of themselves; nobody listens unless OTLP is switched on.</summary>
internal static class Telemetry
{
    public const string Name = "Portal.Workers";

    public static readonly ActivitySource Source = new(Name);
    public static readonly Meter Meter = new(Name);

    public static readonly Counter<long> WorkClaimed = Meter.CreateCounter<long>(
        "portal.work.claimed",
        description: "Claims that were taken, by worker"
    );

    public static readonly Counter<long> WorkCarried = Meter.CreateCounter<long>(
        "portal.work.carried",
        description: "Claims that were worked on, by worker"
    );
}
