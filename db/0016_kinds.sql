-- Resources of any kind: which kinds there are is the product's to know, so that a new one needs no migration here.
alter table change_resource drop constraint change_resource_kind_check;
alter table resource drop constraint resource_kind_check;
alter table incarnation drop constraint incarnation_kind_check;

-- Each kind says which names its engine can't keep apart: they share a lock.
alter table run_target drop constraint run_target_name_check;
alter table change_resource add column lock_key text;
update change_resource set lock_key = replace(name, '.', '_');
alter table change_resource alter column lock_key set not null;

-- The owner stands on each resource of a change; approval steps say which resources they are for.
alter table change_resource add column owner_team_id integer references team;
update change_resource r set owner_team_id = c.owner_team_id from change c where c.id = r.change_id;
alter table change_resource alter column owner_team_id set not null;
create index change_resource_by_owner on change_resource (owner_team_id, change_id desc);
alter table change drop column owner_team_id;

alter table approval_step add column resources integer[] not null default '{}';  -- ordinals within the change
update approval_step s set resources = r.ordinals
from (
    select p.id as plan_id, array_agg(w.ordinal order by w.ordinal) as ordinals
    from plan p join change_resource w on w.change_id = p.change_id
    group by p.id
) r
where r.plan_id = s.plan_id;
alter table approval_step alter column resources drop default;

alter table check_result add column resource integer;                           -- ordinal within the change; null: the whole of it
