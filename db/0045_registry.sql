-- A registry signs in by name and password where Kafka has a mechanism.
alter table endpoint drop constraint endpoint_check;
alter table endpoint add check (kind <> 'kafka' or (sasl_mechanism is null) = (username is null));

-- An engine's id names one life of a name. Two subjects of a registry may carry the same schema's.
alter table incarnation drop constraint incarnation_kind_cluster_id_engine_id_key;
alter table incarnation add unique (kind, cluster_id, name, engine_id);

-- What a cluster's schema registry last told.
create table registry_reading (
    cluster_id   integer primary key references cluster,
    read_at      timestamptz,                       -- when all subjects were last told
    global_level text,
    failure      text,                              -- why the newest reading failed; null when it didn't
    tried_at     timestamptz not null
);

create table seen_subject (
    cluster_id    integer not null references cluster,
    name          text not null,
    newest        integer not null,                 -- its newest version
    level         text,                             -- what it sets itself; null: the registry's holds
    first_seen_at timestamptz not null,
    seen_at       timestamptz not null,
    gone_at       timestamptz,
    primary key (cluster_id, name)
);

-- A version never changes: it is read once.
create table seen_schema (
    cluster_id    integer not null references cluster,
    subject       text not null,
    version       integer not null,
    schema_id     integer not null,
    type          text not null check (type in ('AVRO', 'JSON', 'PROTOBUF')),
    text          text not null,
    refs          jsonb not null,
    first_seen_at timestamptz not null,
    gone_at       timestamptz,                      -- deleted in the registry
    primary key (cluster_id, subject, version)
);
