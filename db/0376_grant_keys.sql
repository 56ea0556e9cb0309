-- As in 0375. A list of grants also shows those that a change makes, which have no row of what is managed yet.
create index access_grant_key on access_grant (cluster_id, name collate "C") where ended_at is null;
