using Portal.Core;
using Portal.Core.Teams;

namespace Portal.Web.Identity;

/// <summary>
/// The person of this request or circuit. Set once at the door (cookie, token, circuit) before anything else runs, and
/// renewed while a circuit is open.
/// </summary>
public sealed class Me
{
    private Present? present;

    /// <summary>The standing was read again and differs, or the person has to leave.</summary>
    public event Action? Changed;

    public bool IsHere => present is not null;

    /// <exception cref="InvalidOperationException">Nobody is signed in: the caller runs before the door, or without one.</exception>
    public Standing Standing => Whoever.Standing;

    public PersonId PersonId => Whoever.Id;

    private Present Whoever => present ?? throw new InvalidOperationException("Nobody is signed in here.");

    public Permission May(Operation what) =>
        present is null
            ? Permission.No("You are not signed in, or your access has ended.")
            : Authority.May(present.Standing, what);

    internal void Is(Present? someone)
    {
        var before = present;
        present = someone;
        if (before is not null && !Same(before, someone))
        {
            Changed?.Invoke();
        }
    }

    private static bool Same(Present before, Present? after) =>
        after is not null
        && before.Standing.DisplayName == after.Standing.DisplayName
        && before.Standing.Memberships.Count == after.Standing.Memberships.Count
        && before.Standing.Memberships.All(m => after.Standing.Has(m.Role, m.TeamId));
}
