-- A request that gives no labels leaves those that the resource has when it is applied; what was requested before gave the ones it shows.
alter table change_resource add column keeps_labels boolean not null default false;
