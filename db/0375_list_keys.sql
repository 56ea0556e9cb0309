-- The API's lists are paged by cluster and name, compared character by character as keys are, whatever the database's collation: without an
-- index in that order each page sorts all names of a cluster.
create index resource_key on resource (kind, cluster_id, name collate "C") where gone_at is null;
create index seen_subject_key on seen_subject (cluster_id, name collate "C") where gone_at is null;
