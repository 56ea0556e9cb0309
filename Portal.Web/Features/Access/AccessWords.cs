using Portal.Core.Access;
using Portal.Web.Parts;

namespace Portal.Web.Features.Access;

/// <summary>How a grant is, in a word: worst first.</summary>
internal static class AccessWords
{
    public static (Tone Tone, string Word) Of(AccessRow row, DateTimeOffset now) =>
        Severity(row, now) switch
        {
            5 => (Tone.Bad, "Dropped"),
            4 => (Tone.Bad, "Expired"),
            3 => (Tone.Bad, "Not in force"),
            2 => (Tone.Warn, "Drifted"),
            1 => (Tone.Warn, "Expires soon"),
            _ => (Tone.Ok, "In force"),
        };

    public static int Severity(AccessRow row, DateTimeOffset now) =>
        row switch
        {
            { IsDropped: true } => 5,
            _ when row.Expires <= now => 4,
            { Granted: null } => 3,
            { Missing: > 0 } => 2,
            _ when row.ExpiresSoon(now) => 1,
            _ => 0,
        };
}
