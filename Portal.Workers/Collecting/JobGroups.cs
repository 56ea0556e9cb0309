using Npgsql;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Sql;

namespace Portal.Workers.Collecting;

/// <summary>
/// Which groups are those of jobs that run, as their Flinks were last read: such a group has no members, and commits when a checkpoint completes.
/// What a job no longer reads keeps the commits of its former version for as long as Kafka keeps offsets.
/// </summary>
internal sealed class JobGroups(NpgsqlDataSource store, ClusterId cluster, JobReads parsed)
{
    public async Task<StateUpdate> Ask(CancellationToken stop)
    {
        await using var command = store.CreateCommand(
            """
            select j.name, j.status, case when j.definition is not null then coalesce(
                case when j.facts ->> 'checkpointEvery' like '__:%' then (j.facts ->> 'checkpointEvery')::interval end,
                make_interval(secs => (j.definition ->> 'checkpointSeconds')::int)) end,
                case when j.definition ->> 'program' is null then j.definition ->> 'statements' end, k.name, k.environment,
                array(select r.name from cluster r where r.environment = k.environment and r.deregistered_at is null)
            from cluster k
            left join (seen_job j join cluster f on f.id = j.cluster_id and f.deregistered_at is null)
                on f.environment = k.environment and j.gone_at is null
            where k.id = $1
            """
        );
        command.Parameters.AddWithValue(cluster.Value);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var seen = new List<(string Group, TimeSpan? Every, string? Statements)>();
        var (name, environment) = ("", "");
        string[] registered = [];
        while (await reader.ReadAsync(stop))
        {
            (name, environment) = (reader.GetString(4), reader.GetString(5));
            registered = reader.GetFieldValue<string[]>(6);
            if (!reader.IsDBNull(0) && !FlinkStatus.IsOver(reader.GetString(1)))
            {
                TimeSpan? every = reader.IsDBNull(2) ? null : reader.GetTimeSpan(2);
                seen.Add((JobName.Group(reader.GetString(0)), every, reader.IsDBNull(3) ? null : reader.GetString(3)));
            }
        }

        var reads = parsed.Of(environment, seen.Select(run => run.Statements).OfType<string>());
        var runs = seen.ConvertAll(run =>
            (run.Group, run.Every, Reads: run.Statements is { } sql ? Reads(reads[sql], name, registered) : null)
        );

        // Jobs of one name on two Flinks commit as one group: what either reads is read, and what one reads may not be known.
        var jobs = runs.GroupBy(run => run.Group, StringComparer.Ordinal)
            .Where(same => same.Any(run => run.Every is not null))
            .ToDictionary(
                same => same.Key,
                same => new GroupJob(
                    same.Last(run => run.Every is not null).Every!.Value,
                    same.Any(run => run.Reads is null)
                        ? null
                        : same.SelectMany(run => run.Reads!).ToHashSet(StringComparer.Ordinal)
                ),
                StringComparer.Ordinal
            );
        return (into, _) => into.TakeJobs(jobs);
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
