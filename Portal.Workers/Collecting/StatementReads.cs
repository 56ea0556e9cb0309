using Npgsql;
using Portal.Core.Jobs.Sql;

namespace Portal.Workers.Collecting;

/// <summary>
/// What the statements of runs read. An id is one run's for good, and what a run carries stays as it is: its statements are read from the store and parsed once.
/// </summary>
internal static class StatementReads
{
    /// <param name="known">Of the runs before; null: of none.</param>
    /// <returns>By run the topics; null where they aren't known.</returns>
    public static async Task<IReadOnlyDictionary<(int Cluster, string Job), IReadOnlyList<JobTableName>?>> Of(
        NpgsqlDataSource store,
        IReadOnlyList<(int Cluster, string Job)> runs,
        IReadOnlyDictionary<(int Cluster, string Job), IReadOnlyList<JobTableName>?>? known,
        CancellationToken stop
    )
    {
        var reads = new Dictionary<(int Cluster, string Job), IReadOnlyList<JobTableName>?>();
        var others = new List<(int Cluster, string Job)>();
        foreach (var run in runs)
        {
            if (known?.TryGetValue(run, out var tables) == true)
            {
                reads[run] = tables;
            }
            else
            {
                others.Add(run);
            }
        }

        if (others.Count > 0)
        {
            await Read(store, others, reads, stop);
        }

        return reads;
    }

    private static async Task Read(
        NpgsqlDataSource store,
        List<(int Cluster, string Job)> runs,
        Dictionary<(int Cluster, string Job), IReadOnlyList<JobTableName>?> into,
        CancellationToken stop
    )
    {
        await using var command = store.CreateCommand(
            """
            select cluster_id, job_id, coalesce(definition ->> 'statements', '')
            from seen_job join unnest($1::int[], $2::text[]) as run (cluster_id, job_id) using (cluster_id, job_id)
            """
        );
        command.Parameters.AddWithValue(runs.Select(run => run.Cluster).ToArray());
        command.Parameters.AddWithValue(runs.Select(run => run.Job).ToArray());
        await using var reader = await command.ExecuteReaderAsync(stop);
        // Runs of one job, and those of one Flink that several clusters have, carry the same.
        var parsed = new Dictionary<string, IReadOnlyList<JobTableName>?>(StringComparer.Ordinal);
        while (await reader.ReadAsync(stop))
        {
            var statements = reader.GetString(2);
            if (!parsed.TryGetValue(statements, out var tables))
            {
                parsed[statements] = tables = Parsed(statements);
            }

            into[(reader.GetInt32(0), reader.GetString(1))] = tables;
        }
    }

    // Null where they aren't understood whole: such may read more.
    private static List<JobTableName>? Parsed(string statements)
    {
        var script = JobScript.Draft(statements);
        var reads = script.Reads.ToList();
        return script.Faults.IsEmpty && reads.Count > 0 ? reads : null;
    }
}
