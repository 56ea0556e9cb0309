-- A change from a person's intent to the plan that was approved.

create table change (
    id            bigint generated always as identity primary key,
    title         text not null check (length(title) between 1 and 200),
    reason        text not null default '',
    state         text not null,
    environment   text not null references environment,
    owner_team_id integer not null references team,
    actor         text not null,                    -- the person's handle, or a service's name
    actor_via     text not null check (actor_via in ('page', 'token', 'delegation', 'service')),
    on_behalf_of  text,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    expires_at    timestamptz not null,             -- counts only until a worker has claimed a run
    plan_id       bigint,                           -- the plan that votes are about
    told          text                              -- why it is where it is, in words for a person
);
create index change_open on change (state, updated_at desc);
create index change_by_owner on change (owner_team_id, id desc);
create index change_by_actor on change (actor, id desc);

create table change_resource (
    id          bigint generated always as identity primary key,
    change_id   bigint not null references change,
    ordinal     integer not null,
    kind        text not null check (kind in ('topic')),
    operation   text not null check (operation in ('create', 'update', 'delete')),
    cluster_id  integer not null references cluster,
    name        text not null,
    wanted      jsonb,                              -- the spec; null for a delete
    depends_on  integer[] not null default '{}',    -- ordinals within the change
    unique (change_id, ordinal),
    unique (change_id, kind, cluster_id, name)
);
create index change_resource_name on change_resource (cluster_id, name);

create table plan (
    id           bigint generated always as identity primary key,
    change_id    bigint not null references change,
    number       integer not null,
    hash         text not null check (hash ~ '^[0-9a-f]{64}$'),
    form_version integer not null,
    canonical    text not null,                     -- intent and base, byte for byte what was hashed
    evidence     jsonb not null,
    risk_score   integer not null,
    risk_band    text not null check (risk_band in ('low', 'medium', 'high')),
    risk_reasons jsonb not null,
    made_at      timestamptz not null,
    unique (change_id, number)
);
alter table change add foreign key (plan_id) references plan;

create table check_result (
    id       bigint generated always as identity primary key,
    plan_id  bigint not null references plan,
    name     text not null,
    verdict  text not null check (verdict in ('passed', 'noted', 'needs_override', 'blocked', 'unknown')),
    words    text not null,
    evidence jsonb,
    seen_at  timestamptz not null,
    unique (plan_id, name)
);

-- Who must approve, by environment and risk; the most specific rule wins.
create table approval_rule (
    id          bigint generated always as identity primary key,
    environment text not null references environment,
    risk_band   text not null check (risk_band in ('low', 'medium', 'high')),
    ordinal     integer not null,
    title       text not null,
    from_owner  boolean not null,                   -- approvers of the owner team; else of the platform team
    quorum      integer not null check (quorum > 0),
    unique (environment, risk_band, ordinal)
);

create table approval_step (
    id        bigint generated always as identity primary key,
    plan_id   bigint not null references plan,
    ordinal   integer not null,
    title     text not null,
    team_id   integer not null references team,
    quorum    integer not null check (quorum > 0),
    is_override boolean not null default false,     -- added because a check may be overridden
    unique (plan_id, ordinal)
);

create table vote (
    id           bigint generated always as identity primary key,
    change_id    bigint not null references change,
    plan_id      bigint not null references plan,
    plan_hash    text not null,
    step_id      bigint references approval_step,
    actor        text not null,
    actor_via    text not null check (actor_via in ('page', 'token', 'delegation', 'service')),
    on_behalf_of text,
    verdict      text not null check (verdict in ('approve', 'reject', 'request_changes')),
    comment      text not null default '',
    at           timestamptz not null,
    withdrawn_at timestamptz
);
-- One standing vote a person and plan.
create unique index vote_standing on vote (plan_id, actor) where withdrawn_at is null;

-- Planning is work of the workers: a row with a lease, like a run.
create table planning_run (
    change_id       bigint primary key references change,
    fence           bigint not null default 0,
    owner           text,
    lease_until     timestamptz,
    retry_at        timestamptz not null,
    first_failed_at timestamptz,
    told            text
);
create index planning_run_due on planning_run (retry_at);
