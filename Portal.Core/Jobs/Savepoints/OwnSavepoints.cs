using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>
/// Which savepoints of a name are shown as a job's: its own, and those of former jobs of its team. Another team's aren't. And which are left of jobs that are
/// over, for who may pin them.
/// </summary>
internal static class OwnSavepoints
{
    /// <param name="with">One, whose job's are wanted; null: those of the job that has the name now.</param>
    /// <param name="former">Who wants those of jobs that are over, whoever has the name now; null: nobody.</param>
    /// <returns>Their numbers.</returns>
    public static async Task<List<long>> Of(
        PortalDb db,
        ClusterId cluster,
        string name,
        JobTenures tenures,
        long? with,
        Caller? former,
        CancellationToken stop
    )
    {
        var all = await db.Set<Savepoint>()
            .Where(s => s.ClusterId == cluster && s.Name == name)
            .Select(s => new { s.Id, s.TakenAt })
            .ToListAsync(stop);
        if (former is not null)
        {
            return [.. all.Where(s => IsLeftTo(former, tenures.At(name, s.TakenAt))).Select(s => s.Id)];
        }

        if (all.Find(s => s.Id == with) is { } one)
        {
            var of = tenures.At(name, one.TakenAt);
            return [.. all.Where(s => tenures.At(name, s.TakenAt) == of).Select(s => s.Id)];
        }

        var owner = tenures.Now(name)?.OwnerId;
        return [.. all.Where(s => tenures.At(name, s.TakenAt)?.OwnerId == owner).Select(s => s.Id)];
    }

    private static bool IsLeftTo(Caller who, JobTenure? job) =>
        job is { IsOver: true } && Authority.May(who, new CallerAction.PinSavepoint(job.OwnerId)).Granted;
}
