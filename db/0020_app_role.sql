-- The app connects as a role that owns nothing. What it has to change of the schema while it runs, it does through these two, which
-- act as the owner: the hours of readings, made ahead and dropped whole.

create function reading_hour_make(hour timestamptz) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    begins timestamptz := date_trunc('hour', hour, 'UTC');
    name   text := 'reading_10s_' || to_char(begins at time zone 'UTC', 'YYYYMMDDHH24');
begin
    -- Packs are dense already: compressing them would cost time and win nothing; up to 8 kB they stay in the row.
    execute format('create table %I (like reading_10s including all) with (toast_tuple_target = 8160)', name);
    execute format('alter table %I alter column columns set storage external', name);
    execute format('alter table reading_10s attach partition %I for values from (%L) to (%L)',
        name, begins, begins + interval '1 hour');
end $$;

create function reading_hour_drop(hour timestamptz) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    execute format('drop table %I', 'reading_10s_' || to_char(hour at time zone 'UTC', 'YYYYMMDDHH24'));
end $$;

revoke execute on function reading_hour_make(timestamptz), reading_hour_drop(timestamptz) from public;
