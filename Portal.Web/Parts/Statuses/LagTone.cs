using Portal.Core.Health;

namespace Portal.Web.Parts;

/// <summary>How loud a lag status is. Being watched too shortly is no alarm; not being answered is not one either, but it is shown.</summary>
public static class LagTone
{
    public static Tone Of(LagStatus status) =>
        status switch
        {
            LagStatus.Ok => Tone.Ok,
            LagStatus.NotEnoughData => Tone.Wait,
            LagStatus.Unknown => Tone.Unknown,
            LagStatus.FallingBehind or LagStatus.Rewound => Tone.Warn,
            _ => Tone.Bad,
        };

    /// <summary>A topic's status in words: its own when it has one, otherwise its worst reader's.</summary>
    public static string OfTopic(LagStatus status) =>
        status switch
        {
            LagStatus.Ok => "Healthy",
            LagStatus.NotEnoughData => "Not enough data yet",
            LagStatus.Unknown => "Unknown",
            LagStatus.FallingBehind => "Reader falls behind",
            LagStatus.Rewound => "Reader rewound",
            LagStatus.Stalled => "Reader stalled",
            _ => "Reader stopped",
        };
}
