-- When settings and members were last read, by the field's words. As before, null is the usual case: in the newest look, whose time
-- stands once for all of them on the collector's row.
alter table seen_topic rename column settings_told_at to configs_read_at;
alter table seen_members rename column told_at to read_at;
