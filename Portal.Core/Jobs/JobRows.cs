using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Health;
using Portal.Core.Jobs.Checkpoints;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Jobs;

/// <summary>Jobs put together: the newest run that was seen, what is wanted, and how far it is behind.</summary>
internal sealed class JobRows(ResourceKinds kinds, IClusterHealth health, TimeProvider clock)
{
    /// <param name="name">Null: of all names.</param>
    /// <param name="owners">Null: of all teams, and of none.</param>
    public async Task<IReadOnlyList<JobRow>> Of(
        PortalDb db,
        IReadOnlyList<FlinkRow> flinks,
        string? name,
        IReadOnlyCollection<TeamId>? owners,
        CancellationToken stop
    )
    {
        var ids = flinks.Select(f => f.Id).ToList();
        var managed = await ManagedJob.Read(db, ids, name, owners, stop);
        var names =
            owners is not null ? managed.Select(m => m.Resource.Name).ToArray()
            : name is not null ? [name]
            : null;
        var runs = await NewestRuns.Of(db, ids, names).ToDictionaryAsync(j => (j.ClusterId, j.Name), stop);
        var owned = managed.ToDictionary(m => (m.Resource.ClusterId, m.Resource.Name));
        var specs = owned.ToDictionary(m => m.Key, m => (JobSpec)m.Value.Resource.Read(kinds));
        var dead = runs
            .Values.Select(run => run.Definition?.DeadLetters)
            .Concat(specs.Values.Select(spec => spec.Definition.DeadLetters));
        var now = clock.GetUtcNow();
        var writers = await DeadLetterSharer.Of(
            db,
            kinds,
            [.. dead.OfType<string>().Distinct(StringComparer.Ordinal)],
            now,
            stop
        );
        return
        [
            .. from flink in flinks
            from key in runs.Keys.Union(owned.Keys).Where(key => key.ClusterId == flink.Id)
            let run = runs.GetValueOrDefault(key)
            let owner = owned.GetValueOrDefault(key)
            where owner is not null || (owners is null && run is { State: JobRunState.Alive })
            let wanted = specs.GetValueOrDefault(key)
            let sharers = Sharers(writers, flink, key.Name, (run?.Definition ?? wanted?.Definition)?.DeadLetters)
            let lag = run is { State: JobRunState.Alive, Definition: { } runs } ? Lag(flink, key.Name, runs) : []
            let clusters = health.Current.Values.Where(c => c.Environment == flink.Environment).ToList()
            let sight = new JobSight(wanted?.State, run, flink.Reading?.ReadAt, flink.Reading?.Failure)
            {
                Lag = lag,
                Slots = flink.Reading is { FreeSlots: { } free, Slots: { } slots } ? (free, slots) : null,
                Missing = MissingTopics.Of(run, clusters),
                DeadLetters = DeadLetterRate.Of(run?.Definition, lag, clusters, [.. sharers.Where(s => s.IsAlive)]),
                Hold = owner?.Hold,
                SettledAt = owner?.SettledAt,
            }
            select new JobRow(
                flink.Cluster,
                flink.Environment,
                key.Name,
                JobRules.Judge(sight, now),
                run,
                wanted,
                owner?.Owner,
                owner?.OwnerTitle,
                owner?.Drifts ?? 0
            )
            {
                ClusterId = flink.Id,
                Recorded = owner?.Recorded,
                Lag = lag,
                ReadAt = flink.Reading?.ReadAt,
                DeadLetterSharers = sharers,
                IfStopped = StopCost.Of(sight, now),
            },
        ];
    }

    public Task<IReadOnlyList<SavepointRow>> Savepoints(
        PortalDb db,
        ClusterId cluster,
        string name,
        CancellationToken stop
    ) => SavepointRows.Of(db, cluster, name, clock.GetUtcNow(), stop);

    private static ImmutableArray<DeadLetterSharer> Sharers(
        ILookup<(string Environment, string Topic), DeadLetterSharer> writers,
        FlinkRow flink,
        string job,
        string? topic
    ) =>
        topic is null
            ? []
            :
            [
                .. writers[(flink.Environment, topic)]
                    .Where(other => (other.Cluster, other.Name) != (flink.Cluster, job)),
            ];

    private ImmutableArray<JobLag> Lag(FlinkRow flink, string job, JobDefinition runs) =>
        [
            .. from cluster in health.Current.Values
            where cluster.Environment == flink.Environment
            let @group = cluster.Groups.GetValueOrDefault(JobName.Group(job))?.Only(Reads(runs, cluster.Name))
            where @group is not null
            orderby @group.Status descending, cluster.Name
            select new JobLag(cluster.Id, cluster.Name, @group),
        ];

    // What a former version read stays committed, and a job of the same name on another Flink commits beside it. Which topics a program reads, it alone knows.
    private static Func<GroupPartition, bool> Reads(JobDefinition runs, string cluster)
    {
        if (runs.Program is not null)
        {
            return _ => true;
        }

        var read = runs.Topics()
            .Where(topic => !topic.IsWritten && topic.Cluster == cluster)
            .Select(topic => topic.Topic)
            .ToHashSet(StringComparer.Ordinal);
        return partition => read.Contains(partition.Topic);
    }
}
