using System.Collections.Immutable;
using Portal.Core.Clusters;
using Portal.Core.Health.Readings;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Topics;

namespace Portal.Core.Health.Snapshots;

/// <summary>A topic as the store has it, and where its partitions lie.</summary>
internal sealed record SeenTopicRow(
    long Incarnation,
    string Name,
    Guid TopicId,
    int Partitions,
    int Replication,
    bool IsInternal,
    ImmutableSortedDictionary<string, LiveConfig> Configs,
    long? Bytes,
    DateTimeOffset FirstSeenAt,
    DateTimeOffset SeenAt,
    DateTimeOffset? SettingsToldAt
);

internal sealed record SeenGroupRow(string Name, GroupType Type, string State, int? Members);

/// <summary>What changes seldom: topics, groups, and their places in the packs. Read again only when the collector says that it changed.</summary>
internal sealed record SeenThings(
    long Structure,
    IReadOnlyDictionary<long, SeenTopicRow> Topics,
    IReadOnlyList<SeenGroupRow> Groups,
    ILookup<long, SeriesRun> TopicRuns,
    ILookup<string, SeriesRun> GroupRuns
)
{
    public static async Task<SeenThings> Read(Asking ask, ClusterId cluster, long structure, CancellationToken stop)
    {
        var runs = (await SeriesTable.All(ask, cluster, stop)).Where(r => r.GoneAt is null).ToList();
        return new SeenThings(
            structure,
            await ReadTopics(ask, cluster, stop),
            await ReadGroups(ask, cluster, stop),
            runs.Where(r => r.Group is null).ToLookup(r => r.Incarnation),
            runs.Where(r => r.Group is not null).ToLookup(r => r.Group!)
        );
    }

    private static async Task<IReadOnlyDictionary<long, SeenTopicRow>> ReadTopics(
        Asking ask,
        ClusterId cluster,
        CancellationToken stop
    )
    {
        await using var command = ask(
            """
            select i.id, t.name, t.topic_id, t.partitions, t.replication, t.is_internal, t.configs, t.bytes,
                t.first_seen_at, t.seen_at, t.settings_told_at
            from seen_topic t
            join incarnation i on i.kind = 'topic' and i.cluster_id = t.cluster_id and i.engine_id = t.topic_id::text
            where t.cluster_id = $1 and t.gone_at is null
            """
        );
        command.Parameters.AddWithValue(cluster.Value);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var topics = new Dictionary<long, SeenTopicRow>();
        while (await reader.ReadAsync(stop))
        {
            topics[reader.GetInt64(0)] = new SeenTopicRow(
                reader.GetInt64(0),
                reader.GetString(1),
                reader.GetGuid(2),
                reader.GetInt32(3),
                reader.GetInt32(4),
                reader.GetBoolean(5),
                CoreJson.Read<ImmutableSortedDictionary<string, LiveConfig>>(reader.GetString(6)),
                reader.IsDBNull(7) ? null : reader.GetInt64(7),
                reader.GetFieldValue<DateTimeOffset>(8),
                reader.GetFieldValue<DateTimeOffset>(9),
                reader.IsDBNull(10) ? null : reader.GetFieldValue<DateTimeOffset>(10)
            );
        }

        return topics;
    }

    private static async Task<IReadOnlyList<SeenGroupRow>> ReadGroups(
        Asking ask,
        ClusterId cluster,
        CancellationToken stop
    )
    {
        await using var command = ask(
            "select name, type, state, members from seen_group where cluster_id = $1 and gone_at is null"
        );
        command.Parameters.AddWithValue(cluster.Value);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var groups = new List<SeenGroupRow>();
        while (await reader.ReadAsync(stop))
        {
            groups.Add(
                new SeenGroupRow(
                    reader.GetString(0),
                    Enum.Parse<GroupType>(reader.GetString(1), ignoreCase: true),
                    reader.GetString(2),
                    reader.IsDBNull(3) ? null : reader.GetInt32(3)
                )
            );
        }

        return groups;
    }
}
