-- A worker that takes a cluster over reads one cycle an hour of the last days: without it, all of them.
create index reading_5m_alone on reading_5m (cluster_id, at) where previous is null;
