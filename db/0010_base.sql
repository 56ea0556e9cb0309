-- What the form of an update was filled from, as a spec: only what differs from it is what its person wants changed.
-- Null for a create, a delete, and an update that states the whole of what is wanted.
alter table change_resource add column base jsonb;
