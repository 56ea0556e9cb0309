-- Every act, written in the transaction that did it; numbered and chained afterwards by one sealer.

create table audit_event (
    id           bigint generated always as identity primary key,
    at           timestamptz not null,
    actor        text not null,
    actor_via    text not null check (actor_via in ('page', 'token', 'delegation', 'service')),
    on_behalf_of text,
    kind         text not null,                     -- change.submitted, vote.cast, step.done, cluster.registered, …
    change_id    bigint references change,
    cluster_id   integer references cluster,
    subject      text not null default '',
    words        text not null,
    data         jsonb
);
create index audit_event_change on audit_event (change_id, id) where change_id is not null;

create table audit_seal (
    number   bigint primary key,
    event_id bigint not null unique references audit_event,
    previous bytea not null,
    hash     bytea not null check (octet_length(hash) = 32)
);

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'audit rows are never changed';
end $$;
create trigger audit_event_append_only before update or delete on audit_event
    for each row execute function audit_is_append_only();
create trigger audit_seal_append_only before update or delete on audit_seal
    for each row execute function audit_is_append_only();

-- Which version of a cluster's readings is in the store; NOTIFY wakes, this number is the truth after a reconnect.
-- Changes need no row: their version is the newest audit event, so no two of them wait for one another.
create table snapshot_version (
    scope      text primary key,                    -- 'clusters', 'cluster:7'
    version    bigint not null,
    changed_at timestamptz not null
);

create function bump_snapshot(what text) returns void language sql as $$
    insert into snapshot_version (scope, version, changed_at) values (what, 1, clock_timestamp())
    on conflict (scope) do update set version = snapshot_version.version + 1, changed_at = clock_timestamp();
    select pg_notify('portal_snapshot', what);
$$;
