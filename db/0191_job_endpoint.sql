-- What a cluster's stream jobs sign in with to its Kafka and to its schema registry, and the address that Flink reaches them at.
alter table endpoint drop constraint endpoint_kind_check;
alter table endpoint add check (kind in ('kafka', 'registry', 'flink', 'sql_gateway', 'job_kafka', 'job_registry'));

-- Where Flink itself reads the password, in place of one that is stored here.
alter table endpoint add column password_reference text check (length(password_reference) <= 500);
alter table endpoint add check (password_reference is null or (kind = 'job_kafka' and secret_id is null));

alter table endpoint drop constraint endpoint_check;
alter table endpoint add check (kind not in ('kafka', 'job_kafka') or (sasl_mechanism is null) = (username is null));
