using System.Collections.Concurrent;
using Npgsql;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Sql;

namespace Portal.Workers.Collecting;

/// <summary>
/// The runs of an environment that aren't over, with what their statements read: read once for all of its clusters, and again when one of them was written
/// since. What the statements of a run read is kept while it isn't over.
/// </summary>
internal sealed class JobReads
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Known> _byEnvironment = new(StringComparer.Ordinal);

    /// <param name="version">That of all rows that count, before they are read here; null: there are none.</param>
    public async Task<IReadOnlyList<GroupRun>> Of(
        NpgsqlDataSource store,
        string environment,
        long? version,
        CancellationToken stop
    )
    {
        // Clusters are looked at side by side: whoever comes second waits for what the first one reads.
        var turn = _turns.GetOrAdd(environment, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(stop);
        try
        {
            _byEnvironment.TryGetValue(environment, out var known);
            if (known is null || known.Version != version)
            {
                var runs = await Runs(store, environment, stop);
                var reads = await StatementReads.Of(
                    store,
                    [.. runs.Where(run => run.IsOfSql).Select(run => run.Id)],
                    known?.Reads,
                    stop
                );
                _byEnvironment[environment] = known = new(
                    version,
                    [.. runs.Select(run => new GroupRun(run.Group, run.Every, reads.GetValueOrDefault(run.Id)))],
                    reads
                );
            }

            return known.Runs;
        }
        finally
        {
            turn.Release();
        }
    }

    // Without their statements, which are long.
    private static async Task<List<((int Cluster, string Job) Id, string Group, TimeSpan? Every, bool IsOfSql)>> Runs(
        NpgsqlDataSource store,
        string environment,
        CancellationToken stop
    )
    {
        await using var command = store.CreateCommand(
            """
            select j.cluster_id, j.job_id, j.name, j.status, case when j.definition is not null then coalesce(
                case when j.facts ->> 'checkpointEvery' like '__:%' then (j.facts ->> 'checkpointEvery')::interval end,
                make_interval(secs => (j.definition ->> 'checkpointSeconds')::int)) end,
                j.definition is not null and j.definition ->> 'program' is null
            from seen_job j join cluster f on f.id = j.cluster_id
            where f.environment = $1 and f.deregistered_at is null and j.gone_at is null
            """
        );
        command.Parameters.AddWithValue(environment);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var runs = new List<((int, string), string, TimeSpan?, bool)>();
        while (await reader.ReadAsync(stop))
        {
            if (!FlinkStatus.IsOver(reader.GetString(3)))
            {
                TimeSpan? every = reader.IsDBNull(4) ? null : reader.GetTimeSpan(4);
                var id = (reader.GetInt32(0), reader.GetString(1));
                runs.Add((id, JobName.Group(reader.GetString(2)), every, reader.GetBoolean(5)));
            }
        }

        return runs;
    }

    private sealed record Known(
        long? Version,
        IReadOnlyList<GroupRun> Runs,
        IReadOnlyDictionary<(int Cluster, string Job), IReadOnlyList<JobTableName>?> Reads
    );
}
