using Microsoft.AspNetCore.Components;
using Portal.Core.Changes.Approvals;
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
                .Select(entry => new TimelineEntry(
                    GlyphOf(entry.Kind, VoteOf(entry, view)),
                    write(entry),
                    entry.At,
                    CommentOf(entry, VoteOf(entry, view))
                )),
        ];

    private static Glyph GlyphOf(string kind, Vote? vote) =>
        kind switch
        {
            "change.submitted" or "change.resubmitted" => Glyph.Plus,
            "change.cancelled" or "change.expired" => Glyph.Off,
            "vote.cast" when vote?.Verdict is VoteVerdict.Reject => Glyph.Bad,
            "vote.cast" when vote?.Verdict is VoteVerdict.RequestChanges => Glyph.Undo,
            "vote.cast" or "vote.recounted" => Glyph.Check,
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

    // A vote's comment stands under it, unless the audit's own words end with it already.
    private static string? CommentOf(TimelineView entry, Vote? vote) =>
        vote?.Comment is { } comment && !entry.Words.EndsWith(comment.Trim(), StringComparison.Ordinal)
            ? comment
            : null;

    private static Vote? VoteOf(TimelineView entry, ChangeView view) =>
        entry.Kind == "vote.cast"
            ? view.Votes.FirstOrDefault(vote =>
                vote.Actor.Name == entry.Actor && (vote.At - entry.At).Duration() < TimeSpan.FromSeconds(2)
            )
            : null;
}
