-- A row in every table that there is, made from the catalogue: EveryMigrationTests.cs calls kept.fill after each migration. What was
-- inserted is kept beside it, to be compared with what is there after the last migration.
create schema kept;

create table kept.row (
    stage integer not null,
    name  text not null, -- its table, as it is called at that stage
    value jsonb not null,
    primary key (stage, name)
);

-- What a column must hold that its type and checks don't say: an expression over $1, the stage.
create table kept.value (
    name   text not null,
    field  text not null,
    sample text not null,
    primary key (name, field)
);

-- A word that today's product knows; the words of a check come first.
create table kept.word (
    name  text not null,
    field text not null,
    word  text not null,
    primary key (name, field)
);

create table kept.skipped (
    stage integer not null,
    name  text not null,
    why   text not null
);

create function kept.sample(stage integer, of_table regclass, field name, type text) returns text
    language plpgsql as $$
declare
    found_expression text;
    found_text text;
    words text[];
begin
    select sample into found_expression from kept.value v where v.name = of_table::text and v.field = sample.field;
    if found_expression is not null then
        execute format('select (%s)::text', found_expression) into found_text using stage;
        return found_text;
    end if;

    -- One of the words that a check lists.
    select array_agg(word[1]) into words
    from pg_constraint c
        join pg_attribute a on a.attrelid = c.conrelid and c.conkey = array[a.attnum],
        regexp_matches(pg_get_constraintdef(c.oid), '''([^'']+)''::text', 'g') word
    where c.conrelid = of_table and c.contype = 'c' and a.attname = sample.field
      and pg_get_constraintdef(c.oid) like '%= ANY (ARRAY[%';
    if words is not null then
        return words[1 + stage % array_length(words, 1)];
    end if;

    select w.word into found_text from kept.word w where w.name = of_table::text and w.field = sample.field;
    if found_text is not null then
        return found_text;
    end if;

    return case
        when type like '%[]' then '{}'
        when type = 'text' then replace(field, '_', '-') || '-' || stage
        when type in ('integer', 'bigint', 'smallint', 'double precision', 'numeric', 'real') then stage::text
        when type = 'boolean' then 'false'
        when type = 'timestamp with time zone' then -- what ends stands behind what begins
            (timestamptz '2026-01-01 00:00Z' + stage * interval '1 hour'
                + (select attnum * interval '1 minute' from pg_attribute where attrelid = of_table and attname = sample.field))::text
        when type = 'interval' then '1 hour'
        when type = 'bytea' then sha256(stage::text::bytea)::text
        when type = 'uuid' then md5(stage::text)::uuid::text
        when type = 'jsonb' then '{}'
        else null
    end;
end $$;

-- Inserts one row; what it refers to are the rows of the same stage.
create function kept.insert_row(stage integer, of_table regclass, are_optional_left_out boolean) returns jsonb
    language plpgsql as $$
declare
    col record;
    link record;
    fields text[] := '{}';
    samples text[] := '{}';
    linked jsonb;
    text_value text;
    inserted jsonb;
begin
    for col in
        select a.attname, a.attnum, a.attnotnull, format_type(a.atttypid, a.atttypmod) as type,
            a.attidentity <> '' or coalesce(pg_get_expr(d.adbin, d.adrelid), '') like 'nextval%' as counts_itself
        from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = of_table and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        order by a.attnum
    loop
        continue when col.counts_itself;
        select c.confrelid, f.attname as to_field, c.confrelid = of_table as is_own into link
        from pg_constraint c
            cross join unnest(c.conkey, c.confkey) as k (here, there)
            join pg_attribute f on f.attrelid = c.confrelid and f.attnum = k.there
        where c.conrelid = of_table and c.contype = 'f' and k.here = col.attnum
        order by array_length(c.conkey, 1) desc, c.oid
        limit 1;
        if not found then
            continue when are_optional_left_out and not col.attnotnull
                and not exists (select from kept.value v where v.name = of_table::text and v.field = col.attname);
            text_value := kept.sample(stage, of_table, col.attname, col.type);
        elsif exists (select from kept.value v where v.name = of_table::text and v.field = col.attname) then
            text_value := kept.sample(stage, of_table, col.attname, col.type);
        else
            select r.value into linked from kept.row r
            where r.stage = insert_row.stage and r.name = link.confrelid::regclass::text;
            text_value := linked ->> link.to_field;
            linked := null;
        end if;

        fields := fields || format('%I', col.attname);
        samples := samples || coalesce(format('%L::%s', text_value, col.type), 'null');
    end loop;

    execute format(
        'insert into %s (%s) values (%s) returning to_jsonb(%s)',
        of_table, array_to_string(fields, ', '), array_to_string(samples, ', '), of_table)
    into inserted;
    return inserted;
end $$;

create function kept.try_row(stage integer, of_table regclass) returns void
    language plpgsql as $$
declare
    refusal text;
    inserted jsonb;
begin
    foreach refusal in array array['', 'left out'] loop
        begin
            inserted := kept.insert_row(stage, of_table, refusal <> '');
            insert into kept.row values (stage, of_table::text, inserted);
            return;
        exception when check_violation or not_null_violation or unique_violation or foreign_key_violation or exclusion_violation then
            if refusal <> '' then
                insert into kept.skipped values (stage, of_table::text, sqlerrm);
            end if;
        end;
    end loop;
end $$;

-- Every table gets its row after those it refers to; where two refer to each other, the one that needn't is first.
create function kept.fill(stage integer) returns void
    language plpgsql as $$
declare
    next_table regclass;
    are_circles_open boolean;
begin
    create temporary table waiting on commit drop as
        select c.oid::regclass as name from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
          and c.relname <> 'migration';
    -- The hours of readings are made by the workers.
    for next_table in
        select w.name from waiting w join pg_class c on c.oid = w.name
        where c.relkind = 'p' and not exists (select from pg_inherits where inhparent = c.oid)
    loop
        execute format('create table kept.%I partition of %s default', next_table, next_table);
    end loop;
    loop
        next_table := null;
        foreach are_circles_open in array array[false, true] loop
            select w.name into next_table from waiting w
            where not exists (
                select from pg_constraint c join waiting other on other.name = c.confrelid
                where c.conrelid = w.name and c.contype = 'f' and c.confrelid <> w.name
                  and (not are_circles_open or exists (
                      select from pg_attribute a
                      where a.attrelid = w.name and a.attnum = any (c.conkey) and a.attnotnull)))
            order by w.name::text limit 1;
            exit when next_table is not null;
        end loop;
        exit when next_table is null;
        perform kept.try_row(stage, next_table);
        delete from waiting where name = next_table;
    end loop;
    if exists (select from waiting) then
        raise 'tables that need each other: %', (select string_agg(name::text, ', ') from waiting);
    end if;
    drop table waiting;
end $$;

-- What a migration does to rows on purpose: they are not as they were inserted before it.
create table kept.promise (
    stage integer not null,
    name  text not null,
    field text, -- null: the whole table
    becomes text, -- the column that has its value now; null: none
    why text not null
);

create table kept.consequence (
    what    text primary key,
    lacking text not null -- selects what lacks it
);

-- What is not there any more as it was inserted, a line each.
create function kept.differences() returns setof text
    language plpgsql as $$
declare
    was record;
    keys name[];
    found jsonb;
    is_lacking boolean;
begin
    for was in
        select r.*, to_regclass('public.' || r.name) as now from kept.row r
        where not exists (select from kept.promise p where p.name = r.name and p.field is null and r.stage < p.stage)
        order by r.name, r.stage
    loop
        if was.now is null then
            return next format('%s is gone', was.name);
            continue;
        end if;

        select array_agg(a.attname) into keys from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
        where i.indrelid = was.now and i.indisprimary and was.value ? a.attname::text;
        execute format('select to_jsonb(t) from %s t where to_jsonb(t) @> $1', was.now)
            into found using (select jsonb_object_agg(key, value) from jsonb_each(was.value) where key = any (keys));
        if found is null then
            return next format('%s: the row of %s is gone', was.name, was.stage);
            continue;
        end if;

        return query
            select format('%s.%s of %s: %s became %s', was.name, e.key, was.stage, e.value, coalesce(found -> e.key, '"no column"'))
            from jsonb_each(was.value) e
            where found -> e.key is distinct from e.value
              and not exists (
                  select from kept.promise p
                  where p.name = was.name and p.field = e.key and was.stage < p.stage
                    and (p.becomes is null or found -> p.becomes = e.value));
    end loop;
    for was in select * from kept.consequence order by what loop
        execute format('select exists (%s)', was.lacking) into is_lacking;
        if is_lacking then
            return next format('not so: %s', was.what);
        end if;
    end loop;
end $$;
