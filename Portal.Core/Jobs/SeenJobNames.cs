using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;

namespace Portal.Core.Jobs;

/// <summary>Jobs that run and that the portal didn't start, by their names. Its own without an owner are rehearsals.</summary>
internal sealed class SeenJobNames : ISeenNames
{
    public ResourceKind Kind => JobKind.Word;

    public IQueryable<SeenName> In(DbContext store) =>
        store
            .Set<SeenJob>()
            .Where(job => job.GoneAt == null && job.EndedAt == null && job.Definition == null)
            .GroupBy(job => new { job.ClusterId, job.Name })
            .Select(jobs => new SeenName
            {
                ClusterId = jobs.Key.ClusterId,
                Name = jobs.Key.Name,
                FirstSeenAt = jobs.Min(job => job.FirstSeenAt),
            });
}
