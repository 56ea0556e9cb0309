using Npgsql;
using Portal.Core;

namespace Portal.Workers.Collecting;

/// <summary>Groups as they were last seen.</summary>
internal sealed class GroupRows(NpgsqlConnection connection, Writing of)
{
    public async Task Seen(IReadOnlyList<TrackedGroup> groups, CancellationToken stop)
    {
        if (groups.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(
            """
            insert into seen_group (cluster_id, name, type, state, members, are_commits_read, first_seen_at, seen_at, structure)
            select $1, g.name, g.type, g.state, g.members, g.are_commits_read, $2, $2, $7
            from unnest($3::text[], $4::text[], $5::text[], $6::int[], $8::bool[])
                as g (name, type, state, members, are_commits_read)
            on conflict (cluster_id, name) do update
                set type = excluded.type, state = excluded.state, members = excluded.members,
                    are_commits_read = excluded.are_commits_read, seen_at = excluded.seen_at,
                    structure = excluded.structure, gone_at = null,
                    first_seen_at = case when seen_group.gone_at is null then seen_group.first_seen_at else excluded.first_seen_at end
            """,
            connection
        );
        command.Parameters.AddWithValue(of.Cluster.Value);
        command.Parameters.AddWithValue(of.At);
        command.Parameters.AddWithValue(groups.Select(g => g.Name).ToArray());
        command.Parameters.AddWithValue(groups.Select(g => g.Type.ToString().ToLowerInvariant()).ToArray());
        command.Parameters.AddWithValue(groups.Select(g => g.State).ToArray());
        command.Parameters.AddWithValue(groups.Select(g => g.Members).ToArray());
        command.Parameters.AddWithValue(of.Structure);
        command.Parameters.AddWithValue(groups.Select(g => g.AreCommitsRead).ToArray());
        await command.ExecuteNonQueryAsync(stop);
    }

    public async Task Gone(IReadOnlyList<TrackedGroup> groups, CancellationToken stop)
    {
        if (groups.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(
            "update seen_group set gone_at = $2, structure = $4 where cluster_id = $1 and name = any ($3) and gone_at is null",
            connection
        );
        command.Parameters.AddWithValue(of.Cluster.Value);
        command.Parameters.AddWithValue(of.At);
        command.Parameters.AddWithValue(groups.Select(g => g.Name).ToArray());
        command.Parameters.AddWithValue(of.Structure);
        await command.ExecuteNonQueryAsync(stop);
    }
}
