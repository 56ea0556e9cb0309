using Portal.Core.ServiceAccounts;
using Portal.Web.Parts;

namespace Portal.Web.Features.ServiceAccounts;

/// <summary>How an account is, in a word: worst first.</summary>
internal static class ServiceAccountWords
{
    public static (Tone Tone, string Word) Of(ServiceAccountRow row, DateTimeOffset now) =>
        Severity(row, now) switch
        {
            5 => (Tone.Bad, "Former password overdue"),
            4 => (Tone.Bad, "Gone"),
            3 => (Tone.Warn, "Drifted"),
            2 => (Tone.Unknown, "Not read yet"),
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
            _ when row.Overdue(now) is not null => 5,
            { Drifts: > 0, Seen: [], Spec: not { IsByCertificate: true } } => 4,
            { Drifts: > 0 } => 3,
            // One by certificate has nothing that could be read.
            { ReadAt: null, Spec: { IsByCertificate: false } } => 2,
            { Owner: null } => 1,
            _ => 0,
        };
}
