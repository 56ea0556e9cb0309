-- Which raise of collector.structure last wrote a row: a snapshot that kept up reads the newer ones alone.
alter table seen_topic add column structure bigint not null default 0;
alter table seen_group add column structure bigint not null default 0;
alter table series add column structure bigint not null default 0;
