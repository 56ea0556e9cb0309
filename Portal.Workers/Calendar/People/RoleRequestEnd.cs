using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.People;
using Portal.Core.People.Requests;
using Portal.Core.Store;

namespace Portal.Workers.Calendar.People;

/// <summary>Ends requests for roles that nobody decided.</summary>
public sealed class RoleRequestEnd(RoleRequestExpiry requests) : IDueHandler
{
    public DueKind Kind => PeopleDues.RoleRequestExpires;

    public async Task<bool> Handle(PortalDb db, Due row, CancellationToken stop)
    {
        await requests.End(db, row.SubjectId, stop);
        await db.Set<Due>().Where(d => d.Id == row.Id).ExecuteDeleteAsync(stop);
        return true;
    }
}
