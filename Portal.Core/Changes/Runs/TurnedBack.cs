using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Store;

namespace Portal.Core.Changes.Runs;

/// <summary>
/// Whether a change's run has turned back. That is told by the change's timeline and not by the journal: it may get stuck before anything is taken back.
/// From then on it goes no way but back, and its change gets no other run.
/// </summary>
public static class TurnedBack
{
    /// <summary>The kind of the event with which a run turns back.</summary>
    public const string Kind = "run.rolling_back";

    /// <summary>Why it has, in whole sentences; null: it hasn't.</summary>
    public static Task<string?> Why(PortalDb db, ChangeId change, CancellationToken stop) =>
        db.Set<AuditEvent>()
            .Where(e => e.ChangeId == change && e.Kind == Kind)
            .OrderByDescending(e => e.Id)
            .Select(e => e.Words)
            .FirstOrDefaultAsync(stop);
}
