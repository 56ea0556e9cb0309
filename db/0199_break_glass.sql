-- A role for an emergency, by two people: one opens it, another confirms it, and somebody who was neither reviews it afterwards.
create table break_glass (
    id           bigint generated always as identity primary key,
    person_id    integer not null references person,                       -- who opened it, and has the role
    team_id      integer not null references team,
    role         text not null check (role in ('member', 'approver', 'on_call', 'platform')),
    reason       text not null check (length(reason) between 1 and 500),
    opened_at    timestamptz not null,
    confirm_by   timestamptz not null check (confirm_by > opened_at),      -- nobody confirms it after that
    confirmed_by integer references person check (confirmed_by <> person_id),
    confirmed_at timestamptz,
    ends_at      timestamptz,                                              -- at the latest
    grant_id     bigint references role_grant,
    ended_at     timestamptz,
    ended_by     text,                                                     -- a handle; the portal's clock where its time was over
    reviewed_by  text,
    reviewed_at  timestamptz,
    review       text not null default '' check (length(review) <= 2000),
    check ((confirmed_at is null) = (confirmed_by is null) and (confirmed_at is null) = (ends_at is null) and (confirmed_at is null) = (grant_id is null)),
    check ((reviewed_at is null) = (reviewed_by is null) and (reviewed_at is null or confirmed_at is not null))
);
create unique index break_glass_one_each on break_glass (person_id) where ended_at is null;
create index break_glass_to_review on break_glass (id) where reviewed_at is null;
