-- The checkpoints and savepoints of a run that are over, the newest of each run: a Flink itself keeps ten.
create table job_checkpoint (
    cluster_id   integer not null,
    job_id       text not null,
    number       bigint not null,                   -- Flink's
    at           timestamptz not null,              -- when it was triggered
    took         interval,
    bytes        bigint,                            -- the state's whole size
    is_savepoint boolean not null,
    status       text not null,                     -- Flink's word: COMPLETED, FAILED
    failure      text,                              -- why it failed; null when it didn't
    primary key (cluster_id, job_id, number),
    foreign key (cluster_id, job_id) references seen_job on delete cascade
);
