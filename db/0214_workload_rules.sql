-- What a workload has to state, in a token of an issuer that the settings trust, to get a short token of a Portal service account.
create table workload_rule (
    id           bigint generated always as identity primary key,
    account_id   integer not null references person,
    issuer       text not null,                          -- its key in the settings
    claims       jsonb not null,                         -- each claim with the value that it must have
    scopes       text[] not null,
    lifetime     interval not null,
    created_by   text not null,                          -- the handle of who answers for what is requested with it
    created_at   timestamptz not null,
    last_used_at timestamptz,
    last_subject text not null default ''                -- who got the last token, as the issuer calls it
);

create index workload_rule_by_account on workload_rule (account_id);

alter table api_token add column workload_rule_id bigint;  -- the rule by which it was got; the number stays when that is gone
