using Npgsql;
using Portal.Core;
using Portal.Core.Health.Readings;

namespace Portal.Workers.Collecting;

/// <summary>
/// What changed in the state, as rows: topics and their incarnations, groups, places in the packs. Each kind is one
/// statement however many rows there are, and none when nothing changed.
/// </summary>
internal sealed class SeenRows(NpgsqlConnection connection, Salvage salvage, Writing of)
{
    private readonly TopicRows _topics = new(connection, of);
    private readonly GroupRows _groups = new(connection, of);

    /// <returns>Whether anything was written beside sizes.</returns>
    public async Task<bool> Write(CollectorState state, CollectorChanges changes, CancellationToken stop)
    {
        var ended = changes.EndedRuns.ToList();
        foreach (var topic in changes.GoneTopics)
        {
            ended.AddRange(state.Forget(topic));
        }

        foreach (var group in changes.GoneGroups)
        {
            ended.AddRange(state.Forget(group));
        }

        // What is gone goes first: its name may be another's by now.
        await _topics.Gone(changes.GoneTopics, stop);
        var unnamed = await salvage.Write(
            changes.NewTopics,
            some => _topics.Identify(some, stop),
            topic => topic.Name,
            stop
        );
        foreach (var topic in unnamed)
        {
            topic.IsRefused = true;
        }

        var seen = changes.NewTopics.Union(changes.ChangedTopics).Except(changes.GoneTopics).ToList();
        await salvage.Write(
            [.. seen.Where(topic => topic.Incarnation != 0)],
            some => _topics.Seen(some, stop),
            topic => topic.Name,
            stop
        );
        // One that was written whole has its size with it, and one that was refused has no row.
        var resized = changes.ResizedTopics.Where(topic => topic.Incarnation != 0);
        await _topics.Resized([.. resized.Except(seen).Except(changes.GoneTopics)], stop);
        await _groups.Gone([.. changes.GoneGroups.Where(group => !group.IsRefused)], stop);
        var listed = changes.NewGroups.Union(changes.ChangedGroups).Except(changes.GoneGroups);
        var refused = await salvage.Write(
            [.. listed.Where(group => !group.IsRefused)],
            some => _groups.Seen(some, stop),
            group => group.Name,
            stop
        );
        foreach (var group in refused)
        {
            group.IsRefused = true;
        }

        var (given, deserted) = SeriesPlacing.Give(state, of.At);
        ended.AddRange(deserted);
        await End(ended, stop);
        await Give(given, stop);
        return changes.Any || given.Count > 0 || ended.Count > 0;
    }

    private async Task Give(List<SeriesRun> runs, CancellationToken stop)
    {
        if (runs.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(
            """
            insert into series (cluster_id, chunk, slot, count, incarnation_id, first_partition, group_name, since,
                structure)
            select $1, r.chunk, r.slot, r.count, r.incarnation, r.partition, r.name, $2, $9
            from unnest($3::int[], $4::int[], $5::int[], $6::bigint[], $7::int[], $8::text[])
                as r (chunk, slot, count, incarnation, partition, name)
            """,
            connection
        );
        command.Parameters.AddWithValue(of.Cluster.Value);
        command.Parameters.AddWithValue(of.At);
        command.Parameters.AddWithValue(runs.Select(r => r.Chunk).ToArray());
        command.Parameters.AddWithValue(runs.Select(r => r.Slot).ToArray());
        command.Parameters.AddWithValue(runs.Select(r => r.Count).ToArray());
        command.Parameters.AddWithValue(runs.Select(r => r.Incarnation).ToArray());
        command.Parameters.AddWithValue(runs.Select(r => r.FirstPartition).ToArray());
        command.Parameters.AddWithValue(runs.Select(r => r.Group).ToArray());
        command.Parameters.AddWithValue(of.Structure);
        await command.ExecuteNonQueryAsync(stop);
    }

    private async Task End(List<SeriesRun> runs, CancellationToken stop)
    {
        if (runs.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(
            """
            update series set gone_at = $2, structure = $5 from unnest($3::int[], $4::int[]) as r (chunk, slot)
            where cluster_id = $1 and series.chunk = r.chunk and series.slot = r.slot
            """,
            connection
        );
        command.Parameters.AddWithValue(of.Cluster.Value);
        command.Parameters.AddWithValue(of.At);
        command.Parameters.AddWithValue(runs.Select(r => r.Chunk).ToArray());
        command.Parameters.AddWithValue(runs.Select(r => r.Slot).ToArray());
        command.Parameters.AddWithValue(of.Structure);
        await command.ExecuteNonQueryAsync(stop);
    }
}
