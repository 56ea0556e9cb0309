using System.Collections.Immutable;
using Npgsql;
using Portal.Core.Changes;
using Portal.Core.Health.Readings;

namespace Portal.Core.Health;

/// <inheritdoc cref="ITopicReaders"/>
internal sealed class TopicReaders(NpgsqlDataSource store, TimeProvider clock) : ITopicReaders
{
    private static readonly TimeSpan Looked = TimeSpan.FromMinutes(10);

    // A reading more than this many beats after the one before is a gap.
    private const double BeatsApart = 2.5;

    public async Task<ImmutableArray<ReaderEvidence>> Of(ClusterId cluster, string topic, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var from = now - Looked;
        if (await Incarnation(cluster, topic, stop) is not var (incarnation, every))
        {
            return [];
        }

        var runs = (await SeriesTable.OfIncarnations(store.CreateCommand, [incarnation], now, stop))
            .Where(r => r.Group is not null)
            .ToList();
        var members = await Members(cluster, runs, stop);
        var watched = runs.ToLookup(r => r.Group!).Select(group => new ReaderWatch(group.Key, [.. group])).ToList();
        var chunks = runs.Select(r => r.Chunk).Distinct().ToArray();
        // The frames are told against earlier ones: as far back as the last that stands alone.
        var begin = from - (31 * every);
        await foreach (
            var cycle in new FrameStream().Read(store.CreateCommand, new(cluster, begin, begin, now, chunks), stop)
        )
        {
            watched.ForEach(reader => reader.Take(cycle, from, BeatsApart * every));
        }

        return
        [
            .. watched
                .Where(reader => reader.Reads)
                .Select(reader => new ReaderEvidence(
                    reader.Group,
                    members.GetValueOrDefault(reader.Group),
                    reader.MovedAt,
                    reader.HasGap(from, now, BeatsApart * every)
                )),
        ];
    }

    private async Task<(long Incarnation, TimeSpan Every)?> Incarnation(
        ClusterId cluster,
        string topic,
        CancellationToken stop
    )
    {
        await using var command = store.CreateCommand(
            """
            select i.id, coalesce(c.every_ms, 10000)
            from seen_topic t
            join incarnation i on i.kind = 'topic' and i.cluster_id = t.cluster_id and i.engine_id = t.topic_id::text
            left join collector c on c.cluster_id = t.cluster_id
            where t.cluster_id = $1 and t.name = $2 and t.gone_at is null
            """
        );
        command.Parameters.AddWithValue(cluster.Value);
        command.Parameters.AddWithValue(topic);
        await using var reader = await command.ExecuteReaderAsync(stop);
        return await reader.ReadAsync(stop)
            ? (reader.GetInt64(0), TimeSpan.FromMilliseconds(reader.GetInt32(1)))
            : null;
    }

    private async Task<Dictionary<string, int?>> Members(
        ClusterId cluster,
        List<SeriesRun> runs,
        CancellationToken stop
    )
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
