using Portal.Core.Changes.Runs;
using Portal.Core.People;
using Portal.Core.People.BreakGlass;
using Portal.Core.Store;

namespace Portal.Workers.Calendar.People;

/// <summary>Records that break-glass access is over.</summary>
public sealed class BreakGlassEnd(BreakGlassExpiry access) : IDueHandler
{
    public DueKind Kind => PeopleDues.BreakGlassEnds;

    // The row goes with the record; one that was confirmed in this moment waits for another time.
    public async Task<bool> Handle(PortalDb db, Due row, CancellationToken stop)
    {
        await access.End(db, row.SubjectId, stop);
        return true;
    }
}
