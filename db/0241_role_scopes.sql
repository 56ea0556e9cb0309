-- What a role that a person gave counts for: an environment, or one resource; without either, for all that the team owns. One that is limited is no
-- membership: whatever isn't told of limits doesn't take it for the whole.
alter table role_grant
    add column only_environment text references environment,
    add column only_kind        text,
    add column only_cluster_id  integer references cluster,
    add column only_name        text,
    add constraint role_grant_scope check (
        num_nonnulls(only_kind, only_cluster_id, only_name) in (0, 3)
        and num_nonnulls(only_environment, only_name) <= 1
        and (num_nonnulls(only_environment, only_name) = 0 or (role in ('member', 'approver', 'on_call') and not is_elevation))
    );

create unique index role_grant_scoped on role_grant
    (person_id, team_id, role, coalesce(only_environment, ''), coalesce(only_kind, ''), coalesce(only_cluster_id, 0), coalesce(only_name, ''))
    where ended_at is null and num_nonnulls(only_environment, only_name) = 1;
create index role_grant_scoped_by_team on role_grant (team_id, role) where ended_at is null and num_nonnulls(only_environment, only_name) = 1;

-- Ends by itself, as a membership does.
create view scoped_role_in_force as
    select id, person_id, team_id, role, only_environment, only_kind, only_cluster_id, only_name, expires_at from role_grant
    where ended_at is null and expires_at > now() and num_nonnulls(only_environment, only_name) = 1;

-- Who may approve at a step: the approvers of its team, and those whose roles cover all that it is for.
create view step_approver as
    select s.id as step_id, p.handle
    from approval_step s
        join membership_in_force m on m.team_id = s.team_id and m.role = 'approver'
        join person p on p.id = m.person_id and p.disabled_at is null and p.owner_team_id is null
    union
    select s.id, p.handle
    from approval_step s
        join plan on plan.id = s.plan_id
        join change c on c.id = plan.change_id
        join scoped_role_in_force r on r.team_id = s.team_id and r.role = 'approver'
        join person p on p.id = r.person_id and p.disabled_at is null and p.owner_team_id is null
    where cardinality(s.resources) > 0 and not exists (
        select from change_resource x
        where x.change_id = c.id and x.ordinal = any (s.resources) and not exists (
            select from scoped_role_in_force q
            where q.person_id = r.person_id and q.team_id = s.team_id and q.role = 'approver'
                and (q.only_environment = c.environment or (q.only_kind = x.kind and q.only_cluster_id = x.cluster_id and q.only_name = x.name))
        )
    );
