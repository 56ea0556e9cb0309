using Portal.Core.Schemas;
using Portal.Web.Parts;

namespace Portal.Web.Features.Schemas;

/// <summary>How a subject is, in a word: worst first.</summary>
internal static class SchemaWords
{
    public static (Tone Tone, string Word) Of(SchemaRow row) =>
        Severity(row) switch
        {
            3 => (Tone.Bad, "Gone"),
            2 => (Tone.Warn, "Drifted"),
            1 => (Tone.Unknown, "Not managed"),
            _ => (Tone.Ok, "As wanted"),
        };

    public static int Severity(SchemaRow row) =>
        row switch
        {
            { Owner: not null, Version: null, Drifts: > 0 } => 3,
            { Drifts: > 0 } => 2,
            { Owner: null } => 1,
            _ => 0,
        };
}
