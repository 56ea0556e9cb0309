-- What checks across columns want.
insert into kept.value values
    ('artifact', 'digest', 'encode(sha256($1::text::bytea), ''hex'')'),
    ('bootstrap_account', 'id', '1'),
    ('break_glass', 'confirmed_by', 'null'),
    ('break_glass', 'confirmed_at', 'null'),
    ('break_glass', 'ends_at', 'null'),
    ('break_glass', 'grant_id', 'null'),
    ('break_glass', 'reviewed_by', 'null'),
    ('break_glass', 'reviewed_at', 'null'),
    -- Of the eight kinds two are where clients connect, and the portal doesn't sign in.
    ('endpoint', 'secret_id', '(select value ->> ''id'' from kept.row where stage = $1 and name = ''secret'' and $1 % 8 not in (4, 5))'),
    ('change_resource', 'operation', '''update'''),
    ('change_resource', 'new_owner_team_id', 'null'),
    ('role_grant', 'only_cluster_id', 'null'),
    ('role_grant', 'role', '''member'''),
    ('role_rule', 'only_environment', 'null'),
    ('role_grant', 'by_rule', 'false'),
    ('role_request', 'elevation_hours', 'null'),
    ('role_request', 'only_environment', 'null'),
    ('role_request', 'only_kind', 'null'),
    ('role_request', 'only_cluster', 'null'),
    ('role_request', 'only_name', 'null'),
    ('role_request', 'state', '''pending'''),
    ('role_request', 'decided_at', 'null'),
    ('browser_session', 'sign_in', '''open_id_connect'''),
    ('secret', 'erased_at', 'null'),
    ('vote_delegation', 'delegator_id', '(select min(id) from person)'),
    ('vote_delegation', 'ends_at', 'timestamptz ''2100-01-01 00:00Z'''),
    ('vote_delegation', 'ended_at', 'null');

-- What today's product reads more of than its type says: as it was written then.
insert into kept.value values
    ('change_resource', 'kind', '''topic'''),
    ('resource', 'kind', '''topic'''),
    ('incarnation', 'kind', '''topic'''),
    ('change_resource', 'wanted', '''{"tier": "standard", "owner": "payments", "configs": {"retention.ms": "1"}, "partitions": 3, "description": "", "replication": 1}'''),
    ('resource', 'spec', '''{"tier": "standard", "owner": "payments", "configs": {"retention.ms": "1"}, "partitions": 3, "description": "", "replication": 1}'''),
    ('plan', 'form_version', 'case when $1 < 16 then 1 else 2 end'),
    ('plan', 'canonical', 'case when $1 < 16
        then ''{"steps":[{"kind":"grow-partitions","topicId":"018f0000-0000-7000-8000-000000000001","before":3,"after":6,"cluster":1,"topic":"orders"}],"base":[{"cluster":1,"engineId":"kafka-1","topics":{"orders":{"topicId":"018f0000-0000-7000-8000-000000000001","partitions":3,"configs":{}}}}]}''
        else ''{"steps":[{"kind":"grow-partitions","topicId":"018f0000-0000-7000-8000-000000000001","before":3,"after":6,"on":{"kind":"topic","cluster":1,"name":"orders"}}],"base":[{"kind":"topic","cluster":1,"engineId":"kafka-1","resources":{"orders":{"kind":"topic","topicId":"018f0000-0000-7000-8000-000000000001","partitions":3,"configs":{}}}}]}'' end'),
    ('plan', 'hash', 'encode(sha256(kept.sample($1, ''plan'', ''canonical'', ''text'')::bytea), ''hex'')'),
    ('plan', 'evidence', 'case when $1 < 16 then ''{"topics": []}'' else ''{"resources": []}'' end'),
    ('plan', 'risk_reasons', '''[{"words": "orders grows.", "points": 5}]'''),
    ('collector', 'brokers', '''[]'''),
    ('schema_sample', 'ids', '''[]'''),
    ('seen_schema', 'refs', '''[]'''),
    ('seen_subject', 'name', 'case when $1 = 350 then '':.eu:orders-value'' else ''name-'' || $1 end'),
    ('seen_subject', 'topic', 'case when $1 = 350 then '':.eu:orders'' else ''topic-'' || $1 end'),
    ('data_protection_key', 'xml', '''<key/>''');
