using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Store;

namespace Portal.Workers.Collecting;

/// <summary>
/// What was seen of a cluster is written by one at a time, until the transaction ends: a worker that was taken for dead may still be at it. Never
/// while an engine is asked, or texts are read.
/// </summary>
internal static class SeenLock
{
    private const int Key = 0x7365656e; // "seen"

    public static Task Take(PortalDb db, ClusterId cluster, CancellationToken stop) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({Key}, {cluster.Value})", stop);
}
