-- Savepoints that runs of changes made. Nothing else is ever deleted at a Flink.
create table savepoint (
    id               bigint generated always as identity primary key,
    cluster_id       integer not null references cluster,
    name             text not null,                 -- the job's
    job_id           text not null,                 -- the run of the job that was stopped with it
    run_id           bigint not null references apply_run,  -- which stopped it
    path             text not null,                 -- as Flink names it
    bytes            bigint,
    taken_at         timestamptz not null,
    ends_at          timestamptz,                   -- since when its time is over; null: it isn't
    deletion_sent_at timestamptz,                   -- nothing starts from it any more
    failure          text,                          -- why it could not be deleted
    deleted_at       timestamptz,
    unique (run_id, cluster_id, job_id)
);
create index savepoint_job on savepoint (cluster_id, name, taken_at desc);
create index savepoint_over on savepoint (cluster_id) where ends_at is not null and deleted_at is null;

-- Starts from a savepoint, written before they are sent.
create table savepoint_restore (
    savepoint_id bigint not null references savepoint on delete cascade,
    job_id       text not null,                     -- the run that starts from it
    run_id       bigint not null references apply_run,
    at           timestamptz not null,
    primary key (savepoint_id, job_id)
);
