using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.People;

/// <summary>Notifies open pages that what waits for people differs: they look again.</summary>
internal static class PeopleNotice
{
    /// <summary>Sent when the transaction commits.</summary>
    public static Task Send(PortalDb db, CancellationToken stop) =>
        db.Database.ExecuteSqlAsync($"select pg_notify({StoreChannel.Shown}, {StoreChannel.People})", stop);
}
