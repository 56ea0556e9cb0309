-- Which raise of collector.membership last wrote a row: a snapshot that kept up reads the newer ones alone. The store counts it itself, because workers
-- of the version before don't: the raise is written after its rows, in the same transaction.
alter table seen_members add column membership bigint not null default 0;

create function count_membership() returns trigger language plpgsql as $$
begin
    new.membership := coalesce((select c.membership + 1 from collector c where c.cluster_id = new.cluster_id), 0);
    return new;
end $$;
create trigger seen_members_counted before insert or update on seen_members
    for each row execute function count_membership();
