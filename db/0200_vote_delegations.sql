-- An approver of a team names somebody who votes for them, from a moment until a moment.
create table vote_delegation (
    id           bigint generated always as identity primary key,
    delegator_id integer not null references person,
    delegate_id  integer not null references person check (delegate_id <> delegator_id),
    team_id      integer not null references team,
    reason       text not null check (length(reason) between 1 and 500),
    created_at   timestamptz not null,
    starts_at    timestamptz not null,
    ends_at      timestamptz not null check (ends_at > starts_at),
    ended_at     timestamptz,                                        -- before its time
    ended_by     text
);
create index vote_delegation_by_team on vote_delegation (team_id, ends_at) where ended_at is null;
create index vote_delegation_by_delegator on vote_delegation (delegator_id, id desc);
create index vote_delegation_by_delegate on vote_delegation (delegate_id, id desc);

-- What votes are counted by: from its end on nobody reads it by mistake.
create view vote_delegation_in_force as
    select id, delegator_id, delegate_id, team_id, reason, created_at, starts_at, ends_at, ended_at, ended_by from vote_delegation
    where ended_at is null and starts_at <= now() and ends_at > now();

-- One vote of each approver on a plan, by whichever hand.
create unique index vote_standing_for on vote (plan_id, on_behalf_of) where withdrawn_at is null and on_behalf_of is not null;
