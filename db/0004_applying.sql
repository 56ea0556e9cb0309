-- Applying: one run of one plan, its locks, and the journal from which any worker can go on.

create table apply_run (
    id              bigint generated always as identity primary key,
    change_id       bigint not null references change,
    plan_id         bigint not null references plan,
    state           text not null check (state in ('waiting', 'applying', 'verifying', 'rolling_back', 'stuck', 'applied', 'rolled_back', 'settled', 'stale')),
    fence           bigint not null default 0,      -- raised by each claim; every journal write names it
    owner           text,
    lease_until     timestamptz,                    -- on the database's clock
    retry_at        timestamptz not null,
    first_failed_at timestamptz,                    -- since when the engine has not answered
    abort_by        text,
    abort_at        timestamptz,
    told            text,
    created_at      timestamptz not null,
    started_at      timestamptz,
    ended_at        timestamptz
);
create unique index apply_run_open on apply_run (change_id) where ended_at is null;
create index apply_run_due on apply_run (retry_at) where ended_at is null and state <> 'stuck';

-- The lock of a resource: held from the claim until the run has ended. Two names that Kafka can't keep apart are one lock.
create table run_target (
    kind       text not null,
    cluster_id integer not null references cluster,
    name       text not null check (name !~ '\.'),  -- '.' as '_'
    run_id     bigint not null references apply_run,
    primary key (kind, cluster_id, name)
);
create index run_target_run on run_target (run_id);

create table step_journal (
    id           bigint generated always as identity primary key,
    run_id       bigint not null references apply_run,
    step         integer not null,                  -- ordinal in the plan
    direction    text not null check (direction in ('do', 'undo')),
    phase        text not null check (phase in ('intent', 'done', 'failed')),
    fence        bigint not null,
    before_image jsonb,
    engine_id    text,                              -- the incarnation made or met
    result       text,
    at           timestamptz not null
);
create unique index step_journal_done on step_journal (run_id, step, direction) where phase = 'done';
create index step_journal_run on step_journal (run_id, id);

-- What waits for a time, and survives restarts because it is a row.
create table due (
    id         bigint generated always as identity primary key,
    kind       text not null,
    subject_id bigint not null,
    due_at     timestamptz not null,
    unique (kind, subject_id)
);
create index due_at on due (due_at);

create table outbox (
    id         bigint generated always as identity primary key,
    dedup_key  text not null unique,
    kind       text not null,
    payload    jsonb not null,
    created_at timestamptz not null,
    sent_at    timestamptz
);
create index outbox_unsent on outbox (id) where sent_at is null;
