-- Every half minute the grants of accounts by certificate are looked for that were deleted: without the first, among all resources that there ever were,
-- and without the second, among all grants.
create index resource_gone_account on resource (cluster_id, name) where kind = 'service-account' and gone_at is not null;
create index access_grant_by_principal on access_grant (cluster_id, principal) where ended_at is null;
