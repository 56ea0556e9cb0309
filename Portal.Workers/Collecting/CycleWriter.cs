using Npgsql;
using Portal.Core;

namespace Portal.Workers.Collecting;

/// <summary>
/// Writes a cycle in one transaction, under the fence: what changed as rows, all readings as packs, and the version
/// that tells Web. A write that fails leaves the state ahead of the store: the caller throws the state away.
/// </summary>
internal sealed class CycleWriter(NpgsqlDataSource store, string owner)
{
    /// <returns>False: the lease is lost, and nothing was written.</returns>
    public async Task<bool> Write(
        Holding holding,
        CollectorState state,
        CollectorChanges changes,
        Cycle cycle,
        CancellationToken stop
    )
    {
        await using var connection = await store.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        if (await PassFence(connection, holding, cycle, state, stop) is not { } of)
        {
            return false;
        }

        var salvage = new Salvage(transaction, state.Refused);
        var rows = new SeenRows(connection, salvage, of);
        var changed = await rows.Write(state, changes, stop);
        var members = new MemberRows(connection, holding.Cluster);
        await members.Gone([.. changes.GoneGroups.Where(group => !group.IsRefused)], stop);
        var rosters = changes
            .ChangedRosters.Distinct()
            .Except(changes.GoneGroups)
            .Where(group => !group.IsRefused)
            .ToList();
        await salvage.Write(rosters, some => members.Write(some, stop), group => $"members of {group.Name}", stop);
        var frames = FramePacker.Frames(state, cycle.At);
        await new CyclePacks(connection, holding.Cluster).Write(state, frames, cycle, stop);
        await Bump(
            connection,
            holding.Cluster,
            changed,
            changes.ChangedRosters.Count > 0,
            changes.ResizedTopics.Count > 0,
            stop
        );
        await transaction.CommitAsync(stop);
        state.NoteStored(cycle.At, frames);
        return true;
    }

    // What is written beside the packs is of the next raises.
    private async Task<Writing?> PassFence(
        NpgsqlConnection connection,
        Holding holding,
        Cycle cycle,
        CollectorState state,
        CancellationToken stop
    )
    {
        await using var command = new NpgsqlCommand(
            """
            update collector
            set cycle_at = $4, whole_at = case when $5 is null then $4 else whole_at end, complaint = $5, failure = null, took_ms = $6,
                requests = $7, unknown_partitions = $8, brokers = coalesce($9::jsonb, brokers),
                members_at = $10, settings_at = $11, history_at = case when $12 then $4 else history_at end,
                longest_transaction_ms = case when $13 is null then longest_transaction_ms else $14::bigint end,
                longest_transaction_at = coalesce($13, longest_transaction_at),
                readers_at = case when $5 is null and $15 then $4 else readers_at end
            where cluster_id = $1 and owner = $2 and fence = $3 and lease_until > clock_timestamp()
            returning structure + 1, sizes + 1
            """,
            connection
        );
        command.Parameters.AddWithValue(holding.Cluster.Value);
        command.Parameters.AddWithValue(owner);
        command.Parameters.AddWithValue(holding.Fence);
        command.Parameters.AddWithValue(cycle.At);
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = cycle.Complaint });
        command.Parameters.AddWithValue((int)cycle.Took.TotalMilliseconds);
        command.Parameters.AddWithValue(cycle.Requests);
        command.Parameters.AddWithValue(cycle.UnknownPartitions);
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = cycle.Brokers });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset?> { TypedValue = state.MembersAt });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset?> { TypedValue = state.SettingsAt });
        command.Parameters.AddWithValue(state.History.IsDue(cycle.At));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset?> { TypedValue = state.LongestTransactionAt });
        command.Parameters.AddWithValue((object?)state.LongestTransaction?.TotalMilliseconds ?? DBNull.Value);
        command.Parameters.AddWithValue(cycle.AreCommitsRead);
        await using var reader = await command.ExecuteReaderAsync(stop);
        return await reader.ReadAsync(stop)
            ? new Writing(holding.Cluster, cycle.At, reader.GetInt64(0), reader.GetInt64(1))
            : null;
    }

    private static async Task Bump(
        NpgsqlConnection connection,
        ClusterId cluster,
        bool structure,
        bool membership,
        bool sizes,
        CancellationToken stop
    )
    {
        await using var command = new NpgsqlCommand(
            """
            with told as (
                update collector
                set structure = structure + $2::int, membership = membership + $3::int, sizes = sizes + $4::int
                where cluster_id = $1 and ($2 or $3 or $4)
            )
            select bump_snapshot('cluster:' || $1)
            """,
            connection
        );
        command.Parameters.AddWithValue(cluster.Value);
        command.Parameters.AddWithValue(structure);
        command.Parameters.AddWithValue(membership);
        command.Parameters.AddWithValue(sizes);
        await command.ExecuteNonQueryAsync(stop);
    }
}
