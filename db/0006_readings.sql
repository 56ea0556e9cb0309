-- What the collectors read: who collects which cluster, where each series lies in the packs, and the packs.

create table collector (
    cluster_id  integer primary key references cluster,
    owner       text,
    lease_until timestamptz,                        -- on this database's clock
    fence       bigint not null default 0,          -- raised by each new owner; every write of a cycle carries it
    every_ms    integer not null default 10000,
    cycle_at    timestamptz,                        -- when the newest cycle read its figures
    whole_at    timestamptz,                        -- when everything asked was last answered
    took_ms     integer,
    requests    integer,
    complaint   text,                               -- why the newest cycle has nothing or not all, for a person
    unknown_partitions integer not null default 0,
    brokers     jsonb not null default '[]',
    structure   bigint not null default 0           -- raised when topics, groups or series changed: a snapshot reads them again only then
);

-- A run of series side by side in a chunk: a topic's partitions (group_name is null) or a group's places on them.
-- Places are given once and never moved, so every pack ever written can be read with the rows of today. A chunk that
-- is mostly deserted is left as it is: what still lives there gets a new run, and the old one ends.
create table series (
    cluster_id      integer not null references cluster,
    chunk           integer not null,
    slot            integer not null,
    count           integer not null check (count > 0),
    incarnation_id  bigint not null references incarnation,
    first_partition integer not null,
    group_name      text,
    since           timestamptz not null,
    gone_at         timestamptz,
    primary key (cluster_id, chunk, slot)
);
create index series_group on series (cluster_id, group_name) where group_name is not null;
create index series_incarnation on series (incarnation_id);

-- Full detail, six hours of it. A row is one chunk in one cycle: a column after another, each delta-coded against the
-- chunk's previous row. Partitions, by the hour, are made ahead and dropped whole. The coarser tiers (reading_1m,
-- reading_1h) will have the same shape.
create table reading_10s (
    cluster_id integer not null,
    chunk      integer not null,
    at         timestamptz not null,
    previous   timestamptz,                         -- the row this one is told against; null: it stands alone
    columns    bytea not null,
    primary key (cluster_id, chunk, at)
) partition by range (at);
create index reading_10s_alone on reading_10s (cluster_id, at) where previous is null;
