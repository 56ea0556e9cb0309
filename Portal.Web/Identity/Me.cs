using Portal.Core;
using Portal.Core.People;
using Portal.Core.Teams;

namespace Portal.Web.Identity;

/// <summary>
/// The person of this request or circuit. Set once at the door (cookie, token, circuit) before anything else runs, and
/// renewed while a circuit is open.
/// </summary>
public sealed class Me
{
    private KnownCaller? _known;

    /// <summary>The caller was read again and differs, or the person has to leave.</summary>
    public event Action? Changed;

    public bool IsHere => _known is not null;

    public Caller Caller => Known.Caller;

    public PersonId PersonId => Known.Id;

    /// <exception cref="InvalidOperationException">Nobody is signed in: the code runs before authentication, or without it.</exception>
    public KnownCaller Known => _known ?? throw new InvalidOperationException("Nobody is signed in here.");

    public Permission May(CallerAction what) =>
        _known is null
            ? Permission.No("You are not signed in, or your access has ended.")
            : Authority.May(_known.Caller, what);

    internal void Is(KnownCaller? caller)
    {
        var before = _known;
        _known = caller;
        if (before is not null && !Same(before, caller))
        {
            Changed?.Invoke();
        }
    }

    private static bool Same(KnownCaller before, KnownCaller? after) =>
        after is not null
        && before.Caller.DisplayName == after.Caller.DisplayName
        && before.Caller.Memberships.Count == after.Caller.Memberships.Count
        && before.Caller.Memberships.All(m => after.Caller.Memberships.Any(n => Same(m, n)))
        && before.Caller.Scoped.Select(r => r.Id).ToHashSet().SetEquals(after.Caller.Scoped.Select(r => r.Id));

    // Whether it is an elevation, and its end, are on the page as well.
    private static bool Same(Membership before, Membership after) =>
        (before.TeamId, before.Role, before.IsElevation, before.ExpiresAt)
        == (after.TeamId, after.Role, after.IsElevation, after.ExpiresAt);
}
