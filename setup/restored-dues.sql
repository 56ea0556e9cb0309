-- People may have changed since the backup what the clock would end now: a grant or a former password that was extended or kept, a savepoint that
-- was pinned, a request that was withdrawn. They have a day to set that again, and what the clock itself has requested is requested again after it. What
-- was approved and not begun may have been applied and taken back: it is planned again in 15 minutes. All that goes on by itself waits as long: time to
-- withdraw or to abort it. A store of an earlier version may lack a table or a column.
do $$
declare
    later constant timestamptz := clock_timestamp() + interval '24 hours';
    soon constant timestamptz := clock_timestamp() + interval '15 minutes';
    why constant text := 'The store was restored: this may have been applied and taken back since the backup, so it is planned again, and needs the approval that its new plan asks for.';
    why_ended constant text := 'The store was restored: what this was to end may have been extended since the backup. Where it wasn''t, its end is requested again in a day.';
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
    if exists (
        select from information_schema.columns
        where table_schema = 'public' and table_name = 'change' and column_name = 'status_message')
    then
        -- As a change is cancelled in Portal.Core/Changes/Consequences.cs. The rows in due that it was requested for stay until what it was to end has ended.
        with cancelled as (
            update change set state = 'cancelled', status_message = why_ended, updated_at = clock_timestamp()
            where actor = 'clock' and actor_via = 'service'
                and state in ('planning', 'checking', 'changes_requested', 'pending_approval', 'approved', 'held', 'plan_failed', 'stale')
            returning id, title),
        unplanned as (
            delete from planning_run p using cancelled c where p.change_id = c.id),
        ended as (
            update apply_run r set state = 'stale', ended_at = clock_timestamp(), fence = r.fence + 1, owner = null, lease_until = null
            from cancelled c
            where r.change_id = c.id and r.state = 'waiting' and r.ended_at is null)
        insert into audit_event (at, actor, actor_via, kind, change_id, subject, words)
        select clock_timestamp(), 'restore', 'service', 'change.cancelled', c.id, c.title, why_ended from cancelled c;
        -- As a change becomes stale there. The planner plans it again, and a new plan starts the votes over.
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
        insert into planning_run (change_id, retry_at) select a.id, clock_timestamp() from approved a
        on conflict (change_id) do nothing;
    end if;
    if to_regclass('public.planning_run') is not null then
        update planning_run set retry_at = greatest(retry_at, soon);
    end if;
    -- Nobody can stop one that is turning back, or that has done all of its steps: those go on. Which steps of a plan can't be undone is known to the
    -- product alone, so a run that is past such a step waits too.
    if to_regclass('public.apply_run') is not null then
        update apply_run set retry_at = greatest(retry_at, soon)
        where state in ('waiting', 'applying') and abort_by is null and ended_at is null;
    end if;
end $$;
