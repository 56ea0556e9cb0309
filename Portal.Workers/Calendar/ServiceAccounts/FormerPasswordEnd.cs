using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Changes.Transfers;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Workers.Calendar.ServiceAccounts;

/// <summary>
/// Requests the end of former passwords whose time has come. That takes the way of every change and needs no approval: whoever approved the rotation agreed
/// to it. The row stays until the account no longer wants the password, so that an end that came to nothing is requested again, or until its cluster is
/// deregistered. Where a run has the account in hand, no change can end it: that is looked after apart.
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
        // Owners, the change that ends it, and then the account, as transfers and planners take them: neither waits for what the other holds.
        await OwnersLock.Keep(db, stop);
        var (id, now) = (new ResourceId(row.SubjectId), clock.GetUtcNow());
        var seen = await db.Set<Resource>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, stop);
        var isOver = holder is null && FormerUntil(seen) <= now;
        var found = isOver ? await under.GoesOn(db, seen!.On, seen.OwnerTeamId, stop) : null;
        var account = await db.Set<Resource>()
            .FromSql($"select * from resource where id = {row.SubjectId} for update")
            .AsNoTracking()
            .SingleOrDefaultAsync(stop);
        var due = await db.Set<Due>()
            .AsNoTracking()
            .SingleOrDefaultAsync(d => d.Id == row.Id && d.DueAt <= row.DueAt, stop);
        if (due is null || (account?.Spec, account?.GoneAt) != (seen?.Spec, seen?.GoneAt))
        {
            return false;
        }

        // A run may move the row meanwhile, and goes by that: what it wrote stays.
        var mine = db.Set<Due>().Where(d => d.Id == due.Id && d.DueAt == due.DueAt);
        if (
            account is not { GoneAt: null }
            || account.Read(kinds) is not ServiceAccountSpec spec
            || await Registered(db, account.ClusterId, stop) is not { } cluster
        )
        {
            await mine.ExecuteDeleteAsync(stop);
            return true;
        }

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

        var next = NextEndLook.At(until, holder is not null, found, now);
        await mine.ExecuteUpdateAsync(set => set.SetProperty(d => d.DueAt, next), stop);
        return !isOver || found is not null || await Request(db, account, cluster, spec, until, stop);
    }

    private DateTimeOffset? FormerUntil(Resource? account) =>
        account is { GoneAt: null } && account.Read(kinds) is ServiceAccountSpec spec ? spec.FormerUntil : null;

    private static Task<string?> Registered(PortalDb db, ClusterId cluster, CancellationToken stop) =>
        db.Set<Cluster>()
            .Where(c => c.Id == cluster && c.DeregisteredAt == null)
            .Select(c => c.Name)
            .SingleOrDefaultAsync(stop);

    private async Task<bool> Request(
        PortalDb db,
        Resource account,
        string cluster,
        ServiceAccountSpec spec,
        DateTimeOffset until,
        CancellationToken stop
    )
    {
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
