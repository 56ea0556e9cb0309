-- As in 0351. Each approval step that is deleted is looked for here too.
create index vote_by_plan on vote (plan_id);
create index vote_by_step on vote (step_id);
