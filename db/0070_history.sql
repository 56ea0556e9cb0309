-- What charts over a day and a week draw: of one cycle in five minutes the columns that they need, kept for seven days. The same shape
-- as full detail, in parts of a day.
create table reading_5m (
    cluster_id integer not null,
    chunk      integer not null,
    at         timestamptz not null,
    previous   timestamptz,                         -- the row this one is told against; null: it stands alone
    columns    bytea not null,
    primary key (cluster_id, chunk, at)
) partition by range (at);

-- When a cycle was last kept for it: whoever collects next goes on from there.
alter table collector add column history_at timestamptz;

-- As reading_hour_make and reading_hour_drop: the app's role owns no table.
create function reading_day_make(day timestamptz) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    begins timestamptz := date_trunc('day', day, 'UTC');
    name   text := 'reading_5m_' || to_char(begins at time zone 'UTC', 'YYYYMMDD');
begin
    execute format('create table %I (like reading_5m including all) with (toast_tuple_target = 8160)', name);
    execute format('alter table %I alter column columns set storage external', name);
    execute format('alter table reading_5m attach partition %I for values from (%L) to (%L)',
        name, begins, begins + interval '1 day');
end $$;

create function reading_day_drop(day timestamptz) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    execute format('drop table %I', 'reading_5m_' || to_char(day at time zone 'UTC', 'YYYYMMDD'));
end $$;

revoke execute on function reading_day_make(timestamptz), reading_day_drop(timestamptz) from public;
