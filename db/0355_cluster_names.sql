-- Who had a cluster's name last: few rows of a log that only grows. As in 0351.
create index audit_event_cluster_name on audit_event (subject, id) where kind in ('cluster.registered', 'cluster.edited');
