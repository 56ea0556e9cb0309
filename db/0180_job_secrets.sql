-- Secrets among the arguments of jobs. A job's spec names the row; the value is nowhere else.
create table job_secret (
    id       bigint generated always as identity primary key,
    team_id  integer not null references team,      -- whose jobs may have it
    sealed   bytea,                                 -- null once erased
    made_by  text not null,
    made_at  timestamptz not null
);
