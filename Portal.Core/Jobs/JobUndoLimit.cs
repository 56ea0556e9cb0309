using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Jobs;

/// <summary>A start can be taken back until its first checkpoint: from then on what the job wrote can be read.</summary>
internal sealed class JobUndoLimit : IUndoLimit
{
    public ResourceKind Kind => JobKind.Word;

    public async Task<string?> Reached(PortalDb db, Step step, EngineId made, CancellationToken stop)
    {
        if (step is not StartJob)
        {
            return null;
        }

        var (cluster, id) = (step.On.Cluster, made.Value);
        var facts = await db.Set<SeenJob>()
            .Where(job => job.ClusterId == cluster && job.JobId == id)
            .Select(job => job.Facts)
            .SingleOrDefaultAsync(stop);
        return facts is { Completed: > 0 } or { NewestState: not null }
            ? $"{step.On.Name} has completed a checkpoint"
            : null;
    }
}
