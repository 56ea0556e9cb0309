-- Whose words a request holds: who asked, who rewrote it after it was sent back, and for whom. None of them judges it.
alter table change add column authors text[] not null default '{}';
update change set authors = array_remove(array[actor, on_behalf_of], null);
alter table change alter column authors drop default;
