using System.Collections.Immutable;

namespace Portal.Core.Resources;

public enum SignalState
{
    /// <summary>Not there yet.</summary>
    Pending,
    Met,
    Failed,

    /// <summary>It isn't known; nothing waits for it.</summary>
    Unknown,
}

/// <summary>One of the things that a step waits for.</summary>
/// <param name="Name">A noun: checkpoints.</param>
/// <param name="Words">How it stands: "2 of 3 checkpoints".</param>
/// <param name="Share">How much of it is there, 0 to 1; null where it isn't a matter of how much.</param>
public sealed record StepSignal(string Name, string Words, SignalState State, double? Share = null);

/// <summary>A value that was read on the way, for the next look to compare with.</summary>
public sealed record StepMark(string Name, DateTimeOffset At, double Value);

/// <summary>How far a step is that waits for minutes. Kept with the run: whoever looks next goes on from it.</summary>
/// <param name="Step">The step's word: several steps may be about the same resource.</param>
/// <param name="At">When it was looked at.</param>
public sealed record WaitProgress(
    ResourceRef On,
    string Step,
    DateTimeOffset At,
    ImmutableArray<StepSignal> Signals,
    ImmutableArray<StepMark> Marks
)
{
    /// <summary>"2 of 3 checkpoints, 0 restarts, 40 s of 60 s".</summary>
    public string Words => string.Join(", ", Signals.Select(signal => signal.Words));
}
