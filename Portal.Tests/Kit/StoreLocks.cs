using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Tests.Kit;

/// <summary>Who waits for whom in a test's database.</summary>
public static class StoreLocks
{
    /// <summary>How many sessions wait for another's lock.</summary>
    public static Task<int> Waiting(PortalDb db) =>
        db
            .Database.SqlQuery<int>(
                $"""
                select count(*)::int as "Value" from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock'
                """
            )
            .SingleAsync();
}
