using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.Store;
using Quartz;

namespace Portal.Workers.Calendar;

/// <summary>Has done what rows in <c>due</c> wait for, each by the handler of its kind. A row goes in the transaction that did its work, so it is done once.</summary>
[DisallowConcurrentExecution]
public sealed partial class DueSweep(
    IDbContextFactory<PortalDb> store,
    IEnumerable<IDueHandler> handlers,
    TimeProvider clock,
    ILogger<DueSweep> logger
) : IJob
{
    private const int AtOnce = 200;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await Sweep(cancellationToken);

    public async Task Sweep(CancellationToken stop)
    {
        foreach (var handler in handlers)
        {
            // All of them, however many came due at one moment. Each is looked at once: those that can't be done are passed, and end it as well.
            var now = clock.GetUtcNow();
            Due? last = null;
            List<Due> ready;
            do
            {
                ready = await Ready(handler, now, last, stop);
                foreach (var row in ready)
                {
                    await TryHandle(handler, row, stop);
                }

                last = ready.LastOrDefault();
            } while (ready.Count == AtOnce);
        }
    }

    // One that can't be done stays due, and holds nobody back.
    private async Task TryHandle(IDueHandler handler, Due row, CancellationToken stop)
    {
        try
        {
            await Handle(handler, row, stop);
        }
        catch (Exception fault) when (fault is not OperationCanceledException && !StoreFailure.IsSilence(fault))
        {
            NotDone(fault, row.Kind.Word, row.SubjectId);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What was due ({Kind} {Subject}) could not be done")]
    private partial void NotDone(Exception fault, string kind, long subject);

    private async Task<List<Due>> Ready(IDueHandler handler, DateTimeOffset now, Due? last, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var ready = handler.Ready(db, now).AsNoTracking();
        if (last is not null)
        {
            ready = ready.Where(row => row.DueAt > last.DueAt || (row.DueAt == last.DueAt && row.Id > last.Id));
        }

        return await ready.OrderBy(row => row.DueAt).ThenBy(row => row.Id).Take(AtOnce).ToListAsync(stop);
    }

    private async Task Handle(IDueHandler handler, Due row, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        if (await handler.Handle(db, row, stop))
        {
            await transaction.CommitAsync(stop);
        }
    }
}
