-- How each job ran from reading to reading: those of one hour (UTC) in a row, packed one behind the other, the oldest first.
create table job_reading (
    cluster_id  integer not null references cluster,
    name        text not null,
    hour        timestamptz not null,
    points      bytea not null,
    primary key (cluster_id, name, hour)
) with (fillfactor = 60);                          -- each reading writes a row anew: in its own page

create index job_reading_hour on job_reading (hour);
