using Npgsql;
using NpgsqlTypes;
using Portal.Core;
using Portal.Core.Topics;

namespace Portal.Workers.Collecting;

/// <summary>Topics as they were last seen, and their incarnations.</summary>
internal sealed class TopicRows(NpgsqlConnection connection, Writing of)
{
    /// <summary>Gives each new topic its incarnation's id; one that was there before is there again.</summary>
    public async Task Identify(IReadOnlyList<TrackedTopic> topics, CancellationToken stop)
    {
        if (topics.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(
            """
            insert into incarnation (kind, cluster_id, name, engine_id, first_seen_at)
            select 'topic', $1, t.name, t.engine_id, $2 from unnest($3::text[], $4::text[]) as t (name, engine_id)
            order by t.engine_id
            on conflict (kind, cluster_id, name, engine_id) do update set gone_at = null
            returning engine_id, id
            """,
            connection
        );
        command.Parameters.AddWithValue(of.Cluster.Value);
        command.Parameters.AddWithValue(of.At);
        command.Parameters.AddWithValue(topics.Select(t => t.Name).ToArray());
        command.Parameters.AddWithValue(topics.Select(t => t.Id.ToString()).ToArray());
        var ids = new Dictionary<Guid, long>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            ids[Guid.Parse(reader.GetString(0))] = reader.GetInt64(1);
        }

        foreach (var topic in topics)
        {
            topic.Incarnation = ids[topic.Id];
        }
    }

    public async Task Seen(IReadOnlyList<TrackedTopic> topics, CancellationToken stop)
    {
        if (topics.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(
            """
            insert into seen_topic (cluster_id, name, topic_id, partitions, replication, is_internal, configs, bytes,
                configs_read_at, first_seen_at, seen_at, structure)
            select $1, t.name, t.id, t.partitions, t.replication, t.internal, t.configs, t.bytes, t.read_at, $2, $2, $11
            from unnest($3::text[], $4::uuid[], $5::int[], $6::int[], $7::bool[], $8::jsonb[], $9::bigint[], $10)
                as t (name, id, partitions, replication, internal, configs, bytes, read_at)
            on conflict (cluster_id, name, topic_id) do update
                set partitions = excluded.partitions, replication = excluded.replication,
                    is_internal = excluded.is_internal, configs = excluded.configs, bytes = excluded.bytes,
                    configs_read_at = excluded.configs_read_at, seen_at = excluded.seen_at,
                    structure = excluded.structure, gone_at = null
            """,
            connection
        );
        command.Parameters.AddWithValue(of.Cluster.Value);
        command.Parameters.AddWithValue(of.At);
        command.Parameters.AddWithValue(topics.Select(t => t.Name).ToArray());
        command.Parameters.AddWithValue(topics.Select(t => t.Id).ToArray());
        command.Parameters.AddWithValue(topics.Select(t => t.Partitions.Count).ToArray());
        command.Parameters.AddWithValue(topics.Select(t => t.Replication).ToArray());
        command.Parameters.AddWithValue(topics.Select(t => t.IsInternal).ToArray());
        command.Parameters.AddWithValue(topics.Select(t => TopicConfigs.Write(t.Configs)).ToArray());
        command.Parameters.AddWithValue(topics.Select(t => t.Bytes).ToArray());
        command.Parameters.Add(
            new NpgsqlParameter
            {
                Value = topics.Select(t => t.ConfigsReadAt).ToArray(),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
            }
        );
        command.Parameters.AddWithValue(of.Structure);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Their sizes alone: the settings beside them are neither written nor read again.</summary>
    public async Task Resized(IReadOnlyList<TrackedTopic> topics, CancellationToken stop)
    {
        if (topics.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(
            """
            update seen_topic set bytes = r.bytes, seen_at = $2, sizes = $6
            from unnest($3::text[], $4::uuid[], $5::bigint[]) as r (name, id, bytes)
            where cluster_id = $1 and seen_topic.name = r.name and topic_id = r.id and gone_at is null
            """,
            connection
        );
        command.Parameters.AddWithValue(of.Cluster.Value);
        command.Parameters.AddWithValue(of.At);
        command.Parameters.AddWithValue(topics.Select(t => t.Name).ToArray());
        command.Parameters.AddWithValue(topics.Select(t => t.Id).ToArray());
        command.Parameters.AddWithValue(topics.Select(t => t.Bytes).ToArray());
        command.Parameters.AddWithValue(of.Sizes);
        await command.ExecuteNonQueryAsync(stop);
    }

    public async Task Gone(IReadOnlyList<TrackedTopic> topics, CancellationToken stop)
    {
        if (topics.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(
            """
            with gone as (
                update seen_topic set gone_at = $2, structure = $5 where cluster_id = $1 and topic_id = any ($3) and gone_at is null
            )
            update incarnation set gone_at = $2
            where kind = 'topic' and cluster_id = $1 and name = any ($6) and engine_id = any ($4) and gone_at is null
            """,
            connection
        );
        command.Parameters.AddWithValue(of.Cluster.Value);
        command.Parameters.AddWithValue(of.At);
        command.Parameters.AddWithValue(topics.Select(t => t.Id).ToArray());
        command.Parameters.AddWithValue(topics.Select(t => t.Id.ToString()).ToArray());
        command.Parameters.AddWithValue(of.Structure);
        command.Parameters.AddWithValue(topics.Select(t => t.Name).ToArray());
        await command.ExecuteNonQueryAsync(stop);
    }
}
