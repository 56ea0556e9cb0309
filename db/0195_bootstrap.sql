-- The one account that the portal keeps a password of: a platform engineer for the time until an identity provider works.
create table bootstrap_account (
    id            integer primary key check (id = 1),  -- there is one, always
    person_id     integer references person,           -- null: nobody has set it up yet
    password_hash text,                                -- PBKDF2; null: to be set with a one-time code
    closed_at     timestamptz,                         -- nobody signs in with it since
    closed_by     text                                 -- the platform engineer whose sign-in closed it
);

-- A portal where a platform engineer signed in at a provider already doesn't open this door with an update.
insert into bootstrap_account (id, closed_at, closed_by)
select 1, min(now()), min(person.handle)
from membership join external_identity using (person_id) join person on person.id = membership.person_id
where membership.role = 'platform' and membership.expires_at is null and person.disabled_at is null;

create table bootstrap_link (
    code_hash  bytea primary key,                      -- SHA-256 of what the log shows
    expires_at timestamptz not null
);

-- Wrong passwords of the last hour: they delay the next try.
create table bootstrap_attempt (
    id      bigint generated always as identity primary key,
    address text not null,
    at      timestamptz not null
);
create index bootstrap_attempt_by_time on bootstrap_attempt (at);
