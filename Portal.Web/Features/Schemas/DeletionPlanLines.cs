using Microsoft.AspNetCore.Components;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Wording;
using Portal.Web.Parts;

namespace Portal.Web.Features.Schemas;

/// <summary>Deletions of subjects and versions as lines of a diff.</summary>
internal static class DeletionPlanLines
{
    public static PlanLine Of(DeleteSubject delete, RenderFragment subject, SubjectUse? use) =>
        new(
            null,
            "subject",
            subject,
            new($"version {delete.Newest.Version}", $"id {delete.Newest.Id}"),
            new("gone"),
            "Found by id only",
            use switch
            {
                { ReferredToBy: [_, ..] others } => $"Built on by {string.Join(", ", others)}",
                { Topic: { } topic, IsTopicThere: true } => $"Topic {topic} is still there; its records are read by id",
                _ => "Records that carry its ids are read as before",
            },
            use is { ReferredToBy: [_, ..] } or { IsTopicThere: true } ? Tone.Bad : Tone.Warn,
            delete.Reversal == Reversal.None ? "none" : "registered again",
            delete.Referrers.IsDefaultOrEmpty
                ? "each text gets the next number and its former id"
                : $"{string.Join(", ", delete.Referrers)} couldn't refer to it again: it would have another number",
            UndoIsConcern: delete.Reversal == Reversal.None
        );

    public static PlanLine Of(DeleteVersion delete, RenderFragment subject, SubjectUse? use) =>
        new(
            null,
            $"version {delete.Version}",
            subject,
            new(delete.IsNewest ? "the newest" : "there"),
            new("gone"),
            "Found by id only",
            Users(delete, use),
            Users(delete, use) is null ? Tone.Warn : Tone.Bad,
            delete.IsNewest ? "registered again" : "none",
            delete.IsNewest ? "with the next number and its former id" : "registered again, it would become the newest",
            UndoIsConcern: !delete.IsNewest
        );

    private static string? Users(DeleteVersion delete, SubjectUse? use) =>
        use switch
        {
            { ReferredToBy: [_, ..] others } => $"Built on by {string.Join(", ", others)}",
            { InRecords: { } records } when records.MostOf(delete.Version) is { } most =>
                $"{Quantity.Count(most.Records)} of the newest {Quantity.Count(most.Of)} records of {SubjectUse.Named(most.Topic, most.Cluster)} carry its id",
            _ => null,
        };

    public static PlanLine Permanently(string what, RenderFragment subject, SubjectUse? use) =>
        new(
            null,
            what,
            subject,
            new("deleted softly"),
            new("gone for good"),
            "Not found by id either",
            use is { InRecords.Found: [var most, ..] }
                ? $"Records of {SubjectUse.Named(most.Topic, most.Cluster)} can't be decoded any more"
                : null,
            Tone.Bad,
            "none",
            "nothing is left of it",
            UndoIsConcern: true
        );
}
