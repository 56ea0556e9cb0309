using Portal.Core.Resources;

namespace Portal.Web.Parts;

/// <summary>What a step waits for, as lines with an icon each.</summary>
public static class Signals
{
    public static IReadOnlyList<CheckLine> Lines(WaitProgress progress) =>
        [
            .. progress.Signals.Select(signal => new CheckLine(
                ToneOf(signal),
                Spoken(signal),
                b => b.AddContent(0, signal.Words)
            )),
        ];

    private static Tone ToneOf(StepSignal signal) =>
        signal.State switch
        {
            SignalState.Met => Tone.Ok,
            SignalState.Failed => Tone.Bad,
            SignalState.Unknown => Tone.Unknown,
            _ => Tone.Busy,
        };

    private static string Spoken(StepSignal signal) =>
        signal.State switch
        {
            SignalState.Met => "met",
            SignalState.Failed => "failed",
            SignalState.Unknown => "unknown",
            _ => "waiting",
        };
}
