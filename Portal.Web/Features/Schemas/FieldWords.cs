using Portal.Schemas.Fields;
using Portal.Web.Parts;

namespace Portal.Web.Features.Schemas;

/// <summary>What became of a field, in a word.</summary>
internal static class FieldWords
{
    public static Tone ToneOf(FieldChangeKind kind) =>
        kind switch
        {
            FieldChangeKind.Removed => Tone.Warn,
            FieldChangeKind.Added => Tone.Ok,
            _ => Tone.Todo,
        };

    public static string Of(FieldChangeKind kind) =>
        kind switch
        {
            FieldChangeKind.Removed => "Removed",
            FieldChangeKind.Added => "Added",
            _ => "Changed",
        };
}
