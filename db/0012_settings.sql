-- When topics' settings were last read, which isn't when their rows were last written: a row is written only when
-- something of it changed. As with memberships, the time is told once for all of them, on the collector's row.
alter table collector add column settings_at timestamptz;     -- what is told of topics is no older; null: not asked yet

alter table seen_topic add column settings_told_at timestamptz; -- null: in the newest look; else in this one, and not since

-- What is there was told when it was first seen at the latest that can be said; the next look tells it anew.
update seen_topic set settings_told_at = first_seen_at where gone_at is null;
