using Portal.Core.Jobs;
using Portal.Web.Parts;

namespace Portal.Web.Features.Jobs;

/// <summary>How a job is, in a word and a colour.</summary>
internal static class JobTones
{
    public static Tone Tone(this JobHealth health) =>
        health switch
        {
            JobHealth.Stable => Parts.Tone.Ok,
            JobHealth.Starting => Parts.Tone.Busy,
            JobHealth.Suspended => Parts.Tone.Off,
            JobHealth.Unknown => Parts.Tone.Unknown,
            JobHealth.BackPressured or JobHealth.FallingBehind or JobHealth.SkippingRecords => Parts.Tone.Warn,
            _ => Parts.Tone.Bad,
        };

    public static string Word(this JobHealth health) =>
        health switch
        {
            JobHealth.BackPressured => "Back-pressured",
            JobHealth.FallingBehind => "Falling behind",
            JobHealth.CheckpointsFailing => "Checkpoints failing",
            JobHealth.SkippingRecords => "Skipping records",
            JobHealth.MissingTopic => "Topic missing",
            _ => health.ToString(),
        };
}
