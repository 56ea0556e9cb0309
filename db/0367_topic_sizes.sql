-- Which raise of collector.sizes last wrote a topic's size alone: a snapshot that kept up reads the newer ones alone.
alter table seen_topic add column sizes bigint not null default 0;
