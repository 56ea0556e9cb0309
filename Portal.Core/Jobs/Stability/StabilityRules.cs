using System.Collections.Immutable;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs.Stability;

/// <summary>Whether a job that was started is stable, and how each signal stands. Pure.</summary>
public static class StabilityRules
{
    /// <summary>Fewer looks than these tell nothing of where a lag goes.</summary>
    private const int FewestReadings = 6;

    /// <summary>A lag below this is what is on its way.</summary>
    private const double NoLag = 100;

    private const int MostCauses = 2;

    /// <param name="subject">What is looked at, to begin a sentence: "orders", "The rehearsal of orders".</param>
    /// <param name="within">How long after its start it is stable at the latest, or isn't.</param>
    public static StabilityVerdict Judge(string subject, StabilityGate gate, TimeSpan within, StabilitySight sight)
    {
        ImmutableArray<StepSignal> signals =
        [
            Checkpoints(gate, sight),
            Restarts(gate, sight),
            Lag(sight),
            Window(gate, sight),
        ];
        var isOver = FlinkStatus.IsOver(sight.Status);
        if (isOver || signals.Any(s => s.State == SignalState.Failed))
        {
            var why = isOver
                ? $"Flink's word for it is {sight.Status}"
                : string.Join(", ", signals.Where(s => s.State == SignalState.Failed).Select(s => s.Words));
            return new(StabilityState.Failed, signals, Failure(subject, why, sight));
        }

        if (signals.All(s => s.State is SignalState.Met or SignalState.Unknown))
        {
            var unknown = signals.Where(s => s.State == SignalState.Unknown).Select(s => s.Words).ToList();
            return new(
                StabilityState.Stable,
                signals,
                unknown.Count == 0
                    ? $"{subject} is stable"
                    : $"{subject} is stable, with {string.Join(" and ", unknown)}"
            );
        }

        if (sight.Age <= within)
        {
            return new(StabilityState.Pending, signals, $"{subject} isn't stable yet");
        }

        var missing = string.Join(", ", signals.Where(s => s.State == SignalState.Pending).Select(s => s.Words));
        return new(
            StabilityState.Failed,
            signals,
            Failure(subject, $"after {Age.InWords(sight.Age)} {missing}", sight)
        );
    }

    private static StepSignal Checkpoints(StabilityGate gate, StabilitySight sight) =>
        new(
            "checkpoints",
            $"{Quantity.Count(Math.Min(sight.Completed, gate.Checkpoints))} of {Quantity.Of(gate.Checkpoints, "checkpoint", "checkpoints")}",
            sight.Completed >= gate.Checkpoints ? SignalState.Met : SignalState.Pending,
            Math.Min(1, (double)sight.Completed / gate.Checkpoints)
        );

    private static StepSignal Restarts(StabilityGate gate, StabilitySight sight) =>
        sight.Restarts is not { } restarts
            ? new("restarts", "restarts unknown", SignalState.Unknown)
            : new(
                "restarts",
                $"{Quantity.Of(restarts, "restart", "restarts")}{(gate.Restarts > 0 || restarts > 0 ? $" of at most {gate.Restarts}" : "")}",
                restarts > gate.Restarts ? SignalState.Failed : SignalState.Met
            );

    // A lag rises and falls with what is written. It is worse where even its lowest of late is above its highest at first.
    private static StepSignal Lag(StabilitySight sight)
    {
        if (sight.Lag.IsEmpty)
        {
            return new("lag", "lag unknown", SignalState.Unknown);
        }

        var now = $"lag {Quantity.Count((long)sight.Lag[^1])}";
        var third = sight.Lag.Length / 3;
        if (sight.Lag.Length < FewestReadings)
        {
            return new("lag", now, SignalState.Met);
        }

        var first = sight.Lag[..third].Max();
        var isWorse = sight.Lag[^third..].Min() > Math.Max(first, NoLag);
        return isWorse
            ? new("lag", $"{now}, which grows since {Quantity.Count((long)first)}", SignalState.Pending)
            : new("lag", now, SignalState.Met);
    }

    private static StepSignal Window(StabilityGate gate, StabilitySight sight) =>
        sight.RunsFor is not { } runs
            ? new("time", "not all of its tasks run", SignalState.Pending, 0)
            : new(
                "time",
                runs >= gate.Window
                    ? $"ran for {Age.InWords(gate.Window)}"
                    : $"{Age.InWords(gate.Window - runs)} of {Age.InWords(gate.Window)} left",
                runs >= gate.Window ? SignalState.Met : SignalState.Pending,
                gate.Window > TimeSpan.Zero ? Math.Min(1, runs / gate.Window) : 1
            );

    private static string Failure(string subject, string why, StabilitySight sight)
    {
        var before = sight.Before.Distinct(StringComparer.Ordinal).Take(MostCauses).ToList();
        return before.Count == 0
            ? $"{subject} isn't stable: {why}"
            : $"{subject} isn't stable: {why}. Before that: {string.Join("; ", before.Select(b => b.TrimEnd('.')))}";
    }
}

/// <param name="Words">A sentence without its full stop.</param>
public sealed record StabilityVerdict(StabilityState State, ImmutableArray<StepSignal> Signals, string Words);
