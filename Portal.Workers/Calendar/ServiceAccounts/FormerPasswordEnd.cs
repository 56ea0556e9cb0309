using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Workers.Calendar.ServiceAccounts;

/// <summary>
/// Requests the end of former passwords whose time has come. That takes the way of every change and needs no approval: whoever approved the rotation agreed
/// to it. The row stays until the account no longer wants the password, so that an end that came to nothing is requested again.
/// </summary>
public sealed partial class FormerPasswordEnd(
    ChangeRequests requests,
    AgreedEnd under,
    ResourceKinds kinds,
    TimeProvider clock,
    ILogger<FormerPasswordEnd> logger
) : IDueHandler
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(60);

    public DueKind Kind => ServiceAccountDues.FormerPasswordEnds;

    public async Task<bool> Handle(PortalDb db, Due row, CancellationToken stop)
    {
        var account = await db.Set<Resource>()
            .FromSql($"select * from resource where id = {row.SubjectId} for update")
            .AsNoTracking()
            .SingleOrDefaultAsync(stop);
        var due = await db.Set<Due>().SingleOrDefaultAsync(d => d.Id == row.Id && d.DueAt <= row.DueAt, stop);
        if (due is null)
        {
            return false;
        }

        if (
            account is not { GoneAt: null }
            || account.Read(kinds) is not ServiceAccountSpec { FormerUntil: { } until } spec
        )
        {
            db.Remove(due);
            await db.SaveChangesAsync(stop);
            return true;
        }

        var now = clock.GetUtcNow();
        due.DueAt = until > now ? until : now + LookAgain;
        await db.SaveChangesAsync(stop);
        return until > now || await under.GoesOn(db, account.On, stop) || await Request(db, account, spec, until, stop);
    }

    private async Task<bool> Request(
        PortalDb db,
        Resource account,
        ServiceAccountSpec spec,
        DateTimeOffset until,
        CancellationToken stop
    )
    {
        var cluster = await db.Set<Cluster>()
            .Where(c => c.Id == account.ClusterId && c.DeregisteredAt == null)
            .Select(c => c.Name)
            .SingleOrDefaultAsync(stop);
        if (cluster is null)
        {
            return true;
        }

        var draft = new ChangeDraft(
            "",
            $"The former password of {account.Name} was to work until {UtcTime.InWords(until)}.",
            await db.Set<Team>().Where(t => t.Id == account.OwnerTeamId).Select(t => t.Name).SingleAsync(stop),
            [
                new ResourceDraft(
                    ServiceAccountKind.Word,
                    ResourceOperation.Update,
                    cluster,
                    account.Name,
                    spec.WithoutFormer
                ),
            ]
        );
        if (await requests.Submit(db, Caller.Clock, draft, stop) is Outcome<ChangeId>.Refused(var why))
        {
            NotRequested(cluster, account.Name, why.Words);
        }

        return true;
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The end of the former password of {Account} on {Cluster} was refused, and is requested again: {Reason}"
    )]
    private partial void NotRequested(string cluster, string account, string reason);
}
