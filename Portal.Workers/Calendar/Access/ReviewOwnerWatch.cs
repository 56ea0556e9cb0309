using Portal.Core.Access.Reviews;
using Quartz;

namespace Portal.Workers.Calendar.Access;

/// <summary>Keeps true whose data the open rounds of access reviews are about.</summary>
[DisallowConcurrentExecution]
public sealed class ReviewOwnerWatch(AccessReviewOwners owners) : IKindWatch
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await owners.Renew(cancellationToken);
}
