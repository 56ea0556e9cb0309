using Portal.Core.FlinkClusters;
using Portal.Workers.Calendar;
using Quartz;

namespace Portal.Workers.Collecting.Jobs;

/// <summary>Tests the Flinks again from time to time, as when they were added.</summary>
[DisallowConcurrentExecution]
public sealed class FlinkTestWatch(FlinkTests tests) : IKindWatch
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await tests.Renew(cancellationToken);
}
