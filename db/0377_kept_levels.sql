-- Which levels a reading of a registry keeps from the one before. None where it was read at another address.
alter table registry_reading add column address text;          -- where the subjects were last read; null: not known
-- None of a subject that a run may have touched meanwhile, however it ended: without an index, these are looked for in all runs there were.
create index apply_run_by_end on apply_run (ended_at) where ended_at is not null;
