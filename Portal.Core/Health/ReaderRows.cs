using Npgsql;
using Portal.Core.Health.Readings;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.Health;

/// <summary>What the collector has stored of topics and of who reads them, beside the readings: a query each, for all topics of a cluster.</summary>
internal sealed class ReaderRows(NpgsqlDataSource store)
{
    // Members that were given partitions and committed nothing yet, and share groups, which have no offsets of this kind.
    public async Task<ILookup<string, ReaderEvidence>> ByMembers(
        ClusterId cluster,
        IReadOnlyCollection<string> topics,
        CancellationToken stop
    )
    {
        await using var command = store.CreateCommand(
            """
            select distinct a.topic, m.group_name, case when m.read_at is null then jsonb_array_length(m.members) end
            from seen_members m,
                lateral jsonb_path_query(m.members, '$[*].assigned[*].topic') t (value),
                lateral (select t.value #>> '{}') a (topic)
            where m.cluster_id = $1 and a.topic = any ($2)
            order by m.group_name
            """
        );
        command.Parameters.AddWithValue(cluster.Value);
        command.Parameters.AddWithValue(topics.ToArray());
        await using var reader = await command.ExecuteReaderAsync(stop);
        var readers = new List<(string Topic, ReaderEvidence Reader)>();
        while (await reader.ReadAsync(stop))
        {
            var members = reader.IsDBNull(2) ? null : (int?)reader.GetInt32(2);
            readers.Add((reader.GetString(0), new(reader.GetString(1), members, null, false)));
        }

        return readers.ToLookup(r => r.Topic, r => r.Reader, StringComparer.Ordinal);
    }

    public async Task<Dictionary<string, Collected>> Places(
        ClusterId cluster,
        IReadOnlyCollection<string> topics,
        CancellationToken stop
    )
    {
        await using var command = store.CreateCommand(
            """
            select t.name, i.id, coalesce(c.every_ms, 10000), c.readers_at, c.whole_at
            from seen_topic t
            join incarnation i on i.kind = 'topic' and i.cluster_id = t.cluster_id and i.name = t.name and i.engine_id = t.topic_id::text
            left join collector c on c.cluster_id = t.cluster_id
            where t.cluster_id = $1 and t.name = any ($2) and t.gone_at is null
            """
        );
        command.Parameters.AddWithValue(cluster.Value);
        command.Parameters.AddWithValue(topics.ToArray());
        await using var reader = await command.ExecuteReaderAsync(stop);
        var places = new Dictionary<string, Collected>(StringComparer.Ordinal);
        while (await reader.ReadAsync(stop))
        {
            places[reader.GetString(0)] = new(
                reader.GetInt64(1),
                TimeSpan.FromMilliseconds(reader.GetInt32(2)),
                reader.IsDBNull(3) ? null : reader.GetFieldValue<DateTimeOffset>(3),
                reader.IsDBNull(4) ? null : reader.GetFieldValue<DateTimeOffset>(4)
            );
        }

        return places;
    }

    /// <summary>The first groups whose commits weren't read.</summary>
    public async Task<IReadOnlyList<string>> Unreadable(ClusterId cluster, int most, CancellationToken stop)
    {
        await using var command = store.CreateCommand(
            """
            select name from seen_group where cluster_id = $1 and gone_at is null and not are_commits_read
            order by name limit $2
            """
        );
        command.Parameters.AddWithValue(cluster.Value);
        command.Parameters.AddWithValue(most);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var names = new List<string>();
        while (await reader.ReadAsync(stop))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    public async Task<Dictionary<string, int?>> Members(ClusterId cluster, List<SeriesRun> runs, CancellationToken stop)
    {
        await using var command = store.CreateCommand(
            "select name, members from seen_group where cluster_id = $1 and name = any ($2)"
        );
        command.Parameters.AddWithValue(cluster.Value);
        command.Parameters.AddWithValue(runs.Select(r => r.Group!).Distinct().ToArray());
        await using var reader = await command.ExecuteReaderAsync(stop);
        var members = new Dictionary<string, int?>(StringComparer.Ordinal);
        while (await reader.ReadAsync(stop))
        {
            members[reader.GetString(0)] = reader.IsDBNull(1) ? null : reader.GetInt32(1);
        }

        return members;
    }
}

/// <param name="ReadersAt">When everything that was asked of the cluster was last answered, with the commits of every group that was listed.</param>
/// <param name="WholeAt">The same without the commits.</param>
internal sealed record Collected(long Incarnation, TimeSpan Every, DateTimeOffset? ReadersAt, DateTimeOffset? WholeAt);
