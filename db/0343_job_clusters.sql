-- Of a Flink: the clusters whose topics and schemas its jobs may name; null: all of its cluster's environment.
alter table endpoint add column job_clusters text[] check (cardinality(job_clusters) > 0);
