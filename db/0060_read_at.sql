-- When settings and members were last read, by the field's words.
alter table seen_topic rename column settings_told_at to configs_read_at;
alter table seen_members rename column told_at to read_at;
