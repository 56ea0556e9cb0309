using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Lists;

/// <summary>What a search for changes is for: a number ("12", "#12"), or a part of a title, of a resource's name, or of the requester's name or handle.</summary>
internal sealed class ChangeWords
{
    // Numbers begin at one: no change has this one.
    private static readonly ChangeId _none = new(0);
    private readonly string _pattern;
    private readonly ChangeId _number;

    private ChangeWords(string pattern, ChangeId number) => (_pattern, _number) = (pattern, number);

    public static ChangeWords Of(string typed) =>
        new($"%{LikePattern.Escape(typed.Trim())}%", NumberIn(typed) ?? _none);

    /// <summary>Null: no number was typed.</summary>
    public static ChangeId? NumberIn(string typed)
    {
        var words = typed.Trim();
        var digits = words.StartsWith('#') ? words[1..] : words;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new ChangeId(number)
            : null;
    }

    /// <summary>Of few changes: each is looked at.</summary>
    public IQueryable<Change> Among(IQueryable<Change> changes, PortalDb db)
    {
        var people = Handles(db);
        return changes.Where(c =>
            c.Id == _number
            || EF.Functions.ILike(c.Title, _pattern, LikePattern.EscapeCharacter)
            || EF.Functions.ILike(c.Actor.Name, _pattern, LikePattern.EscapeCharacter)
            || people.Contains(c.Actor.Name)
            || c.Resources.Any(r => EF.Functions.ILike(r.Name, _pattern, LikePattern.EscapeCharacter))
        );
    }

    /// <summary>Of all there ever were: the number whenever it was, words in those above this one.</summary>
    public IQueryable<Change> Among(IQueryable<Change> changes, PortalDb db, long above)
    {
        var people = Handles(db);
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
                    || people.Contains(c.Actor.Name)
                    || named.Contains(c.Id)
                )
            )
        );
    }

    // Of people whose names have the words: a change has the handle of who requested it.
    private IQueryable<string> Handles(PortalDb db) =>
        db.Set<Person>()
            .Where(p => EF.Functions.ILike(p.Name, _pattern, LikePattern.EscapeCharacter))
            .Select(p => p.Handle);
}
