using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Jobs;

/// <summary>A job that the portal manages: what is recorded of it, whose it is, and what its changes are at.</summary>
/// <param name="Owner">The team's name.</param>
/// <param name="Recorded">The run that was last recorded as its own; null: none yet.</param>
/// <param name="HeldBy">The change whose run holds it; null: none does.</param>
/// <param name="IsStuck">That run is stuck.</param>
/// <param name="SettledAt">When a change on it was last settled; null: never.</param>
internal sealed record ManagedJob(
    Resource Resource,
    string Owner,
    string OwnerTitle,
    int Drifts,
    string? Recorded,
    ChangeId? HeldBy,
    bool IsStuck,
    DateTimeOffset? SettledAt
)
{
    public JobHold? Hold => HeldBy is { } change ? new JobHold(change, IsStuck) : null;

    /// <summary>One query, however many there are.</summary>
    /// <param name="clusters">Those that have a Flink.</param>
    /// <param name="name">Null: of all names.</param>
    /// <param name="owners">Null: of all teams.</param>
    public static Task<List<ManagedJob>> Read(
        PortalDb db,
        IReadOnlyCollection<ClusterId> clusters,
        string? name,
        IReadOnlyCollection<TeamId>? owners,
        CancellationToken stop
    )
    {
        // Few runs end so: they are found once for all jobs, and not among all runs of each.
        var settlings =
            from run in db.Set<ApplyRun>()
            join part in db.Set<ChangeResource>() on run.ChangeId equals part.ChangeId
            where run.State == RunState.Settled && part.Kind == JobKind.Word && (name == null || part.Name == name)
            group run by new { part.ClusterId, part.Name } into ended
            select new
            {
                ended.Key.ClusterId,
                ended.Key.Name,
                At = ended.Max(run => run.EndedAt),
            };
        return (
            from resource in db.Set<Resource>().AsNoTracking()
            join team in db.Set<Team>() on resource.OwnerTeamId equals team.Id
            join settling in settlings
                on new { resource.ClusterId, resource.Name } equals new { settling.ClusterId, settling.Name }
                into last
            from settled in last.DefaultIfEmpty()
            where
                resource.Kind == JobKind.Word
                && resource.GoneAt == null
                && clusters.Contains(resource.ClusterId)
                && (name == null || resource.Name == name)
                && (owners == null || owners.Contains(team.Id))
            select new ManagedJob(
                resource,
                team.Name,
                team.Title,
                db.Set<Drift>().Count(d => d.ResourceId == resource.Id && d.EndedAt == null),
                (
                    from run in db.Set<Incarnation>()
                    where run.Kind == JobKind.Word
                    where run.ClusterId == resource.ClusterId && run.Name == resource.Name
                    orderby run.Id descending
                    select run.EngineId
                ).FirstOrDefault(),
                (
                    from target in db.Set<RunTarget>()
                    join run in db.Set<ApplyRun>() on target.RunId equals run.Id
                    where target.Kind == JobKind.Word
                    where target.ClusterId == resource.ClusterId && target.Name == resource.Name
                    select (ChangeId?)run.ChangeId
                ).FirstOrDefault(),
                (
                    from target in db.Set<RunTarget>()
                    join run in db.Set<ApplyRun>() on target.RunId equals run.Id
                    where target.Kind == JobKind.Word && run.State == RunState.Stuck
                    where target.ClusterId == resource.ClusterId && target.Name == resource.Name
                    select run.Id
                ).Any(),
                settled!.At
            )
        ).ToListAsync(stop);
    }
}
