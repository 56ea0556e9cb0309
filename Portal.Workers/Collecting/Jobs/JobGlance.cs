using Microsoft.EntityFrameworkCore;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Workers.Applying;

namespace Portal.Workers.Collecting.Jobs;

/// <inheritdoc />
public sealed partial class JobGlance(
    IDbContextFactory<PortalDb> store,
    IFlinkClusters flinks,
    TimeProvider clock,
    ILogger<JobGlance> log
) : IKindGlance
{
    public ResourceKind Kind => JobKind.Word;

    public async Task At(ResourceRef resource, CancellationToken stop)
    {
        try
        {
            await using var db = await store.CreateDbContextAsync(stop);
            var flink = await flinks.Open(resource.Cluster, stop);
            await new JobReading(flink, db, resource.Cluster, clock.GetUtcNow(), clock).Read(resource.Name, stop, stop);
            await db.SaveChangesAsync(stop);
            await JobNotice.Send(db, resource.Cluster, stop);
        }
        catch (Exception failure) when (failure is EngineException or DbUpdateException)
        {
            NotRead(resource.Name, failure.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Job} was not read out of its turn: {Reason}")]
    private partial void NotRead(string job, string reason);
}
