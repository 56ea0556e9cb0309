using Portal.Core.Changes.Approvals;
using Quartz;

namespace Portal.Workers.Calendar;

/// <summary>Lets changes go on whose approvals count again, as often as due rows are looked at.</summary>
[DisallowConcurrentExecution]
public sealed class VoteWatch(VoteRecount votes) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await votes.Sweep(cancellationToken);
}
