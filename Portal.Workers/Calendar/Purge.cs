using Microsoft.Extensions.Options;
using Npgsql;
using Portal.Core.Health.Readings;
using Portal.Core.People;
using Portal.Core.Store;
using Quartz;

namespace Portal.Workers.Calendar;

/// <summary>
/// Deletes what is over for longer than it is kept, some rows at a time: nobody waits behind it for long. A statement that fails keeps
/// none of the others from being carried out; it is tried again with the next purge.
/// </summary>
[DisallowConcurrentExecution]
public sealed partial class Purge(
    NpgsqlDataSource store,
    IEnumerable<IGoneRows> kinds,
    IOptions<RetentionOptions> options,
    TimeProvider clock,
    ILogger<Purge> log
) : IJob
{
    // Nobody waits for it, and what many rows are looked for in may be read from the disk.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private const string Groups = """
        delete from seen_group where ctid = any (array(
            select g.ctid from seen_group g join cluster c on c.id = g.cluster_id
            where g.gone_at < $1 or c.deregistered_at < $1 limit $2))
        """;

    private const string Members = """
        delete from seen_members where ctid = any (array(
            select m.ctid from seen_members m join cluster c on c.id = m.cluster_id
            where c.deregistered_at < $1 limit $2))
        """;

    // One that another was made with stays for as long as that one: it ends with it. Compared by =, which can be hashed; = any can't.
    private const string Tokens = """
        delete from api_token where id = any (array(
            select t.id from api_token t
            where least(t.revoked_at, t.expires_at) < $1
              and not exists (select from api_token made, unnest(made.made_with) as maker (id) where maker.id = t.id)
            limit $2))
        """;

    // What a provider gave for a session works on at the provider when the session is over.
    private const string Renewals = """
        update browser_session set renewal = null, renew_at = null where id = any (array(
            select s.id from browser_session s
            where s.renewal is not null and least(s.ended_at, s.expires_at) < $1 limit $2))
        """;

    // Each person's newest shows when they signed in last, and all of the bootstrap administrator's from where a guess is let through. A session
    // that was ended goes as if it had expired, some hours later.
    private const string Sessions = """
        delete from browser_session where id = any (array(
            select s.id from browser_session s
            where s.expires_at < $1
              and exists (
                  select from browser_session later
                  where later.person_id = s.person_id and later.id > s.id and later.started_at >= s.started_at)
              and not exists (select from bootstrap_account b where b.person_id = s.person_id)
            limit $2))
        """;

    private const string Plans = """
        with old as (
            select p.id from plan p join change c on c.id = p.change_id
            where p.made_at < $1 and c.plan_id is distinct from p.id
              and not exists (select from vote v where v.plan_id = p.id)
              and not exists (select from apply_run r where r.plan_id = p.id)
              and p.number < (select max(newer.number) from plan newer where newer.change_id = p.change_id)
            limit $2),
        checks as (delete from check_result where plan_id in (select id from old)),
        steps as (delete from approval_step where plan_id in (select id from old))
        delete from plan where id in (select id from old)
        """;

    private const string AnswersByKey = """
        delete from idempotency_key where ctid = any (array(
            select k.ctid from idempotency_key k where k.created_at < $1 limit $2))
        """;

    private const string Drafts = """
        delete from request_draft where id = any (array(
            select d.id from request_draft d where d.updated_at < $1 limit $2))
        """;

    private const string JobReadings = """
        delete from job_reading where ctid = any (array(
            select r.ctid from job_reading r where r.hour < $1 limit $2))
        """;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await Look(cancellationToken);

    public async Task Look(CancellationToken stop)
    {
        var kept = options.Value;
        foreach (var gone in kinds.SelectMany(kind => kind.Deletions))
        {
            await Delete(gone, kept.GoneResourcesDays, stop);
        }

        await Delete(Groups, kept.GoneGroupsDays, stop);
        await Delete(Members, kept.GoneGroupsDays, stop);
        await Delete(Tokens, kept.EndedTokensDays, stop);
        await Delete(Renewals, 0, stop);
        await Delete(Sessions, kept.EndedSessionsDays, stop);
        await Delete(Plans, kept.ReplacedPlansDays, stop);
        await Delete(Drafts, kept.DraftsDays, stop);
        await Delete(AnswersByKey, IdempotencyKey.Kept.Days, stop);
        await Delete(JobReadings, ReadingTier.History.Kept.Days, stop);
    }

    private async Task Delete(string sql, int days, CancellationToken stop)
    {
        try
        {
            var until = (await StoreClock.Earlier(store, clock.GetUtcNow(), stop)).AddDays(-days);
            int deleted;
            do
            {
                await using var command = store.CreateCommand(sql);
                command.CommandTimeout = (int)Longest.TotalSeconds;
                command.Parameters.AddWithValue(until);
                command.Parameters.AddWithValue(options.Value.RowsAtOnce);
                deleted = await command.ExecuteNonQueryAsync(stop);
            } while (deleted > 0);
        }
        catch (Exception failure) when (StoreFailure.IsTheStores(failure))
        {
            NotDeleted(failure.Message, sql);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "What is over could not be deleted, and is with the next purge: {Reason} ({Statement})"
    )]
    private partial void NotDeleted(string reason, string statement);
}
