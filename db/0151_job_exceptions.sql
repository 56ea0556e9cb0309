-- Exceptions of a job over all of its runs: those with the same root class and the same first line are one. A Flink itself keeps sixteen of a run.
create table job_exception (
    id         bigint generated always as identity primary key,
    cluster_id integer not null references cluster,
    name       text not null,                       -- the job's
    class      text not null,                       -- of its root cause; empty where that isn't known
    words      text not null,                       -- the first line of its root cause
    task       text,                                -- where it was seen last; null when the job as a whole failed
    job_id     text not null,                       -- the run that it was seen in last
    times      integer not null,
    first_at   timestamptz not null,
    last_at    timestamptz not null
);
create unique index job_exception_same on job_exception (cluster_id, name, md5(class || E'\n' || words));
create index job_exception_last on job_exception (last_at);

insert into job_exception (cluster_id, name, class, words, task, job_id, times, first_at, last_at)
select j.cluster_id, j.name, '', e.value ->> 'words', min(e.value ->> 'task'), max(j.job_id), count(*),
       min((e.value ->> 'at')::timestamptz), max((e.value ->> 'at')::timestamptz)
from seen_job j, jsonb_array_elements(
    case when jsonb_typeof(j.facts -> 'exceptions') = 'array' then j.facts -> 'exceptions' else '[]' end) e
where e.value ? 'words' and e.value ? 'at'
group by j.cluster_id, j.name, e.value ->> 'words';
