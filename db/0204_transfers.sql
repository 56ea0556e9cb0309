-- A request that gives what a team owns to another team.
alter table change_resource drop constraint change_resource_operation_check;
alter table change_resource add constraint change_resource_operation_check
    check (operation in ('create', 'update', 'delete', 'adopt', 'transfer'));
alter table change_resource
    add column new_owner_team_id integer references team,
    add constraint a_transfer_names_the_team_that_gets_it check ((operation = 'transfer') = (new_owner_team_id is not null));
