using Microsoft.AspNetCore.Components;
using Portal.Core.Changes.Lists;
using Portal.Web.Parts;

namespace Portal.Web.Features.Changes;

/// <summary>What happened to a change, newest first, out of the audit.</summary>
public static class ChangeStory
{
    /// <param name="write">Draws who did it and the words of the event.</param>
    public static IReadOnlyList<TimelineEntry> Of(ChangeView view, Func<TimelineView, RenderFragment> write) =>
        [
            .. view
                .Timeline.OrderByDescending(entry => entry.Id)
                .Select(entry => new TimelineEntry(GlyphOf(entry.Kind), write(entry), entry.At, Said(entry, view))),
        ];

    private static Glyph GlyphOf(string kind) =>
        kind switch
        {
            "change.submitted" or "change.resubmitted" => Glyph.Plus,
            "change.cancelled" or "change.expired" => Glyph.Off,
            "vote.cast" => Glyph.Check,
            "vote.withdrawn" => Glyph.Undo,
            _ when kind.Contains("undo", StringComparison.Ordinal)
                    || kind.Contains("rolled", StringComparison.Ordinal) => Glyph.Undo,
            _ when kind.Contains("stuck", StringComparison.Ordinal)
                    || kind.Contains("fail", StringComparison.Ordinal) => Glyph.Bad,
            _ when kind.StartsWith("plan", StringComparison.Ordinal) => Glyph.Change,
            _ when kind.StartsWith("step", StringComparison.Ordinal) => Glyph.Rocket,
            _ when kind.StartsWith("run", StringComparison.Ordinal) => Glyph.Rocket,
            _ => Glyph.Change,
        };

    // A vote's comment stands under it; the audit's own words already say the rest.
    private static string? Said(TimelineView entry, ChangeView view) =>
        entry.Kind == "vote.cast"
            ? view
                .Votes.FirstOrDefault(vote =>
                    vote.Actor.Name == entry.Actor && (vote.At - entry.At).Duration() < TimeSpan.FromSeconds(2)
                )
                ?.Comment
            : null;
}
