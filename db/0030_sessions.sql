-- Who is signed in on a page. A row for each browser, so that signing out ends it here, wherever its cookie has gone.
create table browser_session (
    id         bigint generated always as identity primary key,
    key_hash   bytea not null unique,               -- SHA-256 of what the cookie carries
    person_id  integer not null references person,
    sign_in    text not null,                       -- the method that began it: it ends when another is configured
    started_at timestamptz not null,
    expires_at timestamptz not null,                -- the latest, however busy it is
    ended_at   timestamptz
);

create index browser_session_by_expiry on browser_session (expires_at);

-- Until now there was one way to sign in on a page.
alter table api_token add column sign_in text not null default 'embedded'; -- the method in force when it was made
