-- The level that a managed subject had when it was last applied or adopted: where its spec names none, another one is drift.
alter table seen_subject add column settled_level text;
alter table seen_subject add column settled_at timestamptz;
