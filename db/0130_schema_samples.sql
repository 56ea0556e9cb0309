-- Which schema ids the newest records of a topic carry.
create table schema_sample (
    cluster_id integer not null references cluster,
    topic      text not null,
    topic_id   uuid not null,
    ends       bigint not null,                     -- the end offsets of all partitions, added up
    records    integer not null,                    -- that were looked at
    unread     integer not null,                    -- that are there, and couldn't be unpacked
    ids        jsonb not null,                      -- by part of the record and id: records, bytes, the newest one's time
    carried    integer[] not null,                  -- the ids alone
    taken_at   timestamptz,                         -- null: none was taken yet
    tried_at   timestamptz not null,
    failure    text,                                -- why none could be taken; null when one could
    primary key (cluster_id, topic)
);

create index on schema_sample using gin (carried);
