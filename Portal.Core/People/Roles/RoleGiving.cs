using Portal.Core.People.Federation;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Core.People.Roles;

/// <summary>Gives a role within the transaction of whoever calls, who holds the lock of the rules: everything is checked there.</summary>
internal static class RoleGiving
{
    /// <returns>What was given, not saved yet; or why it isn't.</returns>
    public static async Task<Outcome<RoleGrant>> Within(
        PortalDb db,
        KnownCaller who,
        RoleWish wish,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var found = await RoleParties.Find(db, who, wish.Person, wish.Team, wish.Role, stop);
        if (found is not Outcome<RoleParties>.Done(var parties))
        {
            return ((Outcome<RoleParties>.Refused)found).Why;
        }

        if (wish.Complaints(now) is { Count: > 0 } wrong)
        {
            return Refusal.Invalid(wrong);
        }

        if (parties.Unfit(who, wish.Role) is { } unfit)
        {
            return unfit;
        }

        return wish.Only is { } only
            ? await ScopedGiving.To(db, who.Caller.Actor, parties, wish, only, now, stop)
            : await To(db, who.Caller.Actor, parties, wish, now, stop);
    }

    /// <summary>The same for whoever calls who has checked who may.</summary>
    public static async Task<Outcome<RoleGrant>> To(
        PortalDb db,
        Actor by,
        RoleParties parties,
        RoleWish wish,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var (person, team) = parties;
        if (await InTheWay(db, wish, parties, now, stop) is { } no)
        {
            return no;
        }

        if (await RoleHolding.Of(db, person.Id, team.Id, wish.Role, stop) is { } held)
        {
            await RoleHolding.End(db, held, RoleHolding.IsOver(held, now) ? Actor.Clock : by, now, stop);
        }

        var grant = new RoleGrant
        {
            PersonId = person.Id,
            TeamId = team.Id,
            Role = wish.Role,
            Reason = wish.Reason.Trim(),
            GivenBy = by.Name,
            GivenAt = now,
            ExpiresAt = wish.ExpiresAt.ToUniversalTime(),
            IsElevation = wish.IsElevation,
        };
        await RoleHolding.Begin(db, grant, stop);
        db.Add(
            PersonEvent.Of(
                now,
                by,
                "role.given",
                person.Handle,
                $"Made {person.Handle} {new TeamRole(team.Name, wish.Role).InWords} until {UtcTime.InWords(grant.ExpiresAt)}: {grant.Reason}"
            )
        );
        return grant;
    }

    // An elevation shortens nothing that its person has without it.
    private static async Task<Refusal?> InTheWay(
        PortalDb db,
        RoleWish wish,
        RoleParties parties,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var (person, team) = parties;
        var held = await RoleHolding.Of(db, person.Id, team.Id, wish.Role, stop);
        var what = $"{person.Name} is {new TeamRole(team.Name, wish.Role).InWords} already";
        return held switch
        {
            { ByRule: true } => Refusal.Conflict($"{what}, by a role rule."),
            { GrantId: null } => Refusal.Conflict($"{what}, without an end."),
            { ExpiresAt: { } end } when wish.IsElevation && end > now => Refusal.Conflict(
                $"{what}, until {UtcTime.InWords(end)}."
            ),
            _ => null,
        };
    }
}
