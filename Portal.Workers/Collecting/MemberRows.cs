using Npgsql;
using NpgsqlTypes;
using Portal.Core;

namespace Portal.Workers.Collecting;

/// <summary>Who is in the groups, as it was last told.</summary>
internal sealed class MemberRows(NpgsqlConnection connection, ClusterId cluster)
{
    public async Task Write(IReadOnlyList<TrackedGroup> groups, CancellationToken stop)
    {
        if (groups.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(
            """
            insert into seen_members (cluster_id, group_name, members, read_at)
            select $1, g.name, g.members, g.read_at
            from unnest($2::text[], $3::jsonb[], $4) as g (name, members, read_at)
            on conflict (cluster_id, group_name) do update set members = excluded.members, read_at = excluded.read_at
            """,
            connection
        );
        command.Parameters.AddWithValue(cluster.Value);
        command.Parameters.AddWithValue(groups.Select(g => g.Name).ToArray());
        command.Parameters.AddWithValue(groups.Select(g => g.Roster!.Members).ToArray());
        command.Parameters.Add(
            new NpgsqlParameter
            {
                Value = groups.Select(g => g.Roster!.ReadAt).ToArray(),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
            }
        );
        await command.ExecuteNonQueryAsync(stop);
    }

    public async Task Gone(IReadOnlyList<TrackedGroup> groups, CancellationToken stop)
    {
        if (groups.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(
            "delete from seen_members where cluster_id = $1 and group_name = any ($2)",
            connection
        );
        command.Parameters.AddWithValue(cluster.Value);
        command.Parameters.AddWithValue(groups.Select(g => g.Name).ToArray());
        await command.ExecuteNonQueryAsync(stop);
    }
}
