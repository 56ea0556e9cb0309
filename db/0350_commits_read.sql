-- A group is listed also where its commits may not be read: who reads what isn't known then.
alter table seen_group add column are_commits_read boolean not null default true;
-- When the commits of every group that was listed were last read, with everything else.
alter table collector add column readers_at timestamptz;
