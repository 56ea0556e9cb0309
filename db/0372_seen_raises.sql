-- How often what was seen of a cluster, beside its snapshot, differed from what was stored: what is managed there is compared with it again only then.
create table seen_raise (
    cluster_id  integer primary key references cluster,
    raise       bigint not null
);
