using Portal.Core.People.BreakGlass;
using Portal.Web.Parts;

namespace Portal.Web.Features.BreakGlass;

/// <summary>States of break-glass access as people read them.</summary>
internal static class BreakGlassTone
{
    public static (Tone Tone, string Word) Of(BreakGlassState state) =>
        state switch
        {
            BreakGlassState.Waiting => (Tone.Busy, "Waiting for confirmation"),
            BreakGlassState.InForce => (Tone.Bad, "In force"),
            BreakGlassState.ReviewOpen => (Tone.Warn, "Review open"),
            BreakGlassState.Reviewed => (Tone.Ok, "Reviewed"),
            _ => (Tone.Off, "Not confirmed"),
        };
}
