-- A request that makes a team the owner of what nobody managed.
alter table change_resource drop constraint change_resource_operation_check;
alter table change_resource add constraint change_resource_operation_check
    check (operation in ('create', 'update', 'delete', 'adopt', 'claim', 'transfer'));
