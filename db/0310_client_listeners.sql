-- Where a cluster's clients connect, where that isn't where the portal does: those with a password, and those with a certificate.
alter table endpoint drop constraint endpoint_kind_check;
alter table endpoint add check (
    kind in ('kafka', 'registry', 'flink', 'sql_gateway', 'password_listener', 'certificate_listener', 'job_kafka', 'job_registry')
);

-- The portal itself never signs in there.
alter table endpoint add check (
    kind not in ('password_listener', 'certificate_listener')
    or (sasl_mechanism is null and username is null and secret_id is null)
);
