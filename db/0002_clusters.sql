-- Where things are: clusters with their endpoints and secrets, and what lives on them.

create table secret (
    id         bigint generated always as identity primary key,
    protected  bytea,                               -- Data Protection's bytes; null once erased
    created_at timestamptz not null,
    erased_at  timestamptz,
    check ((protected is null) = (erased_at is not null))
);

create table cluster (
    id              integer generated always as identity primary key,
    name            text not null check (name ~ '^[a-z][a-z0-9-]{0,60}$'),
    environment     text not null references environment,
    region          text not null references region,
    engine_id       text,                           -- the cluster's own id; null until it first answered
    version         text,                           -- as the brokers tell it
    controller_kind text,                           -- KRaft or ZooKeeper
    is_local        boolean not null default false, -- the bundled one: for evaluation only
    missing_permissions text[] not null default '{}',
    registered_at   timestamptz not null,
    deregistered_at timestamptz
);
create unique index cluster_name on cluster (name) where deregistered_at is null;

create table endpoint (
    id             bigint generated always as identity primary key,
    cluster_id     integer not null references cluster,
    kind           text not null check (kind in ('kafka', 'registry', 'flink', 'sql_gateway')),
    addresses      text not null,                   -- host:port, several by commas
    tls            boolean not null default false,
    ca_pem         text,
    sasl_mechanism text check (sasl_mechanism in ('PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512')),
    username       text,
    secret_id      bigint references secret,
    unique (cluster_id, kind),
    check ((sasl_mechanism is null) = (username is null))
);

-- What the portal manages: the wanted state of one thing, by kind, cluster and name.
create table resource (
    id            bigint generated always as identity primary key,
    kind          text not null check (kind in ('topic')),
    cluster_id    integer not null references cluster,
    name          text not null,
    owner_team_id integer not null references team,
    spec          jsonb not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    gone_at       timestamptz
);
create unique index resource_name on resource (kind, cluster_id, name) where gone_at is null;
create index resource_owner on resource (owner_team_id) where gone_at is null;

-- One life of a named thing on an engine. A topic made again under the same name is another incarnation.
create table incarnation (
    id            bigint generated always as identity primary key,
    kind          text not null check (kind in ('topic')),
    cluster_id    integer not null references cluster,
    name          text not null,
    engine_id     text not null,                    -- the engine's own id: a topic id
    first_seen_at timestamptz not null,
    gone_at       timestamptz,
    unique (kind, cluster_id, engine_id)
);
create index incarnation_name on incarnation (cluster_id, name);

create table seen_topic (
    cluster_id   integer not null references cluster,
    name         text not null,
    topic_id     uuid not null,
    partitions   integer not null,
    replication  integer not null,
    is_internal  boolean not null,
    configs      jsonb not null,                    -- name -> {value, isDefault}; null values are sensitive
    bytes        bigint,                            -- on disk, all replicas; null: not answered
    first_seen_at timestamptz not null,
    seen_at      timestamptz not null,
    gone_at      timestamptz,
    primary key (cluster_id, name, topic_id)
);
create unique index seen_topic_live on seen_topic (cluster_id, name) where gone_at is null;

create table seen_group (
    cluster_id    integer not null references cluster,
    name          text not null,
    type          text not null check (type in ('classic', 'consumer', 'share', 'unknown')),
    state         text not null,                    -- as the coordinator says it
    members       integer,                          -- null: not asked or not answered
    first_seen_at timestamptz not null,
    seen_at       timestamptz not null,
    gone_at       timestamptz,
    primary key (cluster_id, name)
);

-- What changed behind our back: recorded, never repaired by itself.
create table drift (
    id          bigint generated always as identity primary key,
    resource_id bigint not null references resource,
    field       text not null,
    wanted      text,
    live        text,
    first_seen_at timestamptz not null,
    seen_at     timestamptz not null,
    ended_at    timestamptz
);
create unique index drift_open on drift (resource_id, field) where ended_at is null;
