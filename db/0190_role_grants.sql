-- A role that a person gave: to whom, why, until when. It stays when it has ended, for who looks back.
create table role_grant (
    id        bigint generated always as identity primary key,
    person_id integer not null references person,
    team_id   integer not null references team,
    role      text not null check (role in ('member', 'approver', 'on_call', 'platform', 'auditor')),
    reason    text not null check (length(reason) between 1 and 500),
    given_by  text not null,
    given_at  timestamptz not null,
    expires_at   timestamptz not null check (expires_at > given_at),
    ended_at  timestamptz,
    ended_by  text
);
create index role_grant_by_person on role_grant (person_id, given_at desc);

-- One that was given ends by itself: from that moment the view doesn't have it, whether or not a worker has deleted the row.
alter table membership
    add column grant_id bigint references role_grant,
    add column expires_at  timestamptz;
create view membership_in_force as
    select person_id, team_id, role, by_rule, grant_id, expires_at from membership where expires_at is null or expires_at > now();

alter table person
    add column disabled_by     text,
    add column disabled_reason text;

-- How a team is reached: a channel or an address, and where its on-call is called.
alter table team
    add column contact text not null default '' check (length(contact) <= 200),
    add column on_call text not null default '' check (length(on_call) <= 500);
