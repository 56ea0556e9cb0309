using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Bootstrap;
using Portal.Core.People.Roles;
using Portal.Core.People.Roster;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Leaving;

/// <summary>Who leaves, and who takes over.</summary>
internal sealed record HandOverParties(Person From, Person To)
{
    /// <returns>Both, or why the caller may not hand over from one to the other.</returns>
    public static async Task<Outcome<HandOverParties>> Find(
        PortalDb db,
        KnownCaller who,
        string handle,
        HandOverWish wish,
        CancellationToken stop
    )
    {
        if (await Stewardship.Now(db, who, stop) is not { } caller)
        {
            return Stewardship.Gone;
        }

        if (PersonAccess.May(caller) is { Granted: false } no)
        {
            return Refusal.Denied(no.Words);
        }

        if (await db.People().SingleOrDefaultAsync(p => p.Handle == handle, stop) is not { } from)
        {
            return Refusal.NotFound($"There is nobody with the handle {handle}.");
        }

        if (from.Id == who.Id)
        {
            return Refusal.Conflict(
                "Another platform engineer has to hand over for you, so that somebody is left who can undo it."
            );
        }

        var to = await db.People().SingleOrDefaultAsync(p => p.Handle == wish.Successor, stop);
        var isBootstrap = to is not null && await db.Set<BootstrapAccount>().AnyAsync(a => a.PersonId == to.Id, stop);
        var wrong = Complaints(from, to, isBootstrap, wish);
        return wrong.Count > 0 ? Refusal.Invalid(wrong) : new HandOverParties(from, to!);
    }

    // By field, as the API names them.
    private static Dictionary<string, string> Complaints(Person from, Person? to, bool isBootstrap, HandOverWish wish)
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!ActReason.Fits(wish.Reason))
        {
            wrong["reason"] = $"Give the reason in {ActReason.Shortest} to {ActReason.Longest} characters.";
        }

        if (to is null)
        {
            wrong["successor"] =
                wish.Successor.Length == 0
                    ? "Choose who takes over."
                    : $"There is nobody with the handle {wish.Successor}.";
        }
        else if (to.Id == from.Id)
        {
            wrong["successor"] = "Choose somebody else than the person who leaves.";
        }
        else if (to.DisabledAt is not null)
        {
            wrong["successor"] = $"{to.Name} is disabled. Choose somebody who can sign in.";
        }
        else if (isBootstrap)
        {
            wrong["successor"] = "The bootstrap administrator answers for no change. Choose a person.";
        }

        return wrong;
    }
}
