-- The client quotas of a cluster's principals as they were last seen: one that is set shows that somebody uses the principal.
create table seen_quota (
    cluster_id    integer not null references cluster,
    principal     text not null,
    client_id     text not null,                    -- '': all its clients together; '<default>': each client id without a quota of its own
    key           text not null,                    -- Kafka's name of what is limited
    value         double precision not null,
    primary key (cluster_id, principal, client_id, key)
);

alter table acl_reading
    add column quotas_read_at timestamptz,          -- when all quotas were last read; null: not yet
    add column quotas_failure text;                 -- why the newest reading of them failed; null when it didn't
