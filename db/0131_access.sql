-- Grants of access to topics. A cluster keeps entries and no grants: which entries are a grant's is written here before they are made,
-- and nothing else is ever removed.
create table access_grant (
    id          bigint generated always as identity primary key,
    cluster_id  integer not null references cluster,
    name        text not null,
    principal   text not null,
    topic       text,                               -- null: a pattern, or every topic
    topic_id    text,                               -- the topic's id when it was granted; another topic of the name isn't granted
    expires_at  timestamptz,
    run_id      bigint not null,                    -- which run granted it, or changed it last
    granted_at  timestamptz not null,
    ended_at    timestamptz
);
create unique index access_grant_open on access_grant (cluster_id, name) where ended_at is null;
create index access_grant_topic on access_grant (cluster_id, topic) where ended_at is null;

-- An entry that a grant holds; several grants may hold one.
create table access_acl (
    grant_id    bigint not null references access_grant,
    principal   text not null,
    operation   text not null,
    resource    text not null,
    pattern     text not null,
    name        text not null,
    permission  text not null,
    host        text not null,
    adopted     boolean not null,                   -- it was there before the grant, and nobody's
    primary key (grant_id, principal, operation, resource, pattern, name, permission, host)
);

-- The entries of a cluster as they were last seen.
create table seen_acl (
    cluster_id    integer not null references cluster,
    principal     text not null,
    operation     text not null,
    resource      text not null,
    pattern       text not null,
    name          text not null,
    permission    text not null,
    host          text not null,
    first_seen_at timestamptz not null,
    primary key (cluster_id, principal, operation, resource, pattern, name, permission, host)
);

create table acl_reading (
    cluster_id  integer primary key references cluster,
    read_at     timestamptz,                        -- when all entries were last told
    is_off      boolean not null,                   -- the cluster has no authorizer
    failure     text,                               -- why the newest reading failed; null when it didn't
    tried_at    timestamptz not null
);
