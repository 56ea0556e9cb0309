using System.Collections.Immutable;

namespace Portal.Core.Jobs.Stability;

/// <summary>What a Flink says of a job that is to become stable. All times are its own, unless a JobManager took it over.</summary>
/// <param name="Status">Flink's word.</param>
/// <param name="RunsFor">How long all of its tasks run; null when not all of them do.</param>
/// <param name="Age">Since it was submitted; where another JobManager took it over meanwhile, at least since it was first looked at.</param>
/// <param name="Completed">Checkpoints.</param>
/// <param name="Restarts">Each takeover is one. Null where Flink doesn't say.</param>
/// <param name="Lag">Records that its sources haven't read yet, as often as it was looked at, oldest first.</param>
/// <param name="Before">What went wrong, newest first: exceptions and failed checkpoints.</param>
public sealed record StabilitySight(
    string Status,
    TimeSpan? RunsFor,
    TimeSpan Age,
    int Completed,
    int? Restarts,
    ImmutableArray<double> Lag,
    ImmutableArray<string> Before
);

/// <summary>Whether a job is stable.</summary>
public enum StabilityState
{
    Pending,
    Stable,

    /// <summary>It won't be, or wasn't in time.</summary>
    Failed,
}
