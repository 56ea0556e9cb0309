-- Whoever added a rule that a workload met answers for what it requests, and not only who added the one by which it got its token.
alter table api_token
    add column co_authors text[] not null default '{}';  -- handles, besides created_by
