using Npgsql;
using Portal.Core;

namespace Portal.Workers.Collecting;

/// <summary>
/// Who collects a cluster: one row, an owner, and an end on the database's clock. Each new owner raises the fence; a
/// cycle is only written under the fence and before the end, so a collector that slept through its lease writes nothing.
/// </summary>
internal sealed class CollectorLease(NpgsqlDataSource store, string owner, TimeSpan length)
{
    /// <returns>The fence, or null while somebody else has it.</returns>
    public async Task<long?> Take(ClusterId cluster, TimeSpan every, CancellationToken stop)
    {
        await using var command = store.CreateCommand(
            """
            insert into collector as c (cluster_id, owner, lease_until, fence, every_ms)
            values ($1, $2, clock_timestamp() + $3, 1, $4)
            on conflict (cluster_id) do update
                set owner = $2, lease_until = clock_timestamp() + $3, every_ms = $4, fence = c.fence + 1
                where c.owner is null or c.owner = $2 or c.lease_until < clock_timestamp()
            returning fence
            """
        );
        command.Parameters.AddWithValue(cluster.Value);
        command.Parameters.AddWithValue(owner);
        command.Parameters.AddWithValue(length);
        command.Parameters.AddWithValue((int)every.TotalMilliseconds);
        return (long?)await command.ExecuteScalarAsync(stop);
    }

    /// <returns>False: it was lost.</returns>
    public async Task<bool> Renew(ClusterId cluster, long fence, CancellationToken stop)
    {
        await using var command = store.CreateCommand(
            """
            update collector set lease_until = clock_timestamp() + $4
            where cluster_id = $1 and owner = $2 and fence = $3 and lease_until > clock_timestamp()
            """
        );
        command.Parameters.AddWithValue(cluster.Value);
        command.Parameters.AddWithValue(owner);
        command.Parameters.AddWithValue(fence);
        command.Parameters.AddWithValue(length);
        return await command.ExecuteNonQueryAsync(stop) == 1;
    }

    /// <summary>Keeps why a cycle could not be collected, unless somebody else collects by now.</summary>
    public async Task Fail(ClusterId cluster, string why, CancellationToken stop)
    {
        await using var command = store.CreateCommand(
            """
            with failed as (
                update collector set failure = $3 where cluster_id = $1 and (owner is null or owner = $2)
            )
            select pg_notify('portal_snapshot', 'cluster:' || $1)
            """
        );
        command.Parameters.AddWithValue(cluster.Value);
        command.Parameters.AddWithValue(owner);
        command.Parameters.AddWithValue(why);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Lets the next one begin at once.</summary>
    public async Task Release(ClusterId cluster, long fence, CancellationToken stop)
    {
        await using var command = store.CreateCommand(
            "update collector set owner = null, lease_until = null where cluster_id = $1 and owner = $2 and fence = $3"
        );
        command.Parameters.AddWithValue(cluster.Value);
        command.Parameters.AddWithValue(owner);
        command.Parameters.AddWithValue(fence);
        await command.ExecuteNonQueryAsync(stop);
    }
}
