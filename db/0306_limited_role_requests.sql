-- A role may be requested for a part of what the team owns: an environment, or one resource, named as its requester named it. Whether there is
-- such a resource is looked at when it is sent and when it is granted.
alter table role_request
    add column only_environment text references environment,
    add column only_kind        text,
    add column only_cluster     text,
    add column only_name        text,
    add constraint role_request_scope check (
        num_nonnulls(only_kind, only_cluster, only_name) in (0, 3)
        and num_nonnulls(only_environment, only_name) <= 1
        and (num_nonnulls(only_environment, only_name) = 0 or (role in ('member', 'approver', 'on_call') and elevation_hours is null))
    );
