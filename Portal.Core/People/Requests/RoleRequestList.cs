using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Requests;

/// <summary>A request for a role as lists show it.</summary>
/// <param name="EndsAt">Until when the role is requested; null: an elevation.</param>
/// <param name="ElevationHours">An elevation, from when it is granted; null: until <paramref name="EndsAt"/>.</param>
/// <param name="ExpiresAt">Nobody decides after it.</param>
/// <param name="Only">What it is to count for; null: for all that the team owns.</param>
/// <param name="DecidedBy">The handle of who ended it; the clock where it expired.</param>
public sealed record RoleRequestRow(
    long Id,
    PersonId PersonId,
    string Handle,
    string Name,
    TeamId TeamId,
    string Team,
    string TeamTitle,
    Role Role,
    string Reason,
    DateTimeOffset? EndsAt,
    int? ElevationHours,
    DateTimeOffset RequestedAt,
    DateTimeOffset ExpiresAt,
    RoleRequestState State,
    DateTimeOffset? DecidedAt,
    string? DecidedBy,
    string Comment,
    WantedScope? Only
);

/// <summary>Requests for roles, for who may see them: their requester, who may decide, auditors.</summary>
public sealed class RoleRequestList(IDbContextFactory<PortalDb> store, TimeProvider time)
{
    /// <summary>One's own, newest first. Paged by key.</summary>
    public async Task<IReadOnlyList<RoleRequestRow>> Mine(
        KnownCaller who,
        long? below,
        int take,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var mine = db.Set<RoleRequest>().Where(r => r.PersonId == who.Id && (below == null || r.Id < below));
        return InTime(await Rows(db, mine.OrderByDescending(r => r.Id).Take(take)).ToListAsync(stop));
    }

    /// <summary>What waits for this person to decide, oldest first.</summary>
    public async Task<IReadOnlyList<RoleRequestRow>> ToDecide(Caller who, CancellationToken stop)
    {
        // Most people decide nothing: the store isn't read for them.
        if (!who.IsPlatform && !who.HasSome(Role.Approver) && !who.HasSome(Role.Owner))
        {
            return [];
        }

        var now = time.GetUtcNow();
        await using var db = await store.CreateDbContextAsync(stop);
        var own = SameHuman.Of(db, [.. who.Actor.Names]);
        var pending = db.Set<RoleRequest>()
            .Where(r => r.State == RoleRequestState.Pending && r.ExpiresAt > now)
            .Where(r => !db.Set<Person>().Any(p => p.Id == r.PersonId && own.Contains(p.Handle)));
        var rows = await Rows(db, pending).ToListAsync(stop);
        return [.. rows.Where(row => May(who, row)).OrderBy(row => row.Id)];
    }

    /// <summary>One of them; not there for whoever may not see it.</summary>
    public async Task<Outcome<RoleRequestRow>> Find(KnownCaller who, long id, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var rows = InTime(await Rows(db, db.Set<RoleRequest>().Where(r => r.Id == id)).ToListAsync(stop));
        return rows is [var row] && (row.PersonId == who.Id || who.Caller.IsAuditor || May(who.Caller, row))
            ? row
            : Refusal.NotFound($"There is no role request {id}.");
    }

    private static bool May(Caller who, RoleRequestRow row) =>
        RoleRequestDecisions.May(who, row.TeamId, row.Role, row.Handle).Granted;

    // One whose time is over has expired, whether or not a worker runs.
    private List<RoleRequestRow> InTime(List<RoleRequestRow> rows)
    {
        var now = time.GetUtcNow();
        return rows.ConvertAll(row =>
            row.State == RoleRequestState.Pending && row.ExpiresAt <= now
                ? row with
                {
                    State = RoleRequestState.Expired,
                }
                : row
        );
    }

    private static IQueryable<RoleRequestRow> Rows(PortalDb db, IQueryable<RoleRequest> requests) =>
        from request in requests
        join person in db.Set<Person>() on request.PersonId equals person.Id
        join team in db.Set<Team>() on request.TeamId equals team.Id
        orderby request.Id descending
        select new RoleRequestRow(
            request.Id,
            person.Id,
            person.Handle,
            person.Name,
            team.Id,
            team.Name,
            team.Title,
            request.Role,
            request.Reason,
            request.RoleEndsAt,
            request.ElevationHours,
            request.RequestedAt,
            request.ExpiresAt,
            request.State,
            request.DecidedAt,
            request.DecidedBy,
            request.Comment,
            request.OnlyEnvironment == null && request.OnlyName == null
                ? null
                : new WantedScope(request.OnlyEnvironment, request.OnlyKind, request.OnlyCluster, request.OnlyName)
        );
}
