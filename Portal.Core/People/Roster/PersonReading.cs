using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Changes;
using Portal.Core.People.Federation;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Roster;

/// <summary>One person whole: what they are, how they sign in, and what would be left behind.</summary>
public sealed class PersonReading(
    IDbContextFactory<PortalDb> store,
    TokenLife life,
    IOptions<BrowserSessionOptions> sessions,
    TimeProvider time
)
{
    private const int MostPast = 50;

    /// <summary>Null when there is nobody of that handle.</summary>
    public async Task<PersonDetails?> Of(Caller who, string handle, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        if (await PersonRows.Of(db, who, db.People().Where(p => p.Handle == handle), stop) is not [var row])
        {
            return null;
        }

        var (now, mode) = (time.GetUtcNow(), sessions.Value.Mode);
        var sees = PersonRows.Sees(who, handle);
        return new PersonDetails(
            row,
            sees
                ? await db.Set<ExternalIdentity>()
                    .Where(i => i.PersonId == row.Id)
                    .OrderByDescending(i => i.SignedInAt)
                    .Select(i => new SignInRow(i.Provider, i.Email, i.SignedInAt))
                    .ToListAsync(stop)
                : [],
            await Past(db, row.Id, stop),
            sees
                ? await db.Set<BrowserSession>()
                    .CountAsync(
                        s => s.PersonId == row.Id && s.EndedAt == null && s.ExpiresAt > now && s.SignIn == mode,
                        stop
                    )
                : null,
            sees ? await life.Working(db).CountAsync(t => t.PersonId == row.Id, stop) : null,
            await db.Set<Change>()
                .CountAsync(c => c.Actor.Name == handle && !ChangeStates.Ended.Contains(c.State), stop),
            await ApprovesAlone(db, row.Id, stop)
        );
    }

    internal static async Task<IReadOnlyList<PastRole>> Past(PortalDb db, PersonId person, CancellationToken stop) =>
        await (
            from given in db.Set<RoleGrant>()
            where given.PersonId == person && given.EndedAt != null
            join team in db.Set<Team>() on given.TeamId equals team.Id
            orderby given.EndedAt descending, given.Id descending
            select new PastRole(
                team.Name,
                team.Title,
                given.Role,
                given.Reason,
                given.GivenBy,
                given.GivenAt,
                given.EndedAt!.Value,
                given.EndedBy
            )
        )
            .Take(MostPast)
            .ToListAsync(stop);

    private static async Task<IReadOnlyList<string>> ApprovesAlone(
        PortalDb db,
        PersonId person,
        CancellationToken stop
    ) =>
        await db.Set<Team>()
            .Where(t =>
                db.Set<Membership>().Any(m => m.TeamId == t.Id && m.Role == Role.Approver && m.PersonId == person)
                && !db.Set<Membership>()
                    .Any(m =>
                        m.TeamId == t.Id
                        && m.Role == Role.Approver
                        && m.PersonId != person
                        && db.Set<PersonWithAccess>().Any(p => p.PersonId == m.PersonId)
                    )
            )
            .OrderBy(t => t.Title)
            .Select(t => t.Title)
            .ToListAsync(stop);
}
