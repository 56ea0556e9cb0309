-- What a cluster's Flink last told.
create table flink_reading (
    cluster_id  integer primary key references cluster,
    read_at     timestamptz,                        -- when all jobs were last told
    version     text,
    slots       integer,
    free_slots  integer,
    failure     text,                               -- why the newest reading failed; null when it didn't
    tried_at    timestamptz not null
);

-- One run of a job as it was last seen. An id is one run's for ever; several runs carry one name, one after the other.
create table seen_job (
    cluster_id    integer not null references cluster,
    job_id        text not null,
    name          text not null,
    status        text not null,                    -- Flink's word
    definition    jsonb,                            -- what it carries; null when the portal didn't start it
    started_at    timestamptz not null,
    ended_at      timestamptz,
    facts         jsonb not null,                   -- checkpoints, restarts, operators, exceptions
    first_seen_at timestamptz not null,
    seen_at       timestamptz not null,
    gone_at       timestamptz,                      -- Flink doesn't know it any more
    primary key (cluster_id, job_id)
);
create index on seen_job (cluster_id, name, started_at desc);
