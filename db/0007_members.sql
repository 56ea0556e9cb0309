-- Who is in each consumer group, as its coordinator last said. A row is written only when that changed; when it was last
-- said is told once for all groups, on the collector's row.
create table seen_members (
    cluster_id integer not null references cluster,
    group_name text not null,
    members    jsonb not null,                      -- [{memberId, instanceId, clientId, host, assigned}]
    told_at    timestamptz,                         -- null: in the newest look; else in this one, and not since
    primary key (cluster_id, group_name)
);

alter table collector
    add column members_at timestamptz,              -- when groups were last asked who is in them
    add column membership bigint not null default 0; -- raised when memberships changed: a snapshot reads them again only then
