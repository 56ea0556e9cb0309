-- Never written: what a check saw is told in its words, and what was looked at is the plan's own evidence.
alter table check_result drop column evidence;
