-- A rule may give a role for one environment alone. What it gives lies beside the limited roles that people gave, and has no end of its own.
alter table role_rule
    add column only_environment text references environment,
    add constraint role_rule_scope check (only_environment is null or role in ('member', 'approver', 'on_call')),
    drop constraint role_rule_provider_claim_value_team_id_role_key;
create unique index role_rule_once on role_rule (provider, claim, value, team_id, role, coalesce(only_environment, ''));

alter table role_grant
    add column by_rule boolean not null default false,
    add constraint role_grant_by_rule check (not by_rule or (only_environment is not null and not is_elevation));
