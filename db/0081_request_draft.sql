-- A request that somebody has begun and not sent: kept for its person alone, until it is sent or deleted, or nobody goes on with it.
create table request_draft (
    id         bigint generated always as identity primary key,
    person     text not null,
    title      text not null,
    address    text not null,                       -- the form that goes on with it
    form       text not null,                       -- what was typed, as the pages write and read it
    version    integer not null,                    -- counted by each save: one of an older version is kept apart
    created_at timestamptz not null,
    updated_at timestamptz not null
);

create index request_draft_person on request_draft (person, updated_at desc);
