using System.Collections.Immutable;
using Npgsql;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Health.Readings;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Workers.Collecting;

/// <summary>Fills a collector's state from the store, so that windows and histories survive a restart or another owner.</summary>
internal sealed class CollectorStateLoader(NpgsqlDataSource store, JobReads jobReads)
{
    public async Task<CollectorState> Load(ClusterId cluster, LagLimits limits, CancellationToken stop)
    {
        var state = new CollectorState(limits);
        var topics = await Topics(state, cluster, stop);
        await Groups(state, cluster, stop);
        (await new JobGroups(store, cluster, jobReads).Ask(stop))(state, new CollectorChanges());
        var places = new PackPlaces();
        foreach (var run in await SeriesTable.All(store.CreateCommand, cluster, stop))
        {
            state.Places.Recall(run);
            if (run.GoneAt is null && topics.TryGetValue(run.Incarnation, out var topic))
            {
                places.Put(state, run, topic);
            }
        }

        if (await StoredCycles.Read(store, cluster, stop) is { } stored)
        {
            state.Recall(stored);
            await new ReadingReplay(store, cluster).Into(state, places, stored.At, stop);
        }

        return state;
    }

    private async Task<Dictionary<long, TrackedTopic>> Topics(
        CollectorState state,
        ClusterId cluster,
        CancellationToken stop
    )
    {
        await using var command = store.CreateCommand(
            """
            select i.id, t.topic_id, t.name, t.partitions, t.replication, t.is_internal, t.configs, t.bytes,
                t.configs_read_at
            from seen_topic t
            join incarnation i on i.kind = 'topic' and i.cluster_id = t.cluster_id and i.name = t.name and i.engine_id = t.topic_id::text
            where t.cluster_id = $1 and t.gone_at is null
            """
        );
        command.Parameters.AddWithValue(cluster.Value);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var byIncarnation = new Dictionary<long, TrackedTopic>();
        var pool = new ConfigPool();
        while (await reader.ReadAsync(stop))
        {
            var topic = new TrackedTopic(reader.GetGuid(1), reader.GetString(2))
            {
                Incarnation = reader.GetInt64(0),
                Replication = reader.GetInt32(4),
                IsInternal = reader.GetBoolean(5),
                Configs = TopicConfigs.Read(reader.GetString(6)) is { } configs ? pool.Shared(configs) : null,
                Bytes = reader.IsDBNull(7) ? null : reader.GetInt64(7),
                ConfigsReadAt = reader.IsDBNull(8) ? null : reader.GetFieldValue<DateTimeOffset>(8),
            };
            topic.Partitions.AddRange(Enumerable.Range(0, reader.GetInt32(3)).Select(_ => new TrackedPartition()));
            state.Topics[topic.Id] = byIncarnation[topic.Incarnation] = topic;
        }

        return byIncarnation;
    }

    private async Task Groups(CollectorState state, ClusterId cluster, CancellationToken stop)
    {
        await using var command = store.CreateCommand(
            """
            select g.name, g.type, g.state, g.members, m.members, m.read_at, g.are_commits_read
            from seen_group g left join seen_members m on m.cluster_id = g.cluster_id and m.group_name = g.name
            where g.cluster_id = $1 and g.gone_at is null
            """
        );
        command.Parameters.AddWithValue(cluster.Value);
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            var members = reader.IsDBNull(4)
                ? (ImmutableArray<GroupMember>?)null
                : CoreJson.Read<ImmutableArray<GroupMember>>(reader.GetString(4));
            DateTimeOffset? readAt = reader.IsDBNull(5) ? null : reader.GetFieldValue<DateTimeOffset>(5);
            var group = new TrackedGroup(reader.GetString(0))
            {
                Type = Enum.Parse<GroupType>(reader.GetString(1), ignoreCase: true),
                State = reader.GetString(2),
                Members = reader.IsDBNull(3) ? null : reader.GetInt32(3),
                AreCommitsRead = reader.GetBoolean(6),
                // In our own writing: the store keeps JSON in its.
                Roster = members is null ? null : new Roster(CoreJson.Write(members), readAt),
            };
            group.TakeOwners(readAt is null ? members : null, DateTimeOffset.MinValue);
            state.Groups[group.Name] = group;
        }
    }
}
