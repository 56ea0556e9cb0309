using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Approvals;

/// <summary>Somebody who may approve for a team.</summary>
internal sealed record EligibleApprover
{
    public required TeamId Team { get; init; }
    public required string Handle { get; init; }
    public required string Name { get; init; }

    /// <summary>Everybody who may, for each of their teams.</summary>
    public static IQueryable<EligibleApprover> All(PortalDb db) =>
        from m in db.Set<Membership>()
        join p in db.People() on m.PersonId equals p.Id
        where m.Role == Role.Approver && p.DisabledAt == null
        select new EligibleApprover
        {
            Team = m.TeamId,
            Handle = p.Handle,
            Name = p.Name,
        };

    /// <summary>Who may judge a request for these teams: its authors don't.</summary>
    public static Task<List<EligibleApprover>> Of(
        PortalDb db,
        IReadOnlyCollection<TeamId> teams,
        IReadOnlyCollection<string> authors,
        CancellationToken stop
    ) =>
        All(db)
            .Where(a => teams.Contains(a.Team) && !authors.Contains(a.Handle))
            .OrderBy(a => a.Handle)
            .ToListAsync(stop);
}
