-- Accounts that clients sign in to Kafka with. A generated password lies here sealed until its requester has seen it, or a day is over.
create table fresh_credential (
    id          bigint generated always as identity primary key,
    cluster_id  integer not null references cluster,
    name        text not null,
    run_id      bigint not null,                    -- which set it
    sealed      bytea,                              -- only Data Protection can read it; null once erased
    created_at  timestamptz not null,
    revealed_at timestamptz,
    revealed_to text,
    unique (cluster_id, name, run_id)
);

create table seen_credential (
    cluster_id    integer not null references cluster,
    name          text not null,
    mechanism     text not null,
    iterations    integer not null,
    first_seen_at timestamptz not null,
    primary key (cluster_id, name, mechanism)
);

create table credential_reading (
    cluster_id  integer primary key references cluster,
    read_at     timestamptz,                        -- when all credentials were last told
    failure     text,                               -- why the newest reading failed; null when it didn't
    tried_at    timestamptz not null
);
