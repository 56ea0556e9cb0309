-- Raised when sizes of topics changed, and nothing else of them: a snapshot reads those sizes again only then.
alter table collector add column sizes bigint not null default 0;
