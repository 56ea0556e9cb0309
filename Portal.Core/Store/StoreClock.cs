using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Portal.Core.Store;

/// <summary>
/// The store's own clock. When work is due is told by it alone: workers compare with it, and a host that is minutes ahead
/// would otherwise make everybody wait for as long.
/// </summary>
public static class StoreClock
{
    internal static async Task<DateTimeOffset> Now(PortalDb db, CancellationToken stop) =>
        (await db.Database.SqlQuery<DateTimeOffset>($"""select clock_timestamp() as "Value" """).ToListAsync(stop))[0];

    /// <summary>A process's time, or the store's where that is earlier: by a clock that is ahead what is still kept would be deleted, for everybody.</summary>
    public static async Task<DateTimeOffset> Earlier(NpgsqlDataSource store, DateTimeOffset now, CancellationToken stop)
    {
        await using var command = store.CreateCommand("select least($1, clock_timestamp())");
        command.Parameters.AddWithValue(now);
        return new((DateTime)(await command.ExecuteScalarAsync(stop))!);
    }

    /// <inheritdoc cref="Earlier(NpgsqlDataSource, DateTimeOffset, CancellationToken)"/>
    public static async Task<DateTimeOffset> Earlier(PortalDb db, DateTimeOffset now, CancellationToken stop) =>
        await Now(db, stop) is var there && there < now ? there : now;
}
