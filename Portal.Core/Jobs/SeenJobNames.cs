using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Clusters;
using Portal.Core.Jobs.Rehearsals;
using Portal.Core.Resources;

namespace Portal.Core.Jobs;

/// <summary>
/// Jobs that run, by their names: those that the portal didn't start, and those that it started where their cluster was registered before. Of what it
/// started here, or on another cluster with the same Flink, rehearsals are nobody's, and the rest is managed once its change is over and until it is cancelled.
/// </summary>
internal sealed class SeenJobNames : ISeenNames
{
    public ResourceKind Kind => JobKind.Word;

    public IQueryable<SeenName> In(DbContext store)
    {
        var managed =
            from resource in store.Set<Resource>()
            where resource.Kind == JobKind.Word
            select new { resource.ClusterId, resource.Name };
        var applied =
            from resource in store.Set<ChangeResource>()
            join change in store.Set<Change>() on resource.ChangeId equals change.Id
            where
                resource.Kind == JobKind.Word
                && ChangeStates.Acted.Contains(change.State)
                && !ChangeStates.Ended.Contains(change.State)
            select new { resource.ClusterId, resource.Name };
        var held = managed.Concat(applied);
        var elsewhere =
            from pair in SharedAddresses.Pairs(store, EndpointKind.Flink)
            join job in held on pair.Other equals job.ClusterId
            select new { ClusterId = pair.Cluster, job.Name };
        return store
            .Set<SeenJob>()
            .Where(job => job.GoneAt == null && job.EndedAt == null)
            .Where(job =>
                job.Definition == null
                || (
                    !EF.Functions.Like(job.Name, RehearsalName.Pattern)
                    && !held.Any(r => r.ClusterId == job.ClusterId && r.Name == job.Name)
                    && !elsewhere.Any(r => r.ClusterId == job.ClusterId && r.Name == job.Name)
                )
            )
            .GroupBy(job => new { job.ClusterId, job.Name })
            .Select(jobs => new SeenName
            {
                ClusterId = jobs.Key.ClusterId,
                Name = jobs.Key.Name,
                FirstSeenAt = jobs.Min(job => job.FirstSeenAt),
            });
    }

    public IQueryable<ClusterId> NeverRead(DbContext store)
    {
        var read = store.Set<FlinkReading>().Where(r => r.ReadAt != null);
        return store
            .Set<Endpoint>()
            .Where(e => e.Kind == EndpointKind.Flink && !read.Any(r => r.ClusterId == e.ClusterId))
            .Select(e => e.ClusterId);
    }
}
