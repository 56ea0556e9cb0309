using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.People;
using Portal.Core.People.Roles;
using Portal.Core.Store;

namespace Portal.Workers.Calendar.People;

/// <summary>Ends roles that were given until now.</summary>
public sealed class RoleEnd(RoleExpiry roles) : IDueHandler
{
    public DueKind Kind => PeopleDues.RoleEnds;

    public async Task<bool> Handle(PortalDb db, Due row, CancellationToken stop)
    {
        await roles.End(db, row.SubjectId, stop);
        // A role that was given anew has a row of its own.
        return await db.Set<Due>().Where(d => d.Id == row.Id).ExecuteDeleteAsync(stop) > 0;
    }
}
