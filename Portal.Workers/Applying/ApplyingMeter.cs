using System.Diagnostics.Metrics;
using Portal.Core.Changes.Runs;

namespace Portal.Workers.Applying;

/// <summary>What appliers tell of their work.</summary>
internal static class ApplyingMeter
{
    private static readonly Counter<long> Steps = Telemetry.Meter.CreateCounter<long>(
        "portal.applier.steps",
        description: "Steps that ended, by kind, direction and how"
    );

    private static readonly Counter<long> Ends = Telemetry.Meter.CreateCounter<long>(
        "portal.applier.runs",
        description: "Runs that came to an end or got stuck, by state"
    );

    private static readonly Histogram<double> Wait = Telemetry.Meter.CreateHistogram<double>(
        "portal.applier.wait",
        "s",
        "From approved to applied"
    );

    public static void Ended(StepRef step, StepPhase phase) =>
        Steps.Add(
            1,
            new("kind", step.Step.GetType().Name),
            new("direction", step.Direction.ToString()),
            new("phase", phase.ToString())
        );

    public static void Came(RunState to, TimeSpan sinceApproved)
    {
        if (to is RunState.Applied or RunState.RolledBack or RunState.Stale or RunState.Stuck)
        {
            Ends.Add(1, new KeyValuePair<string, object?>("state", to.ToString()));
        }

        if (to is RunState.Applied)
        {
            Wait.Record(sinceApproved.TotalSeconds);
        }
    }
}
