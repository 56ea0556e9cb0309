using Portal.Core.ServiceAccounts;
using Portal.Web.Parts;

namespace Portal.Web.Features.ServiceAccounts;

/// <summary>How an account is, in a word: worst first.</summary>
internal static class ServiceAccountWords
{
    public static (Tone Tone, string Word) Of(ServiceAccountRow row) =>
        Severity(row) switch
        {
            3 => (Tone.Bad, "Gone"),
            2 => (Tone.Warn, "Drifted"),
            1 => (Tone.Unknown, "Not managed"),
            _ => (Tone.Ok, "As wanted"),
        };

    public static int Severity(ServiceAccountRow row) =>
        row switch
        {
            { Drifts: > 0, Seen: [] } => 3,
            { Drifts: > 0 } => 2,
            { Owner: null } => 1,
            _ => 0,
        };
}
