-- Until when somebody who signs in at a provider has access: for as long after the sign-in as the settings of web say, which sees to it when it starts.
alter table external_identity add column access_ends_at timestamptz;
update external_identity set access_ends_at = signed_in_at + interval '30 days';
alter table external_identity
    alter column access_ends_at set not null,
    alter column access_ends_at set default now() + interval '30 days'; -- for a web of the version before

-- Who may act: not disabled, and where a provider vouches for them, lately, and with a role that wasn't taken for a while only.
create view person_with_access as
    select p.id as person_id
    from person p
    where p.disabled_at is null
        and (
            not exists (select from external_identity i where i.person_id = p.id)
            or (
                exists (select from external_identity i where i.person_id = p.id and i.access_ends_at > now())
                and (
                    exists (select from membership_in_force m where m.person_id = p.id and not m.is_elevation)
                    or exists (select from scoped_role_in_force r where r.person_id = p.id)
                )
            )
        );

-- As before, with who has access in the place of who isn't disabled.
create or replace view step_approver as
    select s.id as step_id, p.handle
    from approval_step s
        join membership_in_force m on m.team_id = s.team_id and m.role = 'approver'
        join person p on p.id = m.person_id and p.owner_team_id is null
        join person_with_access a on a.person_id = p.id
    union
    select s.id, p.handle
    from approval_step s
        join plan on plan.id = s.plan_id
        join change c on c.id = plan.change_id
        join scoped_role_in_force r on r.team_id = s.team_id and r.role = 'approver'
        join person p on p.id = r.person_id and p.owner_team_id is null
        join person_with_access a on a.person_id = p.id
    where cardinality(s.resources) > 0 and not exists (
        select from change_resource x
        where x.change_id = c.id and x.ordinal = any (s.resources) and not exists (
            select from scoped_role_in_force q
            where q.person_id = r.person_id and q.team_id = s.team_id and q.role = 'approver'
                and (q.only_environment = c.environment or (q.only_kind = x.kind and q.only_cluster_id = x.cluster_id and q.only_name = x.name))
        )
    );
