using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Store;

namespace Portal.Core.Jobs.Failures;

/// <summary>A change that was applied to a job.</summary>
/// <param name="At">When its application began.</param>
public sealed record AppliedChange(ChangeId Id, string Title, DateTimeOffset At);

/// <summary>An exception beside what was done to the job before it came for the first time.</summary>
/// <param name="Before">Null when no change was.</param>
public sealed record JobFailure(KeptException Exception, AppliedChange? Before)
{
    private const int MostChanges = 100;

    /// <summary>Of one job, those that were seen last first.</summary>
    internal static async Task<IReadOnlyList<JobFailure>> Read(
        PortalDb db,
        ClusterId cluster,
        string name,
        CancellationToken stop
    )
    {
        var kept = await db.Set<KeptException>()
            .AsNoTracking()
            .Where(e => e.ClusterId == cluster && e.Name == name)
            .OrderByDescending(e => e.LastAt)
            .ToListAsync(stop);
        if (kept.Count == 0)
        {
            return [];
        }

        var applied = await (
            from resource in db.Set<ChangeResource>()
            join run in db.Set<ApplyRun>() on resource.ChangeId equals run.ChangeId
            join change in db.Set<Change>() on run.ChangeId equals change.Id
            where resource.Kind == JobKind.Word && resource.ClusterId == cluster && resource.Name == name
            where run.StartedAt != null
            orderby run.StartedAt descending
            select new AppliedChange(change.Id, change.Title, run.StartedAt!.Value)
        )
            .Take(MostChanges)
            .ToListAsync(stop);
        return [.. kept.Select(e => new JobFailure(e, applied.Find(change => change.At <= e.FirstAt)))];
    }
}
