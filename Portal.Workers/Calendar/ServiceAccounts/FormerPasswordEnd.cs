using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
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
/// to it. The row stays until the account no longer wants the password, so that an end that came to nothing is requested again. Where a run has the account in hand, no
/// change can end it: that is looked after apart.
/// </summary>
public sealed partial class FormerPasswordEnd(
    ChangeRequests requests,
    AgreedEnd under,
    HeldFormerEnd held,
    ResourceKinds kinds,
    TimeProvider clock,
    ILogger<FormerPasswordEnd> logger
) : IDueHandler
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookAtLeast = TimeSpan.FromHours(1);

    // A run that has it in hand is over soon, or the next sweep ends it apart from that.
    private static readonly TimeSpan LookSoon = TimeSpan.FromSeconds(10);

    public DueKind Kind => ServiceAccountDues.FormerPasswordEnds;

    /// <summary>A run that has the account in hand moves the row before its change is applied: until then what was agreed to counts as well.</summary>
    public IQueryable<Due> Ready(PortalDb db, DateTimeOffset now) =>
        db.Set<Due>()
            .FromSql(
                $"""
                select d.* from due d
                where d.kind = {Kind.Word} and (d.due_at <= {now} or exists (
                    select from resource r
                    join run_target t on t.kind = r.kind and t.cluster_id = r.cluster_id and t.name = r.name
                    where r.id = d.subject_id and r.gone_at is null and (r.spec ->> 'formerUntil')::timestamptz <= {now}))
                """
            );

    public async Task<bool> Handle(PortalDb db, Due row, CancellationToken stop)
    {
        // A run that begins or is over from here on is met at the next look.
        var holder = await held.End(db, row.SubjectId, stop);
        var account = await db.Set<Resource>()
            .FromSql($"select * from resource where id = {row.SubjectId} for update")
            .AsNoTracking()
            .SingleOrDefaultAsync(stop);
        var due = await db.Set<Due>()
            .AsNoTracking()
            .SingleOrDefaultAsync(d => d.Id == row.Id && d.DueAt <= row.DueAt, stop);
        if (due is null)
        {
            return false;
        }

        // A run may move the row meanwhile, and goes by that: what it wrote stays.
        var mine = db.Set<Due>().Where(d => d.Id == due.Id && d.DueAt == due.DueAt);
        if (account is not { GoneAt: null } || account.Read(kinds) is not ServiceAccountSpec spec)
        {
            await mine.ExecuteDeleteAsync(stop);
            return true;
        }

        var now = clock.GetUtcNow();
        if (holder is not null && due.DueAt > now)
        {
            return true;
        }

        // What its run has done may be taken back: until that is over, the row stays.
        if ((holder?.Next(spec) ?? spec.FormerUntil) is not { } until)
        {
            await mine.ExecuteDeleteAsync(stop);
            return true;
        }

        var isOver = until <= now && holder is null;
        var found = isOver ? await under.GoesOn(db, account.On, stop) : null;
        var isStuck = found is ChangeState.ChangesRequested or ChangeState.PendingApproval;
        // A sooner end that isn't applied yet counts from then on.
        var next =
            isOver ? now + (isStuck ? Again(now - until) : LookAgain)
            : holder is null ? until
            : now + (until <= now ? LookSoon : LookAgain);
        await mine.ExecuteUpdateAsync(set => set.SetProperty(d => d.DueAt, next), stop);
        return !isOver || found is not null || await Request(db, account, spec, until, stop);
    }

    // One that isn't possible is planned again at each look, and the audit log has each plan: the longer it is over, the less often.
    private static TimeSpan Again(TimeSpan over) =>
        over < LookAgain * 10 ? LookAgain
        : over > LookAtLeast * 10 ? LookAtLeast
        : over / 10;

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
