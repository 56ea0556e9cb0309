using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.BreakGlass;

/// <summary>Who may review it, beyond the role that it takes: neither appointed by one of the two, nor for this, nor another account of theirs.</summary>
internal static class BreakGlassThird
{
    /// <param name="found">That was confirmed.</param>
    /// <returns>Why the caller, as they are now, may not review it; null when they may.</returns>
    public static async Task<Refusal?> WhyNot(
        PortalDb db,
        PersonId id,
        Caller caller,
        BreakGlassFound found,
        CancellationToken stop
    )
    {
        var (opener, confirmer) = (found.Person.Handle, found.Confirmer!);
        var apart = await IndependentRoles.In(db, caller, found.Access.OpenedAt, [opener, confirmer], stop);
        if (!BreakGlassClosing.MayReview(apart, opener, confirmer).Granted)
        {
            return Refusal.Denied(
                $"You have the role by which you could review it from {opener} or {confirmer}, or only since it was opened. Somebody else has to review it."
            );
        }

        return await SharedAddress.Is(db, id, [found.Person.Id, found.Access.ConfirmedBy!.Value], stop)
            ? Refusal.Denied(
                $"Your account has the e-mail address of {opener}'s or {confirmer}'s. Somebody else has to review it."
            )
            : null;
    }
}
