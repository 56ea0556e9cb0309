-- A rule for workloads ends: by its date, with the token that it was added with, and while who added it couldn't add it.
alter table workload_rule
    add column expires_at timestamptz,
    add column made_with  bigint;               -- the API token that added it; null: a person did on a page

update workload_rule set expires_at = created_at + interval '366 days';

alter table workload_rule alter column expires_at set not null;
