using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Federation;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Accounts;

/// <summary>
/// Whoever has an account's token acts with the account's roles, so nobody gets by it what they couldn't give: neither by creating one later than the
/// account got its roles, nor earlier.
/// </summary>
internal static class AccountRoles
{
    /// <param name="given">The role that the account gets.</param>
    /// <returns>
    /// Why it can't get the role yet: somebody who couldn't give it created a token of the account, or added a rule for workloads, and would have the
    /// role by that. Null when nobody did.
    /// </returns>
    public static async Task<Refusal?> BeyondMakers(
        PortalDb db,
        TokenLife life,
        RoleWish wish,
        RoleGrant given,
        CancellationToken stop
    )
    {
        var ofTokens = await life.Working(db)
            .Where(t => t.PersonId == given.PersonId && t.CreatedBy != null)
            .Select(t => new { t.CreatedBy, t.CoAuthors })
            .ToListAsync(stop);
        var ofRules = await db.Set<WorkloadRule>()
            .Where(r => r.AccountId == given.PersonId && r.ExpiresAt > given.GivenAt)
            .Select(r => r.CreatedBy)
            .ToListAsync(stop);
        string[] makers =
        [
            .. ofTokens.SelectMany(t => t.CoAuthors.Append(t.CreatedBy!)).Union(ofRules, StringComparer.Ordinal),
        ];
        var may = (await AsTheyAre(db, makers, stop))
            .Where(maker => RoleGrants.May(maker, given.TeamId, given.Role).Granted)
            .Select(maker => maker.Actor.Name);
        string[] beyond = [.. makers.Except(may, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return beyond.Length == 0
            ? null
            : Refusal.Conflict(
                $"{wish.Person.Handle} has tokens or rules for workloads by {string.Join(", ", beyond)}, who can't give the role {new TeamRole(wish.Team, wish.Role).InWords} and would act with it. Somebody who can give it rotates these tokens, or they are revoked, and these rules are removed first."
            );
    }

    /// <param name="makers">Handles.</param>
    /// <returns>Who of them may let something act as this account today: they may give each role that it has.</returns>
    public static async Task<IReadOnlyList<string>> StillMay(
        PortalDb db,
        PersonId account,
        IReadOnlyCollection<string> makers,
        CancellationToken stop
    )
    {
        var held = await db.Set<Membership>()
            .Where(m => m.PersonId == account)
            .Select(m => new { m.TeamId, m.Role })
            .ToListAsync(stop);
        return
        [
            .. (await AsTheyAre(db, makers, stop))
                .Where(maker => held.TrueForAll(h => RoleGrants.May(maker, h.TeamId, h.Role).Granted))
                .Select(maker => maker.Actor.Name),
        ];
    }

    // With the roles that they keep; who has no access isn't among them.
    private static async Task<IEnumerable<Caller>> AsTheyAre(
        PortalDb db,
        IReadOnlyCollection<string> handles,
        CancellationToken stop
    )
    {
        var held = await (
            from role in db.Set<Membership>()
            join person in db.PeopleWithAccess() on role.PersonId equals person.Id
            where handles.Contains(person.Handle) && !role.IsElevation
            select new { person.Handle, Role = role }
        )
            .AsNoTracking()
            .ToListAsync(stop);
        return held.GroupBy(h => h.Handle, h => h.Role, StringComparer.Ordinal)
            .Select(of => new Caller(new Actor(of.Key, ActorVia.Page), of.Key, [.. of]));
    }

    /// <returns>Why the caller, as they are now, may let nothing act as this account; null when they may.</returns>
    public static async Task<Refusal?> BeyondCaller(
        PortalDb db,
        KnownCaller who,
        Person account,
        CancellationToken stop
    )
    {
        if (await Stewardship.Now(db, who, stop) is not { } caller)
        {
            return Stewardship.Gone;
        }

        var held = await (
            from role in db.Set<Membership>()
            join team in db.Set<Team>() on role.TeamId equals team.Id
            where role.PersonId == account.Id
            select new { Team = team, role.Role }
        ).ToListAsync(stop);
        return held.Find(h => !RoleGrants.May(caller, h.Team.Id, h.Role).Granted) is { } beyond
            ? Refusal.Denied(
                $"{account.Handle} is {new TeamRole(beyond.Team.Name, beyond.Role).InWords}. Only those who may give that role create and rotate its tokens, and add rules for workloads."
            )
            : null;
    }
}
