-- For a delete: nothing is kept of the resource, where its engine keeps what is deleted.
alter table change_resource add column is_permanent boolean not null default false;
