using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Core.People.BreakGlass;

/// <summary>Who may be the second person, beyond the role that it takes: not appointed by the first, not the first's other account, and not the same one on and on.</summary>
internal static class BreakGlassSecond
{
    // Platform counts everywhere, so that nobody gets a second for it ready the day before.
    private static readonly TimeSpan HeldBeforePlatform = TimeSpan.FromDays(7);

    /// <summary>Why the caller, as they are now, may not confirm it; null when they may.</summary>
    public static async Task<Refusal?> WhyNot(
        PortalDb db,
        PersonId id,
        Caller caller,
        BreakGlassFound found,
        CancellationToken stop
    )
    {
        var (access, opener) = (found.Access, found.Person);
        if (BreakGlassConfirmation.May(caller, opener.Handle) is { Granted: false } no)
        {
            return Refusal.Denied(no.Words);
        }

        var held = access.Role == Role.Platform ? HeldBeforePlatform : TimeSpan.Zero;
        var apart = await IndependentRoles.In(db, caller, access.OpenedAt - held, [opener.Handle], stop);
        if (!BreakGlassConfirmation.May(apart, opener.Handle).Granted)
        {
            return Refusal.Denied(
                $"You have the role by which you could confirm it from {opener.Name}, or {(held > TimeSpan.Zero ? $"for less than {Age.InWords(held)}" : "only since it was opened")}. Somebody else has to confirm it."
            );
        }

        if (await SharedAddress.Is(db, id, [opener.Id], stop))
        {
            return Refusal.Denied(
                $"Your account has the e-mail address of {opener.Name}'s. Somebody else has to confirm it."
            );
        }

        var former = await db.Set<BreakGlassAccess>()
            .Where(a => a.PersonId == opener.Id && a.ConfirmedBy == id && a.ReviewedAt == null && a.Id != access.Id)
            .Select(a => (long?)a.Id)
            .FirstOrDefaultAsync(stop);
        return former is null
            ? null
            : Refusal.Conflict(
                $"You confirmed break-glass access {former} of {opener.Name}, which isn't reviewed yet. Somebody else has to confirm this one, or review that one first."
            );
    }
}
