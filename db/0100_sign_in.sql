-- Who a person is at an identity provider. Found by issuer and subject: a name or an e-mail address may change hands.
create table external_identity (
    id           bigint generated always as identity primary key,
    provider     text not null,                     -- its key in the settings
    issuer       text not null,
    subject      text not null,
    person_id    integer not null unique references person,
    email        text not null default '',
    signed_in_at timestamptz not null,              -- last, with what the provider said then
    unique (issuer, subject)
);

-- The claims that rules may name, as they were at the last sign-in.
create table identity_claim (
    identity_id bigint not null references external_identity,
    claim       text not null,
    value       text not null,
    primary key (identity_id, claim, value)
);
create index identity_claim_by_value on identity_claim (claim, value);

-- Whoever has this claim at this provider has this role in this team.
create table role_rule (
    id            integer generated always as identity primary key,
    provider      text not null,
    claim         text not null check (length(claim) between 1 and 100),
    value         text not null check (length(value) between 1 and 256),
    team_id       integer not null references team,
    role          text not null check (role in ('member', 'approver', 'on_call', 'platform', 'auditor')),
    from_settings boolean not null default false,   -- kept as the settings say, at each start
    created_by    text not null,
    created_at    timestamptz not null,
    unique (provider, claim, value, team_id, role)
);

-- Given by a rule, and taken away when no rule gives it any more.
alter table membership add column by_rule boolean not null default false;
