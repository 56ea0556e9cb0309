-- A savepoint that was taken while its job went on, for a rehearsal: the run that took it deletes it.
alter table savepoint add column is_fork boolean not null default false;
alter table savepoint drop constraint savepoint_run_id_cluster_id_job_id_key;
alter table savepoint add unique (run_id, cluster_id, job_id, is_fork);
