-- Once a store was taken back to an earlier time, before web and workers start on it: from a backup by setup/commands/restore.sh, or by PostgreSQL's own
-- means by setup/commands/restored.sh and Portal.Workers/Commands/RestoredCommand.cs. restored-dues.sql comes after it. Who was signed in then isn't now;
-- numbers given since aren't given again: engines, links and people know them, and the ids of a job's runs in Flink follow from them. The audit log shows
-- that time was turned back (Portal.Core/Access/AccessEnd.cs looks for that event), in the words of the setting portal.restored. A store of an earlier
-- version may lack a table.
do $$
declare
    unused_numbers constant bigint := 100000;
    connected constant text := (
        select string_agg(distinct split_part(application_name, ' ', 1) || ' on ' || split_part(application_name, ' ', 4), ', ')
        from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and application_name ~ '^portal-(web|workers) ');
begin
    if connected is not null then
        raise exception 'the store is in use: %. Stop web and workers first', connected;
    end if;
    if to_regclass('public.browser_session') is not null then
        update browser_session set ended_at = clock_timestamp() where ended_at is null;
    end if;
    perform setval(format('%I.%I', schemaname, sequencename), coalesce(last_value, 0) + unused_numbers)
        from pg_sequences where schemaname = 'public';
    insert into audit_event (at, actor, actor_via, kind, words)
    values (clock_timestamp(), 'restore', 'service', 'store.restored', current_setting('portal.restored'));
end $$;
