-- Each plan that is deleted is looked for here: without an index, in all rows. One file for a table: its lock is waited for with no other one held.
create index change_by_plan on change (plan_id);
