using Portal.Core.Changes.Runs;
using Portal.Core.Store;

namespace Portal.Workers.Calendar;

/// <summary>Does what rows of one kind in <c>due</c> wait for.</summary>
public interface IDueHandler
{
    DueKind Kind { get; }

    /// <summary>Its rows whose time has come and whose work can be done now.</summary>
    IQueryable<Due> Ready(PortalDb db, DateTimeOffset now) =>
        db.Set<Due>().Where(d => d.Kind == Kind && d.DueAt <= now);

    /// <summary>
    /// Does the work of one row in a transaction that the caller has begun: locks what the row is about, as whoever puts the row off
    /// does too, and only then takes the row away.
    /// </summary>
    /// <returns>False when it can't be done now or somebody else did: the transaction is given up.</returns>
    Task<bool> Handle(PortalDb db, Due row, CancellationToken stop);
}
