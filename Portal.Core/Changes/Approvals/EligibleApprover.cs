using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Approvals;

/// <summary>Somebody who may approve for a team, for all or for a part of what it owns.</summary>
internal sealed record EligibleApprover
{
    public required TeamId Team { get; init; }
    public required string Handle { get; init; }
    public required string Name { get; init; }

    /// <summary>The roles that let them, where none counts for all that the team owns; empty: one does.</summary>
    public IReadOnlyList<ScopedRole> Scoped { get; init; } = [];

    /// <summary>Whether they may approve for all of these together.</summary>
    public bool Covers(IReadOnlyCollection<ResourcePlace> places) =>
        Scoped.Count == 0 || (places.Count > 0 && places.All(place => Scoped.Any(role => role.Covers(place))));

    /// <summary>Everybody who may for all that a team owns, for each of their teams.</summary>
    public static IQueryable<EligibleApprover> All(PortalDb db) =>
        from m in db.Set<Membership>()
        join p in db.PeopleWithAccess() on m.PersonId equals p.Id
        where m.Role == Role.Approver
        select new EligibleApprover
        {
            Team = m.TeamId,
            Handle = p.Handle,
            Name = p.Name,
        };

    /// <summary>Who may judge a request for these teams: its authors don't, by no account of theirs.</summary>
    public static async Task<IReadOnlyList<EligibleApprover>> Of(
        PortalDb db,
        IReadOnlyCollection<TeamId> teams,
        IReadOnlyCollection<string> authors,
        CancellationToken stop
    )
    {
        var own = SameHuman.Of(db, authors);
        var all = await All(db)
            .Where(a => teams.Contains(a.Team) && !own.Contains(a.Handle))
            .AsNoTracking()
            .ToListAsync(stop);
        var scoped = await (
            from r in db.Set<ScopedRole>()
            join p in db.PeopleWithAccess() on r.PersonId equals p.Id
            where r.Role == Role.Approver
            where teams.Contains(r.TeamId) && !own.Contains(p.Handle)
            select new
            {
                Role = r,
                p.Handle,
                p.Name,
            }
        )
            .AsNoTracking()
            .ToListAsync(stop);
        return
        [
            .. all.Concat(
                    scoped
                        .GroupBy(s => (s.Role.TeamId, s.Handle))
                        .Where(s => !all.Exists(a => (a.Team, a.Handle) == s.Key))
                        .Select(s => new EligibleApprover
                        {
                            Team = s.Key.TeamId,
                            Handle = s.Key.Handle,
                            Name = s.First().Name,
                            Scoped = [.. s.Select(one => one.Role)],
                        })
                )
                .OrderBy(a => a.Handle, StringComparer.Ordinal),
        ];
    }
}
