-- What is there becomes what is wanted: a request that changes nothing on an engine.
alter table change_resource drop constraint change_resource_operation_check;
alter table change_resource add constraint change_resource_operation_check
    check (operation in ('create', 'update', 'delete', 'adopt'));
