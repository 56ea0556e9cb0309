using System.Collections.Immutable;
using Portal.Core.Health;
using Portal.Core.Jobs.Checkpoints;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Jobs;

/// <summary>Jobs put together: what the store has of them, and how far they are behind.</summary>
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
    ) =>
        Join(
            await StoredJobs.Read(db, kinds, flinks, name, owners, clock.GetUtcNow(), stop),
            areOwnedAlone: owners is not null
        );

    /// <summary>As they are now: nothing is read.</summary>
    /// <param name="areOwnedAlone">Without those that the portal doesn't manage.</param>
    public IReadOnlyList<JobRow> Join(IEnumerable<StoredJobs> stored, bool areOwnedAlone)
    {
        var now = clock.GetUtcNow();
        return
        [
            .. from jobs in stored
            let flink = jobs.Flink
            let clusters = health.Current.Values.Where(c => c.Environment == flink.Environment).ToList()
            from name in jobs.Runs.Keys.Union(jobs.Owned.Keys)
            let run = jobs.Runs.GetValueOrDefault(name)
            let owner = jobs.Owned.GetValueOrDefault(name)
            where owner is not null || (!areOwnedAlone && run is { State: JobRunState.Alive })
            let wanted = jobs.Wanted.GetValueOrDefault(name)
            let sharers = Sharers(jobs.Writers, flink, name, (run?.Definition ?? wanted?.Definition)?.DeadLetters)
            let lag = run is { State: JobRunState.Alive, Definition: { } runs } ? Lag(clusters, name, runs) : []
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
                name,
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

    private static ImmutableArray<JobLag> Lag(List<ClusterSnapshot> clusters, string job, JobDefinition runs) =>
        [
            .. from cluster in clusters
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
