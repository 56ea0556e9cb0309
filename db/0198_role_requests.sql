-- A role that somebody requests for themselves, and what became of that. Who may give the role decides.
create table role_request (
    id              bigint generated always as identity primary key,
    person_id       integer not null references person,
    team_id         integer not null references team,
    role            text not null check (role in ('member', 'approver', 'on_call', 'platform', 'auditor')),
    reason          text not null check (length(reason) between 1 and 500),
    role_ends_at    timestamptz,                                             -- null: an elevation
    elevation_hours integer check (elevation_hours between 1 and 8),         -- from when it is granted; null: until role_ends_at
    requested_at    timestamptz not null,
    expires_at      timestamptz not null check (expires_at > requested_at),  -- of the request: nobody decides after it
    state           text not null check (state in ('pending', 'granted', 'refused', 'withdrawn', 'expired')),
    decided_at      timestamptz,
    decided_by      text,                                                    -- a handle; the portal's clock where it expired
    comment         text not null default '' check (length(comment) <= 500),
    check ((role_ends_at is null) <> (elevation_hours is null)),
    check ((state = 'pending') = (decided_at is null))
);
create unique index role_request_pending on role_request (person_id, team_id, role) where state = 'pending';
create index role_request_by_person on role_request (person_id, id desc);
create index role_request_to_decide on role_request (id) where state = 'pending';

-- A role for some hours at most, which its holder gives up when the work is done. Every page of theirs shows it.
alter table membership
    add column is_elevation boolean not null default false;
create or replace view membership_in_force as
    select person_id, team_id, role, by_rule, grant_id, expires_at, is_elevation from membership where expires_at is null or expires_at > now();
alter table role_grant
    add column is_elevation boolean not null default false;
