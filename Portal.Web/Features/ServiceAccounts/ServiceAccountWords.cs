using Portal.Core.ServiceAccounts;
using Portal.Web.Parts;

namespace Portal.Web.Features.ServiceAccounts;

/// <summary>How an account is, in a word: worst first.</summary>
internal static class ServiceAccountWords
{
    public static (Tone Tone, string Word) Of(ServiceAccountRow row, DateTimeOffset now) =>
        Severity(row, now) switch
        {
            4 => (Tone.Bad, "Former password overdue"),
            3 => (Tone.Bad, "Gone"),
            2 => (Tone.Warn, "Drifted"),
            1 => (Tone.Unknown, "Not managed"),
            _ => (Tone.Ok, "As wanted"),
        };

    /// <summary>How its clients sign in, a comma between several ways; empty: by nothing now.</summary>
    public static string SignsInBy(ServiceAccountRow row) =>
        string.Join(
            ", ",
            row.Seen.Select(c => c.Mechanism.Title())
                .Prepend(row.Spec is { IsByCertificate: true } spec ? spec.SignsInBy : "")
                .Where(way => way.Length > 0)
        );

    public static int Severity(ServiceAccountRow row, DateTimeOffset now) =>
        row switch
        {
            _ when row.Overdue(now) is not null => 4,
            { Drifts: > 0, Seen: [], Spec: not { IsByCertificate: true } } => 3,
            { Drifts: > 0 } => 2,
            { Owner: null } => 1,
            _ => 0,
        };
}
