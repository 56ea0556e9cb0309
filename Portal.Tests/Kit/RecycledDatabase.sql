-- Once for each database: what belongs to it, and a procedure that puts it back to that. The schema kit is the tests' own.
create schema kit;

create view kit.shape as
    select
        (select count(*) from pg_class where relnamespace in ('public'::regnamespace, 'quartz'::regnamespace)) as relations,
        (select count(*) from pg_proc where pronamespace = 'public'::regnamespace) as functions,
        (select count(*) from pg_trigger where not tgisinternal) as triggers,
        (select count(*) from pg_constraint where connamespace = 'public'::regnamespace) as constraints;

create table kit.shape_at_first as select * from kit.shape;

create table kit.partition as select oid from pg_class where relispartition and relkind = 'r';

-- What the migrations have filled.
create table kit.seed (target text, kept_in text, columns text);

do $$
declare
    target regclass;
    filled boolean;
    columns text;
begin
    for target in
        select oid::regclass from pg_class
        where relnamespace in ('public'::regnamespace, 'quartz'::regnamespace) and relkind = 'r'
    loop
        execute format('select exists (select from %s)', target) into filled;
        continue when not filled;
        select string_agg(quote_ident(attname), ', ' order by attnum) into columns
            from pg_attribute
            where attrelid = target and attnum > 0 and not attisdropped and attgenerated = '';
        execute format('create table kit.%I as select %s from %s', 'seed_' || target::oid, columns, target);
        insert into kit.seed values (target::text, format('kit.%I', 'seed_' || target::oid), columns);
    end loop;
end $$;

do $$
declare
    deletes text;
    inserts text;
    sequences text;
begin
    select string_agg(format('delete from %s;', oid::regclass), E'\n') into deletes
        from pg_class
        where relnamespace in ('public'::regnamespace, 'quartz'::regnamespace)
            and relkind in ('r', 'p') and not relispartition;
    select string_agg(
            format('insert into %s (%s) overriding system value select %s from %s;', target, columns, columns, kept_in),
            E'\n')
        into inserts from kit.seed;
    select string_agg(
            format('perform setval(%L, %s, %L);', seqrelid::regclass, coalesce(last_value, seqstart), last_value is not null),
            E'\n')
        into sequences
        from pg_sequence join pg_class on oid = seqrelid
            join pg_sequences on sequencename = relname and schemaname::regnamespace = relnamespace;
    execute format(
        $f$
            create procedure kit.empty() language plpgsql as $p$
            declare
                added regclass;
            begin
                for added in
                    select oid::regclass from pg_class
                    where relispartition and relkind = 'r' and oid not in (select oid from kit.partition)
                loop
                    execute format('drop table %%s', added);
                end loop;
                if (select shape from kit.shape) <> (select shape_at_first from kit.shape_at_first) then
                    raise exception 'a test left a table, a function or a trigger behind';
                end if;
                %s
                %s
                %s
            end $p$
        $f$,
        deletes, inserts, sequences);
end $$;
