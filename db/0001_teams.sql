-- Who there is: environments (lanes), regions, teams, people, what a person may be in a team, and the tokens people's scripts carry.

create table environment (
    name          text primary key check (name ~ '^[a-z][a-z0-9-]{0,30}$'),
    title         text not null,
    lane          integer not null unique,          -- the order of promotion: dev 1, staging 2, prod 3
    is_production boolean not null default false
);

create table region (
    name  text primary key check (name ~ '^[a-z][a-z0-9-]{0,30}$'),
    title text not null
);

create table team (
    id    integer generated always as identity primary key,
    name  text not null unique check (name ~ '^[a-z][a-z0-9-]{0,60}$'),
    title text not null
);

create table person (
    id         integer generated always as identity primary key,
    handle     text not null unique check (handle ~ '^[a-z][a-z0-9.-]{0,60}$'),
    name       text not null,
    about      text not null default '',            -- a line shown where a person is chosen
    is_seeded  boolean not null default false,      -- embedded sign-in offers only these
    disabled_at timestamptz
);

create table membership (
    person_id integer not null references person,
    team_id   integer not null references team,
    role      text not null check (role in ('member', 'approver', 'on_call', 'platform', 'auditor')),
    primary key (person_id, team_id, role)
);

-- The token itself is never stored: its SHA-256 is enough to know it again.
create table api_token (
    id           bigint generated always as identity primary key,
    person_id    integer not null references person,
    name         text not null,
    hash         bytea not null unique check (octet_length(hash) = 32),
    scopes       text[] not null default '{}',
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    last_used_at timestamptz,
    revoked_at   timestamptz
);

-- A repeated request with the same key gets the first answer again.
create table idempotency_key (
    person_id  integer not null references person,
    key        text not null check (length(key) between 1 and 200),
    request    bytea not null,                      -- SHA-256 of method, path and body
    status     integer,                             -- null while the first is under way
    body       text,
    created_at timestamptz not null,
    primary key (person_id, key)
);
