-- When a worker made the newest test of a cluster's Flink; null: another process did, which may not see the folders that workers read.
alter table flink_test add column by_worker_at timestamptz;
