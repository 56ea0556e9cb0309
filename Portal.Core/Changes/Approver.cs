using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes;

/// <summary>Somebody who may approve for a team.</summary>
internal sealed record Approver(TeamId Team, string Handle, string Name)
{
    /// <summary>Who may judge a request for these teams: its authors don't.</summary>
    public static Task<List<Approver>> Of(
        PortalDb db,
        IReadOnlyCollection<TeamId> teams,
        IReadOnlyCollection<string> authors,
        CancellationToken stop
    ) =>
        (
            from m in db.Memberships
            join p in db.People on m.PersonId equals p.Id
            where teams.Contains(m.TeamId) && m.Role == Role.Approver && p.DisabledAt == null
            where !authors.Contains(p.Handle)
            orderby p.Handle
            select new Approver(m.TeamId, p.Handle, p.Name)
        ).ToListAsync(stop);
}
