using Npgsql;
using Portal.Core;
using Portal.Core.Jobs;

namespace Portal.Workers.Collecting;

/// <summary>
/// Which groups are those of jobs that run, as their Flinks were last read: such a group has no members, and commits when a checkpoint completes.
/// </summary>
internal sealed class JobGroups(NpgsqlDataSource store, ClusterId cluster)
{
    public async Task<StateUpdate> Ask(CancellationToken stop)
    {
        await using var command = store.CreateCommand(
            """
            select j.name, j.status, coalesce(
                case when j.facts ->> 'checkpointEvery' like '__:%' then (j.facts ->> 'checkpointEvery')::interval end,
                make_interval(secs => (j.definition ->> 'checkpointSeconds')::int))
            from seen_job j
            join cluster f on f.id = j.cluster_id and f.deregistered_at is null
            join cluster k on k.environment = f.environment
            where k.id = $1 and j.gone_at is null and j.definition is not null
            """
        );
        command.Parameters.AddWithValue(cluster.Value);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var intervals = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        while (await reader.ReadAsync(stop))
        {
            if (!FlinkStatus.IsOver(reader.GetString(1)))
            {
                intervals[JobName.Group(reader.GetString(0))] = reader.GetTimeSpan(2);
            }
        }

        return (into, _) => into.TakeJobs(intervals);
    }
}
