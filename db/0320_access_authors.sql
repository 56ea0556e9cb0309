-- Whose words a grant is: of the change that made or changed it last, and of each that was applied to it since it was granted.
create view access_grant_author as
    select g.id as grant_id, unnest(c.authors) as author
    from access_grant g
        join apply_run r on r.id = g.run_id
        join change c on c.id = r.change_id
    union
    select g.id, unnest(c.authors)
    from access_grant g
        join change_resource w on w.cluster_id = g.cluster_id and w.name = g.name and w.kind = 'access' and w.operation <> 'delete'
        join change c on c.id = w.change_id and c.state = 'applied' and c.updated_at >= g.granted_at;
