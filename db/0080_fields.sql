-- The fields of each subject's newest version, so that a field finds the schemas that have it.
create table seen_fields (
    cluster_id integer not null,
    subject    text not null,
    version    integer not null,                    -- the one that they were read from
    schema_id  integer not null,
    paths      text not null,                       -- one a line, as the schema's page shows them
    search     text not null generated always as (lower(paths)) stored,
    primary key (cluster_id, subject),
    foreign key (cluster_id, subject) references seen_subject on delete cascade
);

-- Most are looked through at each search, which unpacking would double.
alter table seen_fields alter column paths set storage external;
alter table seen_fields alter column search set storage external;

-- A part of a word is found by its trigrams where the server has them; where it doesn't, all rows are looked through.
do $$
begin
    if exists (select from pg_available_extensions where name = 'pg_trgm') then
        create extension if not exists pg_trgm;
        create index on seen_fields using gin (search gin_trgm_ops);
    end if;
exception
    when insufficient_privilege then
        null;
end $$;
