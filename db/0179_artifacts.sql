-- JARs of stream jobs, each stored once by its content. One that is still being uploaded has no digest yet.
create table artifact (
    id           bigint generated always as identity primary key,
    digest       text unique check (digest ~ '^[0-9a-f]{64}$'),  -- SHA-256 of its content
    name         text not null,                     -- as the file was called
    bytes        bigint not null default 0,
    main_class   text,                              -- of its manifest; null when that names none
    classes      text[] not null default '{}',      -- those that may be an entry class
    uploaded_by  text not null,
    uploaded_at  timestamptz not null
);

create table artifact_part (
    artifact_id  bigint not null references artifact on delete cascade,
    ordinal      integer not null,
    content      bytea not null,
    primary key (artifact_id, ordinal)
);
-- A JAR is compressed already.
alter table artifact_part alter column content set storage external;
