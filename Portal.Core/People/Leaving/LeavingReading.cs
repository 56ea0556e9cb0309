using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Requests;
using Portal.Core.Clusters;
using Portal.Core.People.Accounts;
using Portal.Core.People.Roster;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Leaving;

/// <summary>Reads what somebody who leaves would leave behind, for platform engineers.</summary>
public sealed class LeavingReading(
    IDbContextFactory<PortalDb> store,
    ResourceKinds kinds,
    TokenLife life,
    IOptions<BrowserSessionOptions> sessions,
    TimeProvider time
)
{
    private const int MostShown = 200;

    public async Task<Outcome<LeavingPerson>> Of(Caller who, string handle, CancellationToken stop)
    {
        if (PersonAccess.May(who) is { Granted: false } no)
        {
            return Refusal.Denied(no.Words);
        }

        await using var db = await store.CreateDbContextAsync(stop);
        if (await db.People().SingleOrDefaultAsync(p => p.Handle == handle, stop) is not { } person)
        {
            return Refusal.NotFound($"There is nobody with the handle {handle}.");
        }

        var (now, mode) = (time.GetUtcNow(), sessions.Value.Mode);
        var accounts = await Accounts(db, person, stop);
        return new LeavingPerson(
            handle,
            person.Name,
            person.DisabledAt is not null,
            await LoneRoles.Of(db, person.Id, stop),
            await ChangeList
                .Rows(
                    db,
                    db.Set<Change>()
                        .AsNoTracking()
                        .Where(c => c.Actor.Name == handle && !ChangeStates.Ended.Contains(c.State))
                        .OrderByDescending(c => c.Id)
                        .Take(MostShown)
                )
                .ToListAsync(stop),
            await db.Set<RequestDraft>()
                .Where(d => d.Person == handle)
                .OrderByDescending(d => d.UpdatedAt)
                .Select(d => new DraftRow(d.Id, d.Title, d.Address, d.UpdatedAt))
                .ToListAsync(stop),
            await db.Set<BrowserSession>()
                .CountAsync(
                    s => s.PersonId == person.Id && s.EndedAt == null && s.ExpiresAt > now && s.SignIn == mode,
                    stop
                ),
            await life.Working(db).CountAsync(t => t.PersonId == person.Id, stop),
            [.. accounts.Select(account => account.Handle)],
            [.. accounts.Where(account => account.Ends).Select(account => account.Handle)],
            await WithRules(db, handle, now, stop),
            await Grants(db, handle, stop),
            await UnseenPasswords.Of(db, kinds, handle, stop)
        );
    }

    private async Task<IReadOnlyList<(string Handle, bool Ends)>> Accounts(
        PortalDb db,
        Person person,
        CancellationToken stop
    )
    {
        var created = await db.Set<AuditEvent>()
            .Where(e => e.Kind == "account.created" && e.Actor.Name == person.Handle)
            .Select(e => e.Subject)
            .ToListAsync(stop);
        var known = life.Working(db).Where(t => t.CreatedBy == person.Handle);
        var own = db.Set<ApiToken>().Where(t => t.PersonId == person.Id);
        // What a workload gets by a rule ends with the rule: that is listed by itself.
        var ending = known
            .Where(t => t.WorkloadRuleId == null && own.Any(maker => t.MadeWith.Contains(maker.Id)))
            .Select(t => t.PersonId);
        var found = await db.Set<Person>()
            .Where(p => p.OwnerTeamId != null && p.RemovedAt == null)
            .Where(p => created.Contains(p.Handle) || known.Any(t => t.PersonId == p.Id))
            .OrderBy(p => p.Handle)
            .Select(p => new { p.Handle, Ends = ending.Contains(p.Id) })
            .ToListAsync(stop);
        return found.ConvertAll(account => (account.Handle, account.Ends));
    }

    private static async Task<List<string>> WithRules(
        PortalDb db,
        string handle,
        DateTimeOffset now,
        CancellationToken stop
    ) =>
        await db.Set<Person>()
            .Where(p => p.RemovedAt == null)
            .Where(p =>
                db.Set<WorkloadRule>().Any(r => r.AccountId == p.Id && r.CreatedBy == handle && r.ExpiresAt > now)
            )
            .OrderBy(p => p.Handle)
            .Select(p => p.Handle)
            .ToListAsync(stop);

    private async Task<List<RequestedGrant>> Grants(PortalDb db, string handle, CancellationToken stop)
    {
        ResourceKind[] following = [.. kinds.All.Where(kind => kind.FollowsOwner).Select(kind => kind.Kind)];
        var requested =
            from wish in db.Set<ChangeResource>()
            join change in db.Set<Change>() on wish.ChangeId equals change.Id
            where wish.Operation == ResourceOperation.Create && change.State == ChangeState.Applied
            where change.Actor.Name == handle || change.Actor.OnBehalfOf == handle
            select wish;
        return await (
            from grant in db.Set<Resource>()
            join cluster in db.Set<Cluster>() on grant.ClusterId equals cluster.Id
            join owner in db.Set<Team>() on grant.OwnerTeamId equals owner.Id
            where following.Contains(grant.Kind) && grant.GoneAt == null && cluster.DeregisteredAt == null
            where requested.Any(r => r.Kind == grant.Kind && r.ClusterId == grant.ClusterId && r.Name == grant.Name)
            orderby cluster.Name, grant.Name
            select new RequestedGrant(cluster.Name, grant.Name, owner.Title)
        )
            .Take(MostShown)
            .ToListAsync(stop);
    }
}
