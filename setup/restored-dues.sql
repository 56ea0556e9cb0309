-- People may have changed since the backup what the clock would end now: a grant or a former password that was extended, a savepoint that was
-- pinned, a request that was withdrawn. They have a day to set that again, and 15 minutes to withdraw what waits to be applied. A store of an
-- earlier version may lack a table.
do $$
declare
    later constant timestamptz := clock_timestamp() + interval '24 hours';
begin
    if to_regclass('public.due') is not null then
        update due set due_at = greatest(due_at, later)
        where kind in ('access.ends', 'former-password.ends', 'savepoint.ends', 'artifact.ends', 'job-secret.ends');
    end if;
    -- Those that are marked already: who reads their Flink deletes them. Where that was sent before the backup, it stays so.
    if to_regclass('public.savepoint') is not null then
        with marked as (
            update savepoint set ends_at = null
            where ends_at is not null and deleted_at is null and deletion_sent_at is null
            returning id)
        insert into due (kind, subject_id, due_at) select 'savepoint.ends', id, later from marked
        on conflict (kind, subject_id) do update set due_at = greatest(due.due_at, excluded.due_at);
    end if;
    if to_regclass('public.apply_run') is not null then
        update apply_run set retry_at = greatest(retry_at, clock_timestamp() + interval '15 minutes')
        where state = 'waiting' and ended_at is null;
    end if;
end $$;
