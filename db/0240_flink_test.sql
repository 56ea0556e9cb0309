-- What the newest test of a cluster's Flink found: when it was set, and then from time to time.
create table flink_test (
    cluster_id  int primary key references cluster,
    tried_at    timestamptz not null,
    failure     text,        -- why the newest test could not be done; null when it was
    tested_at   timestamptz, -- of the facts; null: no test was done yet
    facts       jsonb,
    constraint flink_test_facts check ((tested_at is null) = (facts is null))
);
