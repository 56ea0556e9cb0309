using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Access.Reviews;
using Portal.Core.Store;
using Portal.Core.Teams;
using Quartz;

namespace Portal.Workers.Calendar.Access;

/// <summary>Opens a review of all access as often as the settings say; not while one is open.</summary>
[DisallowConcurrentExecution]
public sealed partial class ReviewCalendar(
    IDbContextFactory<PortalDb> store,
    AccessReviewOpening reviews,
    IOptions<AccessOptions> options,
    TimeProvider clock,
    ILogger<ReviewCalendar> logger
) : IKindUpkeep
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await Look(cancellationToken);

    public async Task Look(CancellationToken stop)
    {
        if (options.Value.ReviewEveryDays is not { } days || !await IsTime(TimeSpan.FromDays(days), stop))
        {
            return;
        }

        var wish = new ReviewWish(
            null,
            $"Every {days} days.",
            clock.GetUtcNow().AddDays(options.Value.ReviewLastsDays).AddMinutes(1)
        );
        if (await reviews.Open(Caller.Clock, wish, stop) is Outcome<long>.Refused(var why))
        {
            NotOpened(why.Words);
        }
    }

    private async Task<bool> IsTime(TimeSpan every, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var last = await db.Set<AccessReview>()
            .Where(r => r.TeamId == null)
            .MaxAsync(r => (DateTimeOffset?)r.OpenedAt, stop);
        return last is null || clock.GetUtcNow() - last >= every;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "No access review was opened: {Reason}")]
    private partial void NotOpened(string reason);
}
