-- Indexes for what pages, approvals and the audit log ask once there are many changes. Portal.Tests/Changes/QueryPlanTests.cs
-- explains those questions on a full store.

create index vote_step on vote (step_id) where withdrawn_at is null;
create index vote_change on vote (change_id, id);
create index apply_run_change on apply_run (change_id, id);
create index change_by_environment on change (environment, id desc);
create index change_resource_by_name on change_resource (name);
create index audit_event_actor on audit_event (actor, id);
create index audit_event_at on audit_event (at);
create index idempotency_key_created on idempotency_key (created_at);
