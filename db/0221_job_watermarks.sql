-- How far a job's operators are in event time, as last read: on a beat of its own, since Flink is asked for each operator by itself.
alter table seen_job
    add column watermarks jsonb; -- null: not read yet
