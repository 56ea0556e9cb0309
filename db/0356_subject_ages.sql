-- A subject that was read is as old as its registry's reading, so that a look that finds nothing new writes none of them.
alter table registry_reading add column unread text;           -- which subjects that reading left as they were, and why; null: none
alter table registry_reading add column next_subject text;     -- the first that it didn't reach in time, where the next one begins

alter table seen_subject add column is_unread boolean not null default false;  -- as it was at seen_at: not read by the newest reading
create index on seen_subject (cluster_id) where is_unread;
