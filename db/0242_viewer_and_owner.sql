-- Two more roles in a team: a viewer sees the records of its topics, an owner manages the team.
alter table membership drop constraint membership_role_check;
alter table membership add constraint membership_role_check
    check (role in ('viewer', 'member', 'approver', 'on_call', 'owner', 'platform', 'auditor'));
alter table role_rule drop constraint role_rule_role_check;
alter table role_rule add constraint role_rule_role_check
    check (role in ('viewer', 'member', 'approver', 'on_call', 'owner', 'platform', 'auditor'));
alter table role_grant drop constraint role_grant_role_check;
alter table role_grant add constraint role_grant_role_check
    check (role in ('viewer', 'member', 'approver', 'on_call', 'owner', 'platform', 'auditor'));
alter table role_request drop constraint role_request_role_check;
alter table role_request add constraint role_request_role_check
    check (role in ('viewer', 'member', 'approver', 'on_call', 'owner', 'platform', 'auditor'));
