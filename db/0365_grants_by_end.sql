-- The overview names grants that end soon: without an index, they are looked for in all that are in force.
create index access_grant_by_end on access_grant (expires_at) where ended_at is null;
