-- How far the step is that a run waits in, with what the next look at it compares with; null when it waits in none.
alter table apply_run add column progress jsonb;
