using Npgsql;
using Portal.Core;
using Portal.Core.Jobs.Sql;

namespace Portal.Workers.Collecting;

/// <summary>
/// Which groups are those of jobs that run, as their Flinks were last read: such a group has no members, and commits when a checkpoint completes.
/// What a job no longer reads keeps the commits of its former version for as long as Kafka keeps offsets.
/// </summary>
internal sealed class JobGroups(NpgsqlDataSource store, ClusterId cluster, JobReads reads)
{
    public async Task<StateUpdate> Ask(CancellationToken stop)
    {
        var (name, environment, registered, version) = await Looked(stop);
        var runs = (await reads.Of(store, environment, version, stop))
            .Select(run => (run.Group, run.CheckpointEvery, Reads: Reads(run.Reads, name, registered)))
            .ToList();

        // Jobs of one name on two Flinks commit as one group: what either reads is read, and what one reads may not be known.
        var jobs = runs.GroupBy(run => run.Group, StringComparer.Ordinal)
            .Where(same => same.Any(run => run.CheckpointEvery is not null))
            .ToDictionary(
                same => same.Key,
                same => new GroupJob(
                    same.Last(run => run.CheckpointEvery is not null).CheckpointEvery!.Value,
                    same.Any(run => run.Reads is null)
                        ? null
                        : same.SelectMany(run => run.Reads!).ToHashSet(StringComparer.Ordinal)
                ),
                StringComparer.Ordinal
            );
        return (into, _) => into.TakeJobs(jobs);
    }

    // Each write gives a row another xmin: all of them together are the version of what is read of them.
    private async Task<(string Name, string Environment, string[] Registered, long? Version)> Looked(
        CancellationToken stop
    )
    {
        await using var command = store.CreateCommand(
            """
            select k.name, k.environment,
                array(select r.name from cluster r where r.environment = k.environment and r.deregistered_at is null),
                (
                    select hashtextextended(
                        string_agg(concat_ws(' ', j.cluster_id, j.job_id, j.xmin), ',' order by j.cluster_id, j.job_id), 0)
                    from seen_job j join cluster f on f.id = j.cluster_id
                    where f.environment = k.environment and f.deregistered_at is null and j.gone_at is null)
            from cluster k where k.id = $1
            """
        );
        command.Parameters.AddWithValue(cluster.Value);
        await using var reader = await command.ExecuteReaderAsync(stop);
        if (!await reader.ReadAsync(stop))
        {
            return ("", "", [], null);
        }

        long? version = reader.IsDBNull(3) ? null : reader.GetInt64(3);
        return (reader.GetString(0), reader.GetString(1), reader.GetFieldValue<string[]>(2), version);
    }

    // What runs names clusters as they were named when it started: a name that none has by now may be this one's former.
    private static HashSet<string>? Reads(IReadOnlyList<JobTableName>? tables, string cluster, string[] registered) =>
        tables?.All(table => registered.Contains(table.Cluster, StringComparer.Ordinal)) == true
            ? tables
                .Where(table => table.Cluster == cluster)
                .Select(table => table.Topic)
                .ToHashSet(StringComparer.Ordinal)
            : null;
}
