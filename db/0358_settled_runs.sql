-- As in 0351. Few runs end so, and lists of jobs look for them all.
create index apply_run_settled on apply_run (change_id) where state = 'settled';
