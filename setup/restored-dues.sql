-- People may have changed since the backup what the clock would end now: a grant or a former password that was extended or kept, a savepoint that
-- was pinned, a request that was withdrawn. They have a day to set that again. What was approved and not begun may have been applied and taken back:
-- it is planned again in 15 minutes, and what needs no approval waits as long: time to withdraw it. A store of an earlier version may lack a table or a column.
do $$
declare
    later constant timestamptz := clock_timestamp() + interval '24 hours';
    why constant text := 'The store was restored: this may have been applied and taken back since the backup, so it is planned again, and needs the approval that its new plan asks for.';
begin
    if to_regclass('public.due') is not null then
        update due set due_at = greatest(due_at, later)
        where kind in ('access.ends', 'former-password.ends', 'savepoint.ends', 'artifact.ends', 'job-secret.ends');
    end if;
    -- Its owners may have answered, and it may have ended. Its row in due stays: who wasn't reminded is, and then it waits for the end.
    if to_regclass('public.access_review') is not null then
        update access_review set ends_at = greatest(ends_at, later) where closed_at is null;
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
    -- As a change becomes stale in Portal.Core/Changes/Consequences.cs. The planner plans it again, and a new plan starts the votes over.
    if exists (
        select from information_schema.columns
        where table_schema = 'public' and table_name = 'change' and column_name = 'status_message')
    then
        with approved as (
            update change c set state = 'stale', status_message = why, updated_at = clock_timestamp()
            where c.state = 'approved' and exists (select from approval_step s where s.plan_id = c.plan_id)
            returning c.id, c.title),
        ended as (
            update apply_run r set state = 'stale', ended_at = clock_timestamp(), fence = r.fence + 1, owner = null, lease_until = null
            from approved a
            where r.change_id = a.id and r.state = 'waiting' and r.ended_at is null),
        noted as (
            insert into audit_event (at, actor, actor_via, kind, change_id, subject, words)
            select clock_timestamp(), 'restore', 'service', 'change.stale', a.id, a.title, why from approved a)
        insert into planning_run (change_id, retry_at) select a.id, clock_timestamp() + interval '15 minutes' from approved a
        on conflict (change_id) do update set retry_at = greatest(planning_run.retry_at, excluded.retry_at);
    end if;
    if to_regclass('public.apply_run') is not null then
        update apply_run set retry_at = greatest(retry_at, clock_timestamp() + interval '15 minutes')
        where state = 'waiting' and ended_at is null;
    end if;
end $$;
