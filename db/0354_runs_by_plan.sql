-- As in 0351.
create index apply_run_by_plan on apply_run (plan_id);
