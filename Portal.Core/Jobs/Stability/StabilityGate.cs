using System.Text.Json.Serialization;
using Portal.Core.Wording;

namespace Portal.Core.Jobs.Stability;

/// <summary>What a job that was started has to show until it counts as stable.</summary>
/// <param name="Checkpoints">That it completes, at least.</param>
/// <param name="Restarts">That it may have, at most.</param>
/// <param name="WindowSeconds">How long it has to run without a restart.</param>
public sealed record StabilityGate(int Checkpoints, int Restarts, int WindowSeconds)
{
    /// <summary>How many intervals a checkpoint may be late.</summary>
    private const int LateIntervals = 3;

    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    /// <summary>"3 checkpoints, at most 1 restart, lag no worse, for 1 min".</summary>
    [JsonIgnore]
    public string Needs =>
        $"{Quantity.Of(Checkpoints, "checkpoint", "checkpoints")}, {AtMost}, lag no worse, for {Age.InWords(Window)}";

    private string AtMost => Restarts == 0 ? "no restart" : $"at most {Quantity.Of(Restarts, "restart", "restarts")}";

    public TimeSpan Window => TimeSpan.FromSeconds(WindowSeconds);

    /// <summary>How long after its start it is stable at the latest, or isn't.</summary>
    /// <param name="every">Between two checkpoints.</param>
    public TimeSpan Within(TimeSpan every) => (Window + every * Checkpoints) * LateIntervals + Margin;
}
