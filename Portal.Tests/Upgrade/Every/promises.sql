-- What migrations do to rows on purpose, from their number on: everything else is as it was inserted.
insert into kept.promise (stage, name, field, becomes, why) values
    (13, 'check_result', 'evidence', null, 'nobody wrote it'),
    (16, 'change', 'owner_team_id', null, 'on each resource of the change: see below'),
    (40, 'outbox', null, null, 'nobody read it'),
    (55, 'change', 'told', 'status_message', 'renamed'),
    (55, 'planning_run', 'told', 'status_message', 'renamed'),
    (55, 'apply_run', 'told', 'status_message', 'renamed'),
    (60, 'seen_topic', 'settings_told_at', 'configs_read_at', 'renamed'),
    (60, 'seen_members', 'told_at', 'read_at', 'renamed'),
    (183, 'seen_fields', 'version', null, 'read anew: see below'),
    (352, 'seen_subject', 'topic', null, 'without the context: see below'),
    (359, 'seen_fields', 'version', null, 'read anew in contexts: see below');

-- What migrations write into rows that were there: each selects those that lack it.
insert into kept.consequence values
    ('0008 knows the authors of changes', $$
        select from change c join kept.row r on r.name = 'change' and r.value ->> 'id' = c.id::text
        where r.stage < 8 and c.authors is distinct from array_remove(array[c.actor, c.on_behalf_of], null) $$),
    ('0012 has topics read since they were seen', $$
        select from seen_topic t join kept.row r on r.name = 'seen_topic' and r.value @> jsonb_build_object('cluster_id', t.cluster_id, 'name', t.name)
        where r.stage < 12 and t.gone_at is null and t.configs_read_at is distinct from t.first_seen_at $$),
    ('0016 moves the owner to the resources', $$
        select from change_resource w join kept.row r on r.name = 'change' and r.value ->> 'id' = w.change_id::text
        where r.stage < 16 and w.owner_team_id::text is distinct from r.value ->> 'owner_team_id' $$),
    ('0016 gives each resource its lock', $$
        select from change_resource w join kept.row r on r.name = 'change_resource' and r.value ->> 'id' = w.id::text
        where r.stage < 16 and w.lock_key <> replace(w.name, '.', '_') $$),
    ('0016 has approval steps name their resources', $$
        select from approval_step s join kept.row r on r.name = 'approval_step' and r.value ->> 'id' = s.id::text
        where r.stage < 16 and s.resources = '{}' $$),
    ('0183 has fields read anew', $$ select from seen_fields f join kept.row r on r.name = 'seen_fields' and r.stage < 183
        where f.version <> 0 and r.value @> (to_jsonb(f) - 'version') $$),
    ('0213 has sessions of a provider proved when they began', $$
        select from browser_session s join kept.row r on r.name = 'browser_session' and r.value ->> 'id' = s.id::text
        where r.stage < 213 and s.sign_in = 'open_id_connect' and s.proved_at is distinct from s.started_at $$),
    ('0217 ends rules for workloads after a year', $$
        select from workload_rule w join kept.row r on r.name = 'workload_rule' and r.value ->> 'id' = w.id::text
        where r.stage < 217 and w.expires_at <> w.created_at + interval '366 days' $$),
    ('0352 has subjects of a context named after a topic', $$
        select from seen_subject s join kept.row r on r.name = 'seen_subject' and r.value ->> 'name' = s.name
        where r.stage < 352 and s.topic is distinct from case r.value ->> 'topic' when ':.eu:orders' then 'orders' else r.value ->> 'topic' end $$),
    ('0359 has the fields of subjects in a context read anew', $$
        select from seen_fields f join kept.row r on r.name = 'seen_fields' and r.value ->> 'subject' = f.subject
        where r.stage between 183 and 358
          and f.version::text is distinct from case f.subject when ':.eu:orders-value' then '0' else r.value ->> 'version' end $$);
