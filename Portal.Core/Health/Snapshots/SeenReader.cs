using System.Collections.Immutable;
using Npgsql;
using Portal.Core.Health.Readings;
using Portal.Core.Store;
using Portal.Core.Topics;

namespace Portal.Core.Health.Snapshots;

/// <summary>
/// Reads topics, groups and places of one cluster: all of them once, then only the rows that were written since. Rows of
/// what is gone stay for days, so who keeps up misses none; who fell behind for long reads all of them again.
/// </summary>
internal sealed class SeenReader(ClusterId cluster)
{
    // Places that are gone are forgotten after some hours.
    private static readonly TimeSpan KeepsUp = TimeSpan.FromHours(1);
    private readonly ConfigPool _pool = new();

    /// <param name="before">Null: nothing was read yet.</param>
    public async Task<SeenThings> Read(Asking ask, CollectorRow row, SeenThings? before, CancellationToken stop)
    {
        var at = row.Collector.CycleAt;
        var known = before is not null && before.Structure < row.Structure && at - before.At < KeepsUp ? before : null;
        var since = known?.Structure ?? -1;
        var seen = new SeenThings(
            row.Structure,
            known?.Sizes ?? row.Sizes,
            at,
            await Topics(ask, known?.Topics, since, stop),
            await Groups(ask, known?.GroupsByName, since, stop),
            await Runs(ask, known?.Runs, since, stop)
        );
        return seen.Sizes == row.Sizes ? seen : await SeenSizes.Read(ask, row, seen, stop);
    }

    private async Task<IReadOnlyDictionary<long, SeenTopicRow>> Topics(
        Asking ask,
        IReadOnlyDictionary<long, SeenTopicRow>? known,
        long since,
        CancellationToken stop
    )
    {
        await using var command = Since(
            ask,
            """
            select i.id, t.gone_at is not null, t.name, t.topic_id, t.partitions, t.replication, t.is_internal, t.bytes,
                t.first_seen_at, t.seen_at, t.configs_read_at, t.configs
            from seen_topic t
            join incarnation i on i.kind = 'topic' and i.cluster_id = t.cluster_id and i.name = t.name and i.engine_id = t.topic_id::text
            where t.cluster_id = $1 and t.structure > $2 and ($2 >= 0 or t.gone_at is null)
            """,
            since
        );
        await using var reader = await command.ExecuteReaderAsync(stop);
        var topics = known is null ? [] : new Dictionary<long, SeenTopicRow>(known);
        while (await reader.ReadAsync(stop))
        {
            topics.Remove(reader.GetInt64(0));
            if (!reader.GetBoolean(1))
            {
                topics[reader.GetInt64(0)] = Topic(reader);
            }
        }

        return topics;
    }

    private SeenTopicRow Topic(NpgsqlDataReader reader) =>
        new(
            reader.GetInt64(0),
            reader.GetString(2),
            reader.GetGuid(3),
            reader.GetInt32(4),
            reader.GetInt32(5),
            reader.GetBoolean(6),
            _pool.Shared(CoreJson.Read<ImmutableSortedDictionary<string, LiveConfig>>(reader.GetString(11))),
            reader.IsDBNull(7) ? null : reader.GetInt64(7),
            reader.GetFieldValue<DateTimeOffset>(8),
            reader.GetFieldValue<DateTimeOffset>(9),
            reader.IsDBNull(10) ? null : reader.GetFieldValue<DateTimeOffset>(10)
        );

    private async Task<IReadOnlyDictionary<string, SeenGroupRow>> Groups(
        Asking ask,
        IReadOnlyDictionary<string, SeenGroupRow>? known,
        long since,
        CancellationToken stop
    )
    {
        await using var command = Since(
            ask,
            """
            select name, gone_at is not null, type, state, members, first_seen_at, are_commits_read from seen_group
            where cluster_id = $1 and structure > $2 and ($2 >= 0 or gone_at is null)
            """,
            since
        );
        await using var reader = await command.ExecuteReaderAsync(stop);
        var groups = new Dictionary<string, SeenGroupRow>(
            known ?? new Dictionary<string, SeenGroupRow>(),
            StringComparer.Ordinal
        );
        while (await reader.ReadAsync(stop))
        {
            var name = reader.GetString(0);
            groups.Remove(name);
            if (!reader.GetBoolean(1))
            {
                var type = Enum.Parse<GroupType>(reader.GetString(2), ignoreCase: true);
                int? members = reader.IsDBNull(4) ? null : reader.GetInt32(4);
                var firstSeenAt = reader.GetFieldValue<DateTimeOffset>(5);
                groups[name] = new(name, type, reader.GetString(3), members, firstSeenAt, reader.GetBoolean(6));
            }
        }

        return groups;
    }

    private async Task<IReadOnlyDictionary<(int Chunk, int Slot), SeriesRun>> Runs(
        Asking ask,
        IReadOnlyDictionary<(int Chunk, int Slot), SeriesRun>? known,
        long since,
        CancellationToken stop
    )
    {
        var runs = known is null ? [] : new Dictionary<(int, int), SeriesRun>(known);
        foreach (var run in await SeriesTable.Since(ask, cluster, since, stop))
        {
            if (run.GoneAt is null)
            {
                runs[(run.Chunk, run.Slot)] = run;
            }
            else
            {
                runs.Remove((run.Chunk, run.Slot));
            }
        }

        return runs;
    }

    private NpgsqlCommand Since(Asking ask, string sql, long structure)
    {
        var command = ask(sql);
        command.Parameters.AddWithValue(cluster.Value);
        command.Parameters.AddWithValue(structure);
        return command;
    }
}
