using Npgsql;
using Portal.Core;

namespace Portal.Workers.Collecting;

/// <summary>Which cycles of a cluster the store has.</summary>
/// <param name="At">The time of the one that was stored last, by the clock of whoever collected then.</param>
/// <param name="Until">The latest time that it has frames of: after <paramref name="At"/> where a clock was set back, or is behind.</param>
internal sealed record StoredCycles(DateTimeOffset At, DateTimeOffset Until)
{
    private const int MostIntervals = 3;

    /// <returns>Null: none yet.</returns>
    public static async Task<StoredCycles?> Read(NpgsqlDataSource store, ClusterId cluster, CancellationToken stop)
    {
        await using var command = store.CreateCommand(
            """
            select cycle_at, greatest(cycle_at, (select max(at) from reading_10s where cluster_id = $1))
            from collector where cluster_id = $1 and cycle_at is not null
            """
        );
        command.Parameters.AddWithValue(cluster.Value);
        await using var reader = await command.ExecuteReaderAsync(stop);
        return await reader.ReadAsync(stop)
            ? new StoredCycles(reader.GetFieldValue<DateTimeOffset>(0), reader.GetFieldValue<DateTimeOffset>(1))
            : null;
    }

    /// <summary>With one more, which is the last now.</summary>
    public StoredCycles With(DateTimeOffset at) => new(at, Until > at ? Until : at);

    /// <summary>Whether frames may lie between the last cycle and one of this time, or at it.</summary>
    public bool MayOverlap(DateTimeOffset at) => At >= at || Until > At;

    /// <summary>Whether one of this time comes right after the last cycle, give or take a few that were missed.</summary>
    public bool GoOnAt(DateTimeOffset at, TimeSpan interval) => At < at && at - At <= MostIntervals * interval;
}
