using Microsoft.EntityFrameworkCore;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Store;

namespace Portal.Workers.Collecting.Jobs;

/// <summary>A savepoint that stays for now is looked at again a day later.</summary>
internal static class LaterLook
{
    private static readonly TimeSpan After = TimeSpan.FromDays(1);

    /// <param name="keepsTime">Where its retention isn't over yet, it is looked at when that is.</param>
    public static async Task Plan(
        PortalDb db,
        Savepoint savepoint,
        DateTimeOffset now,
        bool keepsTime,
        CancellationToken stop
    )
    {
        savepoint.EndsAt = null;
        await db.SaveChangesAsync(stop);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into due (kind, subject_id, due_at)
            values ({JobDues.SavepointEnds.Word}, {savepoint.Id}, {now + After})
            on conflict (kind, subject_id) do update
            set due_at = case when {keepsTime} then greatest(due.due_at, excluded.due_at) else excluded.due_at end
            """,
            stop
        );
    }
}
