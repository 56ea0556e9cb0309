using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Changes.Lists;

/// <summary>What a search for changes asks for: a number ("12", "#12"), or a part of a title, of a resource's name, or of who asked.</summary>
internal sealed class ChangeWords
{
    // Numbers begin at one: no change has this one.
    private static readonly ChangeId _none = new(0);
    private readonly string _pattern;
    private readonly ChangeId _number;

    private ChangeWords(string pattern, ChangeId number) => (_pattern, _number) = (pattern, number);

    public static ChangeWords Of(string typed)
    {
        var words = typed.Trim();
        var digits = words.StartsWith('#') ? words[1..] : words;
        return new(
            $"%{LikePattern.Escape(words)}%",
            long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? new ChangeId(number)
                : _none
        );
    }

    /// <summary>Of few changes: each is looked at.</summary>
    public IQueryable<Change> Among(IQueryable<Change> changes) =>
        changes.Where(c =>
            c.Id == _number
            || EF.Functions.ILike(c.Title, _pattern, LikePattern.EscapeCharacter)
            || EF.Functions.ILike(c.Actor.Name, _pattern, LikePattern.EscapeCharacter)
            || c.Resources.Any(r => EF.Functions.ILike(r.Name, _pattern, LikePattern.EscapeCharacter))
        );

    /// <summary>Of all there ever were: the number whenever it was, words in those above this one.</summary>
    public IQueryable<Change> Among(IQueryable<Change> changes, PortalDb db, long above)
    {
        var named = db.Set<ChangeResource>()
            .Where(r => (long)(object)r.ChangeId > above)
            .Where(r => EF.Functions.ILike(r.Name, _pattern, LikePattern.EscapeCharacter))
            .Select(r => r.ChangeId);
        return changes.Where(c =>
            c.Id == _number
            || (
                (long)(object)c.Id > above
                && (
                    EF.Functions.ILike(c.Title, _pattern, LikePattern.EscapeCharacter)
                    || EF.Functions.ILike(c.Actor.Name, _pattern, LikePattern.EscapeCharacter)
                    || named.Contains(c.Id)
                )
            )
        );
    }
}
