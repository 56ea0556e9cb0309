using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Portal.Workers;

/// <summary>What the workers tell of themselves; nobody listens unless OTLP is switched on.</summary>
internal static class Telemetry
{
    public const string Name = "Portal.Workers";

    public static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    public static readonly Counter<long> WorkCarried = Meter.CreateCounter<long>(
        "portal.work.carried",
        description: "Claims that were worked on, by worker"
    );
}
