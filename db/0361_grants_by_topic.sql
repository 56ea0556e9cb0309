-- A topic's page names the changes of all grants on it, of those that have ended too: without an index, they are looked for in all rows. Queries
-- of open grants have access_grant_topic.
create index access_grant_by_topic on access_grant (cluster_id, topic) where topic is not null;
