using Npgsql;
using Portal.Core.Health.Readings;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.Health;

/// <inheritdoc cref="ITopicReaders"/>
internal sealed class TopicReaders(NpgsqlDataSource store, TimeProvider clock) : ITopicReaders
{
    private static readonly TimeSpan Looked = TimeSpan.FromMinutes(10);

    // A reading more than this many beats after the one before is a gap.
    private const double BeatsApart = 2.5;

    public async Task<SeenReaders> Of(ClusterId cluster, string topic, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (await Place(cluster, topic, stop) is not { } place)
        {
            return new([], AreAll: false);
        }

        var (byOffsets, written) = await ByOffsets(cluster, place, now, stop);
        var byMembers = await ByMembers(cluster, topic, stop);
        return new(
            [.. byOffsets, .. byMembers.ExceptBy(byOffsets.Select(r => r.Group), r => r.Group)],
            place.WholeAt is { } whole && now - whole <= BeatsApart * place.Every,
            written
        );
    }

    private async Task<(List<ReaderEvidence> Readers, double? Written)> ByOffsets(
        ClusterId cluster,
        Collected place,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var from = now - Looked;
        var places = await SeriesTable.OfIncarnations(store.CreateCommand, [place.Incarnation], now, stop);
        var runs = places.Where(r => r.Group is not null).ToList();
        var members = await Members(cluster, runs, stop);
        var watched = runs.ToLookup(r => r.Group!).Select(group => new ReaderWatch(group.Key, [.. group])).ToList();
        var writing = new WriteWatch([.. places.Except(runs)]);
        var chunks = places.Select(r => r.Chunk).Distinct().ToArray();
        // The frames are told against earlier ones: as far back as the last that stands alone.
        var begin = from - (31 * place.Every);
        await foreach (
            var cycle in new FrameStream().Read(store.CreateCommand, new(cluster, begin, begin, now, chunks), stop)
        )
        {
            watched.ForEach(reader => reader.Take(cycle, from, BeatsApart * place.Every));
            writing.Take(cycle, from);
        }

        List<ReaderEvidence> readers =
        [
            .. watched
                .Where(reader => reader.Reads)
                .Select(reader => new ReaderEvidence(
                    reader.Group,
                    members.GetValueOrDefault(reader.Group),
                    reader.MovedAt,
                    reader.HasGap(from, now, BeatsApart * place.Every)
                )),
        ];
        return (readers, writing.PerSecond);
    }

    // Members that were given partitions and committed nothing yet, and share groups, which have no offsets of this kind.
    private async Task<List<ReaderEvidence>> ByMembers(ClusterId cluster, string topic, CancellationToken stop)
    {
        await using var command = store.CreateCommand(
            """
            select group_name, case when told_at is null then jsonb_array_length(members) end
            from seen_members
            where cluster_id = $1
              and jsonb_path_exists(members, '$[*].assigned[*] ? (@.topic == $topic)', jsonb_build_object('topic', $2))
            order by group_name
            """
        );
        command.Parameters.AddWithValue(cluster.Value);
        command.Parameters.AddWithValue(topic);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var readers = new List<ReaderEvidence>();
        while (await reader.ReadAsync(stop))
        {
            readers.Add(new(reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetInt32(1), null, false));
        }

        return readers;
    }

    private async Task<Collected?> Place(ClusterId cluster, string topic, CancellationToken stop)
    {
        await using var command = store.CreateCommand(
            """
            select i.id, coalesce(c.every_ms, 10000), c.whole_at
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
            ? new(
                reader.GetInt64(0),
                TimeSpan.FromMilliseconds(reader.GetInt32(1)),
                reader.IsDBNull(2) ? null : reader.GetFieldValue<DateTimeOffset>(2)
            )
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

    /// <param name="WholeAt">When everything that was asked of the cluster was last answered.</param>
    private sealed record Collected(long Incarnation, TimeSpan Every, DateTimeOffset? WholeAt);
}
