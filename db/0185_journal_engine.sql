-- Which run of a change started what runs at an engine.
create index step_journal_engine on step_journal (engine_id) where engine_id is not null;
