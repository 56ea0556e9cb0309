using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Changes.Transfers;

/// <summary>
/// Keeps owners as they are while a request is stored: a transfer then either finds the request, or the request the new owner. Until the
/// transaction ends.
/// </summary>
public static class OwnersLock
{
    private const int Key = 0x6f776e73; // "owns"

    /// <summary>As many at a time as there are.</summary>
    public static Task Keep(PortalDb db, CancellationToken stop) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock_shared({Key}, 0)", stop);

    /// <summary>Alone.</summary>
    internal static Task Take(PortalDb db, CancellationToken stop) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({Key}, 0)", stop);
}
