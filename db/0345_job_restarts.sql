-- Restarts of a run that were seen, the newest of each run: a Flink itself tells of the last one alone.
create table job_restart (
    cluster_id integer not null,
    job_id     text not null,
    at         timestamptz not null,
    primary key (cluster_id, job_id, at),
    foreign key (cluster_id, job_id) references seen_job on delete cascade
);
create index job_restart_at on job_restart (at);

insert into job_restart (cluster_id, job_id, at)
select j.cluster_id, j.job_id, (r.value #>> '{}')::timestamptz
from seen_job j, jsonb_array_elements(
    case when jsonb_typeof(j.facts -> 'restarts') = 'array' then j.facts -> 'restarts' else '[]' end) r
on conflict do nothing;
