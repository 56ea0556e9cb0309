using System.ComponentModel;
using Portal.Core.Specs;
using Portal.Web.Api.Kinds;

namespace Portal.Web.Api.Specs;

public sealed record SpecNoteDto(
    ResourceRefDto On,
    [property: Description("File, line and column.")] string Place,
    [property: Description("Why, in a sentence.")] string Words
)
{
    internal const string Why =
        "Documents of which nothing, or not all, is requested though they aren't known to match what is there, and those of which a change was sent back or has no plan. They don't count as unchanged.";

    internal static SpecNoteDto Of(SpecNote note) =>
        new(
            new(note.Document.Kind.Word, note.Document.Cluster, note.Document.Name),
            $"{note.Document.Place}",
            note.Words
        );
}
