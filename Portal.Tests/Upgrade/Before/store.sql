-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE SCHEMA quartz;

CREATE FUNCTION public.audit_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception 'audit rows are never changed';
end $$;

CREATE FUNCTION public.bump_snapshot(what text) RETURNS void
    LANGUAGE sql
    AS $$
    insert into snapshot_version (scope, version, changed_at) values (what, 1, clock_timestamp())
    on conflict (scope) do update set version = snapshot_version.version + 1, changed_at = clock_timestamp();
    select pg_notify('portal_snapshot', what);
$$;

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE public.api_token (
    id bigint NOT NULL,
    person_id integer NOT NULL,
    name text NOT NULL,
    hash bytea NOT NULL,
    scopes text[] DEFAULT '{}'::text[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    made_with bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    CONSTRAINT api_token_hash_check CHECK ((octet_length(hash) = 32))
);

ALTER TABLE public.api_token ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.api_token_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.apply_run (
    id bigint NOT NULL,
    change_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    state text NOT NULL,
    fence bigint DEFAULT 0 NOT NULL,
    owner text,
    lease_until timestamp with time zone,
    retry_at timestamp with time zone NOT NULL,
    first_failed_at timestamp with time zone,
    abort_by text,
    abort_at timestamp with time zone,
    told text,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    CONSTRAINT apply_run_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'applying'::text, 'verifying'::text, 'rolling_back'::text, 'stuck'::text, 'applied'::text, 'rolled_back'::text, 'settled'::text, 'stale'::text])))
);

ALTER TABLE public.apply_run ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.apply_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.approval_rule (
    id bigint NOT NULL,
    environment text NOT NULL,
    risk_band text NOT NULL,
    ordinal integer NOT NULL,
    title text NOT NULL,
    from_owner boolean NOT NULL,
    quorum integer NOT NULL,
    CONSTRAINT approval_rule_quorum_check CHECK ((quorum > 0)),
    CONSTRAINT approval_rule_risk_band_check CHECK ((risk_band = ANY (ARRAY['low'::text, 'medium'::text, 'high'::text])))
);

ALTER TABLE public.approval_rule ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.approval_rule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.approval_step (
    id bigint NOT NULL,
    plan_id bigint NOT NULL,
    ordinal integer NOT NULL,
    title text NOT NULL,
    team_id integer NOT NULL,
    quorum integer NOT NULL,
    is_override boolean DEFAULT false NOT NULL,
    CONSTRAINT approval_step_quorum_check CHECK ((quorum > 0))
);

ALTER TABLE public.approval_step ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.approval_step_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.audit_event (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    actor_via text NOT NULL,
    on_behalf_of text,
    kind text NOT NULL,
    change_id bigint,
    cluster_id integer,
    subject text DEFAULT ''::text NOT NULL,
    words text NOT NULL,
    data jsonb,
    CONSTRAINT audit_event_actor_via_check CHECK ((actor_via = ANY (ARRAY['page'::text, 'token'::text, 'delegation'::text, 'service'::text])))
);

ALTER TABLE public.audit_event ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.audit_seal (
    number bigint NOT NULL,
    event_id bigint NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT audit_seal_hash_check CHECK ((octet_length(hash) = 32))
);

CREATE TABLE public.change (
    id bigint NOT NULL,
    title text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    state text NOT NULL,
    environment text NOT NULL,
    owner_team_id integer NOT NULL,
    actor text NOT NULL,
    actor_via text NOT NULL,
    on_behalf_of text,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    plan_id bigint,
    told text,
    authors text[] NOT NULL,
    CONSTRAINT change_actor_via_check CHECK ((actor_via = ANY (ARRAY['page'::text, 'token'::text, 'delegation'::text, 'service'::text]))),
    CONSTRAINT change_title_check CHECK (((length(title) >= 1) AND (length(title) <= 200)))
);

ALTER TABLE public.change ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.change_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.change_resource (
    id bigint NOT NULL,
    change_id bigint NOT NULL,
    ordinal integer NOT NULL,
    kind text NOT NULL,
    operation text NOT NULL,
    cluster_id integer NOT NULL,
    name text NOT NULL,
    wanted jsonb,
    depends_on integer[] DEFAULT '{}'::integer[] NOT NULL,
    base jsonb,
    tier_when_sent text,
    CONSTRAINT change_resource_kind_check CHECK ((kind = 'topic'::text)),
    CONSTRAINT change_resource_operation_check CHECK ((operation = ANY (ARRAY['create'::text, 'update'::text, 'delete'::text]))),
    CONSTRAINT change_resource_tier_when_sent_check CHECK ((tier_when_sent = ANY (ARRAY['experimental'::text, 'standard'::text, 'critical'::text])))
);

ALTER TABLE public.change_resource ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.change_resource_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.check_result (
    id bigint NOT NULL,
    plan_id bigint NOT NULL,
    name text NOT NULL,
    verdict text NOT NULL,
    words text NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    CONSTRAINT check_result_verdict_check CHECK ((verdict = ANY (ARRAY['passed'::text, 'noted'::text, 'needs_override'::text, 'blocked'::text, 'unknown'::text])))
);

ALTER TABLE public.check_result ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.check_result_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.cluster (
    id integer NOT NULL,
    name text NOT NULL,
    environment text NOT NULL,
    region text NOT NULL,
    engine_id text,
    version text,
    controller_kind text,
    is_local boolean DEFAULT false NOT NULL,
    missing_permissions text[] DEFAULT '{}'::text[] NOT NULL,
    registered_at timestamp with time zone NOT NULL,
    deregistered_at timestamp with time zone,
    CONSTRAINT cluster_name_check CHECK ((name ~ '^[a-z][a-z0-9-]{0,60}$'::text))
);

ALTER TABLE public.cluster ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.cluster_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collector (
    cluster_id integer NOT NULL,
    owner text,
    lease_until timestamp with time zone,
    fence bigint DEFAULT 0 NOT NULL,
    every_ms integer DEFAULT 10000 NOT NULL,
    cycle_at timestamp with time zone,
    whole_at timestamp with time zone,
    took_ms integer,
    requests integer,
    complaint text,
    unknown_partitions integer DEFAULT 0 NOT NULL,
    brokers jsonb DEFAULT '[]'::jsonb NOT NULL,
    structure bigint DEFAULT 0 NOT NULL,
    members_at timestamp with time zone,
    membership bigint DEFAULT 0 NOT NULL,
    settings_at timestamp with time zone
);

CREATE TABLE public.drift (
    id bigint NOT NULL,
    resource_id bigint NOT NULL,
    field text NOT NULL,
    wanted text,
    live text,
    first_seen_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone
);

ALTER TABLE public.drift ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.drift_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.due (
    id bigint NOT NULL,
    kind text NOT NULL,
    subject_id bigint NOT NULL,
    due_at timestamp with time zone NOT NULL
);

ALTER TABLE public.due ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.due_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.endpoint (
    id bigint NOT NULL,
    cluster_id integer NOT NULL,
    kind text NOT NULL,
    addresses text NOT NULL,
    tls boolean DEFAULT false NOT NULL,
    ca_pem text,
    sasl_mechanism text,
    username text,
    secret_id bigint,
    CONSTRAINT endpoint_check CHECK (((sasl_mechanism IS NULL) = (username IS NULL))),
    CONSTRAINT endpoint_kind_check CHECK ((kind = ANY (ARRAY['kafka'::text, 'registry'::text, 'flink'::text, 'sql_gateway'::text]))),
    CONSTRAINT endpoint_sasl_mechanism_check CHECK ((sasl_mechanism = ANY (ARRAY['PLAIN'::text, 'SCRAM-SHA-256'::text, 'SCRAM-SHA-512'::text])))
);

ALTER TABLE public.endpoint ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.endpoint_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.environment (
    name text NOT NULL,
    title text NOT NULL,
    lane integer NOT NULL,
    is_production boolean DEFAULT false NOT NULL,
    CONSTRAINT environment_name_check CHECK ((name ~ '^[a-z][a-z0-9-]{0,30}$'::text))
);

CREATE TABLE public.idempotency_key (
    person_id integer NOT NULL,
    key text NOT NULL,
    request bytea NOT NULL,
    status integer,
    body text,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT idempotency_key_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200)))
);

CREATE TABLE public.incarnation (
    id bigint NOT NULL,
    kind text NOT NULL,
    cluster_id integer NOT NULL,
    name text NOT NULL,
    engine_id text NOT NULL,
    first_seen_at timestamp with time zone NOT NULL,
    gone_at timestamp with time zone,
    CONSTRAINT incarnation_kind_check CHECK ((kind = 'topic'::text))
);

ALTER TABLE public.incarnation ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.incarnation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.membership (
    person_id integer NOT NULL,
    team_id integer NOT NULL,
    role text NOT NULL,
    CONSTRAINT membership_role_check CHECK ((role = ANY (ARRAY['member'::text, 'approver'::text, 'on_call'::text, 'platform'::text, 'auditor'::text])))
);

CREATE TABLE public.migration (
    number integer NOT NULL,
    name text NOT NULL,
    checksum bytea NOT NULL,
    applied_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE TABLE public.outbox (
    id bigint NOT NULL,
    dedup_key text NOT NULL,
    kind text NOT NULL,
    payload jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone
);

ALTER TABLE public.outbox ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.person (
    id integer NOT NULL,
    handle text NOT NULL,
    name text NOT NULL,
    about text DEFAULT ''::text NOT NULL,
    is_seeded boolean DEFAULT false NOT NULL,
    disabled_at timestamp with time zone,
    CONSTRAINT person_handle_check CHECK ((handle ~ '^[a-z][a-z0-9.-]{0,60}$'::text))
);

ALTER TABLE public.person ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.person_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan (
    id bigint NOT NULL,
    change_id bigint NOT NULL,
    number integer NOT NULL,
    hash text NOT NULL,
    form_version integer NOT NULL,
    canonical text NOT NULL,
    evidence jsonb NOT NULL,
    risk_score integer NOT NULL,
    risk_band text NOT NULL,
    risk_reasons jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT plan_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT plan_risk_band_check CHECK ((risk_band = ANY (ARRAY['low'::text, 'medium'::text, 'high'::text])))
);

ALTER TABLE public.plan ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.plan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE SEQUENCE public.planning_fence
    START WITH 1000000
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.planning_run (
    change_id bigint NOT NULL,
    fence bigint DEFAULT 0 NOT NULL,
    owner text,
    lease_until timestamp with time zone,
    retry_at timestamp with time zone NOT NULL,
    first_failed_at timestamp with time zone,
    told text
);

CREATE TABLE public.reading_10s (
    cluster_id integer NOT NULL,
    chunk integer NOT NULL,
    at timestamp with time zone NOT NULL,
    previous timestamp with time zone,
    columns bytea NOT NULL
)
PARTITION BY RANGE (at);

CREATE TABLE public.reading_10s_2026112109 (
    cluster_id integer NOT NULL,
    chunk integer NOT NULL,
    at timestamp with time zone NOT NULL,
    previous timestamp with time zone,
    columns bytea NOT NULL
)
WITH (toast_tuple_target='8160');
ALTER TABLE ONLY public.reading_10s_2026112109 ALTER COLUMN columns SET STORAGE EXTERNAL;

CREATE TABLE public.reading_10s_2026112110 (
    cluster_id integer NOT NULL,
    chunk integer NOT NULL,
    at timestamp with time zone NOT NULL,
    previous timestamp with time zone,
    columns bytea NOT NULL
)
WITH (toast_tuple_target='8160');
ALTER TABLE ONLY public.reading_10s_2026112110 ALTER COLUMN columns SET STORAGE EXTERNAL;

CREATE TABLE public.region (
    name text NOT NULL,
    title text NOT NULL,
    CONSTRAINT region_name_check CHECK ((name ~ '^[a-z][a-z0-9-]{0,30}$'::text))
);

CREATE TABLE public.resource (
    id bigint NOT NULL,
    kind text NOT NULL,
    cluster_id integer NOT NULL,
    name text NOT NULL,
    owner_team_id integer NOT NULL,
    spec jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    gone_at timestamp with time zone,
    CONSTRAINT resource_kind_check CHECK ((kind = 'topic'::text))
);

ALTER TABLE public.resource ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.resource_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.run_target (
    kind text NOT NULL,
    cluster_id integer NOT NULL,
    name text NOT NULL,
    run_id bigint NOT NULL,
    CONSTRAINT run_target_name_check CHECK ((name !~ '\.'::text))
);

CREATE TABLE public.secret (
    id bigint NOT NULL,
    protected bytea,
    created_at timestamp with time zone NOT NULL,
    erased_at timestamp with time zone,
    CONSTRAINT secret_check CHECK (((protected IS NULL) = (erased_at IS NOT NULL)))
);

ALTER TABLE public.secret ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.secret_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.seen_group (
    cluster_id integer NOT NULL,
    name text NOT NULL,
    type text NOT NULL,
    state text NOT NULL,
    members integer,
    first_seen_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    gone_at timestamp with time zone,
    CONSTRAINT seen_group_type_check CHECK ((type = ANY (ARRAY['classic'::text, 'consumer'::text, 'share'::text, 'unknown'::text])))
);

CREATE TABLE public.seen_members (
    cluster_id integer NOT NULL,
    group_name text NOT NULL,
    members jsonb NOT NULL,
    told_at timestamp with time zone
);

CREATE TABLE public.seen_topic (
    cluster_id integer NOT NULL,
    name text NOT NULL,
    topic_id uuid NOT NULL,
    partitions integer NOT NULL,
    replication integer NOT NULL,
    is_internal boolean NOT NULL,
    configs jsonb NOT NULL,
    bytes bigint,
    first_seen_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    gone_at timestamp with time zone,
    settings_told_at timestamp with time zone
);

CREATE TABLE public.series (
    cluster_id integer NOT NULL,
    chunk integer NOT NULL,
    slot integer NOT NULL,
    count integer NOT NULL,
    incarnation_id bigint NOT NULL,
    first_partition integer NOT NULL,
    group_name text,
    since timestamp with time zone NOT NULL,
    gone_at timestamp with time zone,
    CONSTRAINT series_count_check CHECK ((count > 0))
);

CREATE TABLE public.snapshot_version (
    scope text NOT NULL,
    version bigint NOT NULL,
    changed_at timestamp with time zone NOT NULL
);

CREATE TABLE public.step_journal (
    id bigint NOT NULL,
    run_id bigint NOT NULL,
    step integer NOT NULL,
    direction text NOT NULL,
    phase text NOT NULL,
    fence bigint NOT NULL,
    before_image jsonb,
    engine_id text,
    result text,
    at timestamp with time zone NOT NULL,
    CONSTRAINT step_journal_direction_check CHECK ((direction = ANY (ARRAY['do'::text, 'undo'::text]))),
    CONSTRAINT step_journal_phase_check CHECK ((phase = ANY (ARRAY['intent'::text, 'done'::text, 'failed'::text])))
);

ALTER TABLE public.step_journal ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.step_journal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.team (
    id integer NOT NULL,
    name text NOT NULL,
    title text NOT NULL,
    CONSTRAINT team_name_check CHECK ((name ~ '^[a-z][a-z0-9-]{0,60}$'::text))
);

ALTER TABLE public.team ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.team_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.vote (
    id bigint NOT NULL,
    change_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    plan_hash text NOT NULL,
    step_id bigint,
    actor text NOT NULL,
    actor_via text NOT NULL,
    on_behalf_of text,
    verdict text NOT NULL,
    comment text DEFAULT ''::text NOT NULL,
    at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    CONSTRAINT vote_actor_via_check CHECK ((actor_via = ANY (ARRAY['page'::text, 'token'::text, 'delegation'::text, 'service'::text]))),
    CONSTRAINT vote_verdict_check CHECK ((verdict = ANY (ARRAY['approve'::text, 'reject'::text, 'request_changes'::text])))
);

ALTER TABLE public.vote ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.vote_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE quartz.qrtz_blob_triggers (
    sched_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    blob_data bytea
);

CREATE TABLE quartz.qrtz_calendars (
    sched_name text NOT NULL,
    calendar_name text NOT NULL,
    calendar bytea NOT NULL
);

CREATE TABLE quartz.qrtz_cron_triggers (
    sched_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    cron_expression text NOT NULL,
    time_zone_id text
);

CREATE TABLE quartz.qrtz_execution_history (
    sched_name text NOT NULL,
    entry_id text NOT NULL,
    instance_name text NOT NULL,
    job_name text NOT NULL,
    job_group text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    fired_time bigint NOT NULL,
    run_time bigint NOT NULL,
    succeeded boolean NOT NULL,
    error_message text,
    retry_attempt integer DEFAULT 0 NOT NULL,
    retry_scheduled boolean DEFAULT false NOT NULL,
    execution_log text,
    result integer,
    summary text,
    metrics text,
    manual boolean,
    fire_instance_id text,
    job_input text,
    job_input_too_large boolean
);

CREATE TABLE quartz.qrtz_fired_triggers (
    sched_name text NOT NULL,
    entry_id text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    instance_name text NOT NULL,
    fired_time bigint NOT NULL,
    sched_time bigint NOT NULL,
    priority integer NOT NULL,
    state text NOT NULL,
    job_name text,
    job_group text,
    is_nonconcurrent boolean NOT NULL,
    requests_recovery boolean,
    execution_group character varying(200),
    progress integer,
    progress_message character varying(250),
    interrupt_requested_time bigint
);

CREATE TABLE quartz.qrtz_job_details (
    sched_name text NOT NULL,
    job_name text NOT NULL,
    job_group text NOT NULL,
    description text,
    job_class_name text NOT NULL,
    is_durable boolean NOT NULL,
    is_nonconcurrent boolean NOT NULL,
    is_update_data boolean NOT NULL,
    requests_recovery boolean NOT NULL,
    job_data bytea
);

CREATE TABLE quartz.qrtz_job_status (
    sched_name text NOT NULL,
    job_group text NOT NULL,
    job_name text NOT NULL,
    first_fired_time bigint NOT NULL,
    last_fired_time bigint NOT NULL,
    last_result integer NOT NULL,
    last_run_time bigint NOT NULL,
    last_instance_name text NOT NULL,
    last_entry_id text,
    last_summary text,
    last_success_time bigint,
    last_failure_time bigint,
    last_failure_message text,
    consecutive_failures integer DEFAULT 0 NOT NULL,
    run_count bigint DEFAULT 0 NOT NULL,
    failure_count bigint DEFAULT 0 NOT NULL
);

CREATE TABLE quartz.qrtz_locks (
    sched_name text NOT NULL,
    lock_name text NOT NULL
);

CREATE TABLE quartz.qrtz_misfire_history (
    sched_name text NOT NULL,
    entry_id text NOT NULL,
    instance_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    job_name text,
    job_group text,
    misfire_time bigint NOT NULL,
    sched_time bigint,
    reason integer
);

CREATE TABLE quartz.qrtz_paused_job_grps (
    sched_name text NOT NULL,
    job_group text NOT NULL,
    pause_reason character varying(250),
    paused_by character varying(200),
    paused_at bigint
);

CREATE TABLE quartz.qrtz_paused_trigger_grps (
    sched_name text NOT NULL,
    trigger_group text NOT NULL,
    pause_reason character varying(250),
    paused_by character varying(200),
    paused_at bigint
);

CREATE TABLE quartz.qrtz_scheduler_state (
    sched_name text NOT NULL,
    instance_name text NOT NULL,
    last_checkin_time bigint NOT NULL,
    checkin_interval bigint NOT NULL,
    quartz_version character varying(20)
);

CREATE TABLE quartz.qrtz_simple_triggers (
    sched_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    repeat_count bigint NOT NULL,
    repeat_interval bigint NOT NULL,
    times_triggered bigint NOT NULL
);

CREATE TABLE quartz.qrtz_simprop_triggers (
    sched_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    str_prop_1 text,
    str_prop_2 text,
    str_prop_3 text,
    int_prop_1 integer,
    int_prop_2 integer,
    long_prop_1 bigint,
    long_prop_2 bigint,
    dec_prop_1 numeric,
    dec_prop_2 numeric,
    bool_prop_1 boolean,
    bool_prop_2 boolean,
    time_zone_id text
);

CREATE TABLE quartz.qrtz_triggers (
    sched_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    job_name text NOT NULL,
    job_group text NOT NULL,
    description text,
    next_fire_time bigint,
    prev_fire_time bigint,
    priority integer,
    trigger_state text NOT NULL,
    trigger_type text NOT NULL,
    start_time bigint NOT NULL,
    end_time bigint,
    calendar_name text,
    misfire_instr smallint,
    misfire_orig_fire_time bigint,
    execution_group character varying(200),
    preferred_node character varying(200),
    preferred_node_auto boolean DEFAULT false NOT NULL,
    retry_policy character varying(250),
    retry_attempt integer,
    continues_trigger_name text,
    continues_trigger_group text,
    continuation_condition integer,
    overlap_policy integer,
    pause_reason character varying(250),
    paused_by character varying(200),
    paused_at bigint,
    misfire_threshold bigint,
    fixed_delay boolean,
    job_data bytea
);

ALTER TABLE ONLY public.reading_10s ATTACH PARTITION public.reading_10s_2026112109 FOR VALUES FROM ('2026-11-21 09:00:00+00') TO ('2026-11-21 10:00:00+00');

ALTER TABLE ONLY public.reading_10s ATTACH PARTITION public.reading_10s_2026112110 FOR VALUES FROM ('2026-11-21 10:00:00+00') TO ('2026-11-21 11:00:00+00');

INSERT INTO public.api_token OVERRIDING SYSTEM VALUE VALUES
	(5, 6, 'printed by the token command', '\x4ee7dcc71ea588163836a400707c9521087b6a57d2c16894894289e636b9cc63', '{read,write}', '2026-11-21 09:45:20.784355+00', '2026-11-21 10:45:20.784355+00', NULL, NULL, '{}'),
	(6, 4, 'printed by the token command', '\xc0de638d704e58758f804aad092e22c9dd043a7dfcc662731e7b050e26a1db33', '{read,write}', '2026-11-21 09:45:20.803578+00', '2026-11-21 10:45:20.803578+00', NULL, NULL, '{}'),
	(3, 3, 'printed by the token command', '\xcbf893c7c458f22a5c45cff5b7ecd6ddf7156a904c8056204368a7548219fd1f', '{read,write}', '2026-11-21 09:45:20.077057+00', '2026-11-21 10:45:20.077057+00', '2026-11-21 09:47:18.49284+00', NULL, '{}'),
	(7, 1, 'deploy pipeline', '\x78b5865fc5e03b409b65ee24e2fe4840666e5e713ad56c56de0d98e002709668', '{read,write}', '2026-11-21 09:47:45.160115+00', '2026-11-21 10:45:16.646838+00', NULL, NULL, '{1}'),
	(8, 2, 'old dashboard', '\x59ad1bbaef093de82d27f14378431cb1825854f61f1a1a66201d1695e6d89edf', '{read}', '2026-11-21 09:47:45.2845+00', '2026-11-21 10:45:19.741084+00', NULL, '2026-11-21 09:47:45.333729+00', '{2}'),
	(1, 1, 'printed by the token command', '\x0762904b7c89e01e6e99a125cbd4b438bceaa5efe35b3e9a4d63420dac746146', '{read,write}', '2026-11-21 09:45:16.646838+00', '2026-11-21 10:45:16.646838+00', '2026-11-21 09:49:11.720016+00', NULL, '{}'),
	(2, 2, 'printed by the token command', '\xe2a7e71e2886a9f369560a9316375deedf294e37f81e2fa0f00e82cfadac45b5', '{read,write}', '2026-11-21 09:45:19.741084+00', '2026-11-21 10:45:19.741084+00', '2026-11-21 09:49:11.749601+00', NULL, '{}'),
	(4, 5, 'printed by the token command', '\x84a269b0a8be82ed605b3822aae0fe4d8b5b1e027020e196685d4665639dbcd2', '{read,write}', '2026-11-21 09:45:20.762339+00', '2026-11-21 10:45:20.762339+00', '2026-11-21 09:49:51.798007+00', NULL, '{}');

INSERT INTO public.apply_run OVERRIDING SYSTEM VALUE VALUES
	(1, 1, 1, 'applied', 1, NULL, NULL, '2026-11-21 09:46:04.262324+00', NULL, NULL, NULL, 'Applied, and seen to be as planned.', '2026-11-21 09:46:04.254438+00', '2026-11-21 09:46:04.632671+00', '2026-11-21 09:46:06.600925+00'),
	(2, 2, 2, 'applied', 1, NULL, NULL, '2026-11-21 09:46:07.522941+00', NULL, NULL, NULL, 'Applied, and seen to be as planned.', '2026-11-21 09:46:07.520466+00', '2026-11-21 09:46:07.568345+00', '2026-11-21 09:46:08.094353+00'),
	(3, 3, 3, 'applied', 1, NULL, NULL, '2026-11-21 09:46:10.267213+00', NULL, NULL, NULL, 'Applied, and seen to be as planned.', '2026-11-21 09:46:10.253829+00', '2026-11-21 09:46:10.358633+00', '2026-11-21 09:46:10.65804+00'),
	(4, 4, 4, 'applied', 1, NULL, NULL, '2026-11-21 09:46:11.339413+00', NULL, NULL, NULL, 'Applied, and seen to be as planned.', '2026-11-21 09:46:11.337338+00', '2026-11-21 09:46:11.351695+00', '2026-11-21 09:46:11.487508+00'),
	(5, 5, 5, 'applied', 1, NULL, NULL, '2026-11-21 09:46:15.454564+00', NULL, NULL, NULL, 'Applied, and seen to be as planned.', '2026-11-21 09:46:15.420754+00', '2026-11-21 09:46:15.490187+00', '2026-11-21 09:46:15.923898+00'),
	(6, 7, 7, 'applied', 1, NULL, NULL, '2026-11-21 09:46:17.466886+00', NULL, NULL, NULL, 'Applied, and seen to be as planned.', '2026-11-21 09:46:17.463091+00', '2026-11-21 09:46:17.661115+00', '2026-11-21 09:46:17.843222+00'),
	(7, 6, 6, 'applied', 1, NULL, NULL, '2026-11-21 09:47:16.071312+00', NULL, NULL, NULL, 'Applied, and seen to be as planned.', '2026-11-21 09:47:16.066026+00', '2026-11-21 09:47:16.086379+00', '2026-11-21 09:47:16.143001+00'),
	(8, 14, 13, 'rolled_back', 1, NULL, NULL, '2026-11-21 09:47:21.569399+00', NULL, NULL, NULL, 'All that was done has been taken back.', '2026-11-21 09:47:21.566129+00', '2026-11-21 09:47:21.622283+00', '2026-11-21 09:47:23.208467+00'),
	(10, 17, 16, 'applying', 4, NULL, NULL, '2026-11-21 09:49:27.740267+00', '2026-11-21 09:49:11.972409+00', NULL, NULL, 'local: 127.0.0.1:9310 can''t be reached: nothing listens there.', '2026-11-21 09:49:11.770966+00', '2026-11-21 09:49:11.859761+00', NULL),
	(9, 15, 14, 'stuck', 1, NULL, NULL, '2026-11-21 09:47:26.373756+00', NULL, NULL, NULL, 'local refused to create refunds: This local cluster holds at most 60 partitions; it has 33, and 30 more were asked for. It is past the point of no return, so a person has to decide.', '2026-11-21 09:47:25.006792+00', '2026-11-21 09:47:25.074772+00', NULL),
	(11, 16, 15, 'waiting', 0, NULL, NULL, '2026-11-21 09:49:51.830243+00', NULL, NULL, NULL, NULL, '2026-11-21 09:49:51.823587+00', NULL, NULL);

INSERT INTO public.approval_rule OVERRIDING SYSTEM VALUE VALUES
	(1, 'dev', 'medium', 1, 'Owning team', true, 1),
	(2, 'dev', 'high', 1, 'Owning team', true, 1),
	(3, 'prod', 'low', 1, 'Owning team', true, 1),
	(4, 'prod', 'medium', 1, 'Owning team', true, 1),
	(5, 'prod', 'high', 1, 'Owning team', true, 1),
	(6, 'prod', 'high', 2, 'Platform', false, 1);

INSERT INTO public.approval_step OVERRIDING SYSTEM VALUE VALUES
	(1, 5, 1, 'Owning team', 1, 1, false),
	(2, 5, 2, 'Override: replication · orders', 3, 1, true),
	(3, 6, 1, 'Owning team', 2, 1, false),
	(4, 6, 2, 'Override: replication · shipments', 3, 1, true),
	(5, 8, 1, 'Owning team', 1, 1, false),
	(6, 9, 1, 'Owning team', 1, 1, false),
	(7, 9, 2, 'Override: replication · orders', 3, 1, true),
	(8, 10, 1, 'Owning team', 2, 1, false),
	(9, 10, 2, 'Override: replication · shipments, replication · shipments.events', 3, 1, true),
	(10, 11, 1, 'Owning team', 1, 1, false),
	(11, 11, 2, 'Platform', 3, 1, false),
	(12, 12, 1, 'Owning team', 1, 1, false),
	(13, 12, 2, 'Override: replication · refunds', 3, 1, true),
	(14, 14, 1, 'Owning team', 1, 1, false),
	(15, 15, 1, 'Owning team', 2, 1, false),
	(16, 15, 2, 'Override: replication · shipments', 3, 1, true),
	(17, 16, 1, 'Owning team', 1, 1, false);

INSERT INTO public.audit_event OVERRIDING SYSTEM VALUE VALUES
	(1, '2026-11-21 09:44:50.939769+00', 'seed', 'service', NULL, 'structure.seeded', NULL, NULL, '', 'Environments, teams, people and approval rules for an evaluation were added.', NULL),
	(2, '2026-11-21 09:44:57.32154+00', 'seed', 'service', NULL, 'cluster.registered', NULL, 1, 'local', 'The local setup registered local.', '{"tls": false, "region": "local", "engineId": "local-2f18b9f10a9c32e4", "username": null, "addresses": "127.0.0.1:9310", "environment": "dev", "saslMechanism": null, "missingPermissions": []}'),
	(3, '2026-11-21 09:45:00.137617+00', 'seed', 'service', NULL, 'cluster.registered', NULL, 2, 'local-prod', 'The local setup registered local-prod.', '{"tls": false, "region": "local", "engineId": "local-a0cd807e6f85677b", "username": null, "addresses": "127.0.0.1:9320", "environment": "prod", "saslMechanism": null, "missingPermissions": []}'),
	(4, '2026-11-21 09:45:18.54802+00', 'ada', 'service', NULL, 'token.issued', NULL, NULL, 'printed by the token command', 'An API token was made, good until 2026-11-21 10:45:16Z.', NULL),
	(5, '2026-11-21 09:45:19.754831+00', 'grace', 'service', NULL, 'token.issued', NULL, NULL, 'printed by the token command', 'An API token was made, good until 2026-11-21 10:45:19Z.', NULL),
	(6, '2026-11-21 09:45:20.080857+00', 'lin', 'service', NULL, 'token.issued', NULL, NULL, 'printed by the token command', 'An API token was made, good until 2026-11-21 10:45:20Z.', NULL),
	(7, '2026-11-21 09:45:20.763205+00', 'sam', 'service', NULL, 'token.issued', NULL, NULL, 'printed by the token command', 'An API token was made, good until 2026-11-21 10:45:20Z.', NULL),
	(8, '2026-11-21 09:45:20.785195+00', 'mina', 'service', NULL, 'token.issued', NULL, NULL, 'printed by the token command', 'An API token was made, good until 2026-11-21 10:45:20Z.', NULL),
	(9, '2026-11-21 09:45:20.80466+00', 'noor', 'service', NULL, 'token.issued', NULL, NULL, 'printed by the token command', 'An API token was made, good until 2026-11-21 10:45:20Z.', NULL),
	(10, '2026-11-21 09:46:02.217633+00', 'ada', 'token', NULL, 'change.submitted', 1, NULL, 'Create orders', 'Asked for; a worker is making the plan.', '{"owner": "payments", "title": "Create orders", "reason": "needed for the spring release", "resources": [{"base": null, "kind": "topic", "name": "orders", "wanted": {"tier": "standard", "owner": "payments", "configs": {"retention.ms": "604800000"}, "partitions": 3, "description": "What customers ordered", "replication": 1}, "cluster": "local", "dependsOn": [], "operation": "create"}]}'),
	(11, '2026-11-21 09:46:03.891185+00', 'planner', 'service', NULL, 'plan.made', 1, NULL, 'Create orders', 'A plan was made; it is checked.', NULL),
	(12, '2026-11-21 09:46:04.254438+00', 'planner', 'service', NULL, 'plan.checked', 1, NULL, 'Create orders', 'All checks passed, and nobody has to approve it here.', NULL),
	(13, '2026-11-21 09:46:04.62871+00', 'applier', 'service', NULL, 'run.started', 1, NULL, 'Create orders', 'A worker has begun to apply it.', NULL),
	(14, '2026-11-21 09:46:06.182861+00', 'applier', 'service', NULL, 'step.done', 1, 1, 'orders', 'Topic orders created with 3 partitions and 1 replicas.', NULL),
	(15, '2026-11-21 09:46:06.370346+00', 'applier', 'service', NULL, 'run.verifying', 1, NULL, 'Create orders', 'All steps are done; the whole is looked at.', NULL),
	(16, '2026-11-21 09:46:06.563947+00', 'applier', 'service', NULL, 'run.applied', 1, NULL, 'Create orders', 'Applied, and seen to be as planned.', NULL),
	(17, '2026-11-21 09:46:07.368782+00', 'ada', 'token', NULL, 'change.submitted', 2, NULL, 'Create payments.captured', 'Asked for; a worker is making the plan.', '{"owner": "payments", "title": "Create payments.captured", "reason": "needed for the spring release", "resources": [{"base": null, "kind": "topic", "name": "payments.captured", "wanted": {"tier": "critical", "owner": "payments", "configs": {"cleanup.policy": "compact", "min.insync.replicas": "1"}, "partitions": 6, "description": "", "replication": 1}, "cluster": "local", "dependsOn": [], "operation": "create"}]}'),
	(18, '2026-11-21 09:46:07.517394+00', 'planner', 'service', NULL, 'plan.made', 2, NULL, 'Create payments.captured', 'A plan was made; it is checked.', NULL),
	(19, '2026-11-21 09:46:07.520466+00', 'planner', 'service', NULL, 'plan.checked', 2, NULL, 'Create payments.captured', 'All checks passed, and nobody has to approve it here.', NULL),
	(20, '2026-11-21 09:46:07.563129+00', 'applier', 'service', NULL, 'run.started', 2, NULL, 'Create payments.captured', 'A worker has begun to apply it.', NULL),
	(21, '2026-11-21 09:46:07.807755+00', 'applier', 'service', NULL, 'step.done', 2, 1, 'payments.captured', 'Topic payments.captured created with 6 partitions and 1 replicas.', NULL),
	(22, '2026-11-21 09:46:07.847713+00', 'applier', 'service', NULL, 'run.verifying', 2, NULL, 'Create payments.captured', 'All steps are done; the whole is looked at.', NULL),
	(23, '2026-11-21 09:46:08.083663+00', 'applier', 'service', NULL, 'run.applied', 2, NULL, 'Create payments.captured', 'Applied, and seen to be as planned.', NULL),
	(24, '2026-11-21 09:46:09.783459+00', 'lin', 'token', NULL, 'change.submitted', 3, NULL, 'Create shipments', 'Asked for; a worker is making the plan.', '{"owner": "logistics", "title": "Create shipments", "reason": "needed for the spring release", "resources": [{"base": null, "kind": "topic", "name": "shipments", "wanted": {"tier": "standard", "owner": "logistics", "configs": {}, "partitions": 3, "description": "Parcels on their way", "replication": 1}, "cluster": "local", "dependsOn": [], "operation": "create"}]}'),
	(25, '2026-11-21 09:46:10.244585+00', 'planner', 'service', NULL, 'plan.made', 3, NULL, 'Create shipments', 'A plan was made; it is checked.', NULL),
	(26, '2026-11-21 09:46:10.253829+00', 'planner', 'service', NULL, 'plan.checked', 3, NULL, 'Create shipments', 'All checks passed, and nobody has to approve it here.', NULL),
	(27, '2026-11-21 09:46:10.355951+00', 'applier', 'service', NULL, 'run.started', 3, NULL, 'Create shipments', 'A worker has begun to apply it.', NULL),
	(28, '2026-11-21 09:46:10.547218+00', 'applier', 'service', NULL, 'step.done', 3, 1, 'shipments', 'Topic shipments created with 3 partitions and 1 replicas.', NULL),
	(29, '2026-11-21 09:46:10.573704+00', 'applier', 'service', NULL, 'run.verifying', 3, NULL, 'Create shipments', 'All steps are done; the whole is looked at.', NULL),
	(30, '2026-11-21 09:46:10.652221+00', 'applier', 'service', NULL, 'run.applied', 3, NULL, 'Create shipments', 'Applied, and seen to be as planned.', NULL),
	(31, '2026-11-21 09:46:11.166032+00', 'ada', 'token', NULL, 'change.submitted', 4, NULL, 'Retries of orders', 'Asked for; a worker is making the plan.', '{"owner": "payments", "title": "Retries of orders", "reason": "needed for the spring release", "resources": [{"base": null, "kind": "topic", "name": "orders.retry", "wanted": {"tier": "standard", "owner": "payments", "configs": {}, "partitions": 1, "description": "", "replication": 1}, "cluster": "local", "dependsOn": [], "operation": "create"}, {"base": null, "kind": "topic", "name": "orders.dead_letter", "wanted": {"tier": "standard", "owner": "payments", "configs": {}, "partitions": 1, "description": "", "replication": 1}, "cluster": "local", "dependsOn": [0], "operation": "create"}]}'),
	(32, '2026-11-21 09:46:11.332905+00', 'planner', 'service', NULL, 'plan.made', 4, NULL, 'Retries of orders', 'A plan was made; it is checked.', NULL),
	(33, '2026-11-21 09:46:11.337338+00', 'planner', 'service', NULL, 'plan.checked', 4, NULL, 'Retries of orders', 'All checks passed, and nobody has to approve it here.', NULL),
	(34, '2026-11-21 09:46:11.350165+00', 'applier', 'service', NULL, 'run.started', 4, NULL, 'Retries of orders', 'A worker has begun to apply it.', NULL),
	(35, '2026-11-21 09:46:11.376747+00', 'applier', 'service', NULL, 'step.done', 4, 1, 'orders.retry', 'Topic orders.retry created with 1 partitions and 1 replicas.', NULL),
	(36, '2026-11-21 09:46:11.435887+00', 'applier', 'service', NULL, 'step.done', 4, 1, 'orders.dead_letter', 'Topic orders.dead_letter created with 1 partitions and 1 replicas.', NULL),
	(37, '2026-11-21 09:46:11.446258+00', 'applier', 'service', NULL, 'run.verifying', 4, NULL, 'Retries of orders', 'All steps are done; the whole is looked at.', NULL),
	(44, '2026-11-21 09:46:15.477754+00', 'applier', 'service', NULL, 'run.started', 5, NULL, 'Create orders', 'A worker has begun to apply it.', NULL),
	(53, '2026-11-21 09:46:17.458838+00', 'planner', 'service', NULL, 'plan.made', 7, NULL, 'Change orders', 'A plan was made; it is checked.', NULL),
	(54, '2026-11-21 09:46:17.463091+00', 'planner', 'service', NULL, 'plan.checked', 7, NULL, 'Change orders', 'All checks passed, and nobody has to approve it here.', NULL),
	(38, '2026-11-21 09:46:11.475776+00', 'applier', 'service', NULL, 'run.applied', 4, NULL, 'Retries of orders', 'Applied, and seen to be as planned.', NULL),
	(39, '2026-11-21 09:46:11.801295+00', 'ada', 'token', NULL, 'change.submitted', 5, NULL, 'Create orders', 'Asked for; a worker is making the plan.', '{"owner": "payments", "title": "Create orders", "reason": "needed for the spring release", "resources": [{"base": null, "kind": "topic", "name": "orders", "wanted": {"tier": "critical", "owner": "payments", "configs": {"retention.ms": "259200000"}, "partitions": 6, "description": "", "replication": 1}, "cluster": "local-prod", "dependsOn": [], "operation": "create"}]}'),
	(49, '2026-11-21 09:46:16.237813+00', 'planner', 'service', NULL, 'plan.made', 6, NULL, 'Create shipments', 'A plan was made; it is checked.', NULL),
	(50, '2026-11-21 09:46:16.240899+00', 'planner', 'service', NULL, 'plan.checked', 6, NULL, 'Create shipments', 'Waits for approval: Owning team.', NULL),
	(51, '2026-11-21 09:46:16.692869+00', 'grace', 'token', NULL, 'vote.cast', 6, NULL, 'Create shipments', 'Approved by Grace Okafor; waits for: Override: replication · shipments.', '{"hash": "c83ed962aaebbb8ec312ae8eac1ede8962d926dff1e31553698044e4cc59a0d0", "plan": 1, "step": "Owning team", "comment": "", "verdict": "approve"}'),
	(57, '2026-11-21 09:46:17.831926+00', 'applier', 'service', NULL, 'run.verifying', 7, NULL, 'Change orders', 'All steps are done; the whole is looked at.', NULL),
	(40, '2026-11-21 09:46:12.112072+00', 'planner', 'service', NULL, 'plan.made', 5, NULL, 'Create orders', 'A plan was made; it is checked.', NULL),
	(41, '2026-11-21 09:46:12.123195+00', 'planner', 'service', NULL, 'plan.checked', 5, NULL, 'Create orders', 'Waits for approval: Owning team.', NULL),
	(47, '2026-11-21 09:46:15.920057+00', 'applier', 'service', NULL, 'run.applied', 5, NULL, 'Create orders', 'Applied, and seen to be as planned.', NULL),
	(55, '2026-11-21 09:46:17.64844+00', 'applier', 'service', NULL, 'run.started', 7, NULL, 'Change orders', 'A worker has begun to apply it.', NULL),
	(60, '2026-11-21 09:46:18.814911+00', 'planner', 'service', NULL, 'plan.nothing_to_do', 8, NULL, 'Change orders.retry', 'The cluster is already as wanted: there is nothing to do.', NULL),
	(42, '2026-11-21 09:46:14.652416+00', 'grace', 'token', NULL, 'vote.cast', 5, NULL, 'Create orders', 'Approved by Grace Okafor; waits for: Override: replication · orders.', '{"hash": "3e8fec93723726af196c80cbb5f3463a23c2ee5a98dd1ad2a57ce71892b49920", "plan": 1, "step": "Owning team", "comment": "", "verdict": "approve"}'),
	(43, '2026-11-21 09:46:15.420754+00', 'sam', 'token', NULL, 'vote.cast', 5, NULL, 'Create orders', 'Approved by Sam Ferreira.', '{"hash": "3e8fec93723726af196c80cbb5f3463a23c2ee5a98dd1ad2a57ce71892b49920", "plan": 1, "step": "Override: replication · orders", "comment": "", "verdict": "approve"}'),
	(48, '2026-11-21 09:46:16.054096+00', 'lin', 'token', NULL, 'change.submitted', 6, NULL, 'Create shipments', 'Asked for; a worker is making the plan.', '{"owner": "logistics", "title": "Create shipments", "reason": "needed for the spring release", "resources": [{"base": null, "kind": "topic", "name": "shipments", "wanted": {"tier": "standard", "owner": "logistics", "configs": {}, "partitions": 3, "description": "", "replication": 1}, "cluster": "local-prod", "dependsOn": [], "operation": "create"}]}'),
	(52, '2026-11-21 09:46:17.023611+00', 'ada', 'token', NULL, 'change.submitted', 7, NULL, 'Change orders', 'Asked for; a worker is making the plan.', '{"owner": "payments", "title": "Change orders", "reason": "needed for the spring release", "resources": [{"base": null, "kind": "topic", "name": "orders", "wanted": {"tier": "standard", "owner": "payments", "configs": {"retention.ms": "259200000"}, "partitions": 3, "description": "", "replication": 1}, "cluster": "local", "dependsOn": [], "operation": "update"}]}'),
	(59, '2026-11-21 09:46:18.329104+00', 'ada', 'token', NULL, 'change.submitted', 8, NULL, 'Change orders.retry', 'Asked for; a worker is making the plan.', '{"owner": "payments", "title": "Change orders.retry", "reason": "needed for the spring release", "resources": [{"base": null, "kind": "topic", "name": "orders.retry", "wanted": {"tier": "standard", "owner": "payments", "configs": {}, "partitions": 1, "description": "", "replication": 1}, "cluster": "local", "dependsOn": [], "operation": "update"}]}'),
	(45, '2026-11-21 09:46:15.882936+00', 'applier', 'service', NULL, 'step.done', 5, 2, 'orders', 'Topic orders created with 6 partitions and 1 replicas.', NULL),
	(46, '2026-11-21 09:46:15.895998+00', 'applier', 'service', NULL, 'run.verifying', 5, NULL, 'Create orders', 'All steps are done; the whole is looked at.', NULL),
	(58, '2026-11-21 09:46:17.840248+00', 'applier', 'service', NULL, 'run.applied', 7, NULL, 'Change orders', 'Applied, and seen to be as planned.', NULL),
	(56, '2026-11-21 09:46:17.821337+00', 'applier', 'service', NULL, 'step.done', 7, 1, 'orders', 'orders set to retention.ms=259200000.', NULL),
	(61, '2026-11-21 09:46:57.369907+00', 'ada', 'token', NULL, 'change.submitted', 9, NULL, 'Change orders', 'Asked for; a worker is making the plan.', '{"owner": "payments", "title": "Change orders", "reason": "twice the readers in May", "resources": [{"base": null, "kind": "topic", "name": "orders", "wanted": {"tier": "standard", "owner": "payments", "configs": {"retention.ms": "259200000"}, "partitions": 6, "description": "", "replication": 1}, "cluster": "local", "dependsOn": [], "operation": "update"}]}'),
	(62, '2026-11-21 09:46:57.815407+00', 'planner', 'service', NULL, 'plan.made', 9, NULL, 'Change orders', 'A plan was made; it is checked.', NULL),
	(63, '2026-11-21 09:46:57.822775+00', 'planner', 'service', NULL, 'plan.checked', 9, NULL, 'Change orders', 'Waits for approval: Owning team.', NULL),
	(64, '2026-11-21 09:46:58.3245+00', 'ada', 'token', NULL, 'change.submitted', 10, NULL, 'Change orders', 'Asked for; a worker is making the plan.', '{"owner": "payments", "title": "Change orders", "reason": "peak season", "resources": [{"base": null, "kind": "topic", "name": "orders", "wanted": {"tier": "critical", "owner": "payments", "configs": {"retention.ms": "172800000"}, "partitions": 12, "description": "", "replication": 1}, "cluster": "local-prod", "dependsOn": [], "operation": "update"}]}'),
	(65, '2026-11-21 09:46:59.468114+00', 'planner', 'service', NULL, 'plan.made', 10, NULL, 'Change orders', 'A plan was made; it is checked.', NULL),
	(66, '2026-11-21 09:46:59.47343+00', 'planner', 'service', NULL, 'plan.checked', 10, NULL, 'Change orders', 'Waits for approval: Owning team.', NULL),
	(67, '2026-11-21 09:46:59.852026+00', 'grace', 'token', NULL, 'vote.cast', 10, NULL, 'Change orders', 'Approved by Grace Okafor; waits for: Override: replication · orders.', '{"hash": "af1c8a0f121e66c83955e3dfa31be2d75b35817314280037cd2fa3dc6944fa88", "plan": 1, "step": "Owning team", "comment": "", "verdict": "approve"}'),
	(68, '2026-11-21 09:47:16.066026+00', 'sam', 'token', NULL, 'vote.cast', 6, NULL, 'Create shipments', 'Approved by Sam Ferreira.', '{"hash": "c83ed962aaebbb8ec312ae8eac1ede8962d926dff1e31553698044e4cc59a0d0", "plan": 1, "step": "Override: replication · shipments", "comment": "", "verdict": "approve"}'),
	(69, '2026-11-21 09:47:16.082774+00', 'applier', 'service', NULL, 'run.started', 6, NULL, 'Create shipments', 'A worker has begun to apply it.', NULL),
	(70, '2026-11-21 09:47:16.112598+00', 'applier', 'service', NULL, 'step.done', 6, 2, 'shipments', 'Topic shipments created with 3 partitions and 1 replicas.', NULL),
	(71, '2026-11-21 09:47:16.116777+00', 'applier', 'service', NULL, 'run.verifying', 6, NULL, 'Create shipments', 'All steps are done; the whole is looked at.', NULL),
	(72, '2026-11-21 09:47:16.136008+00', 'applier', 'service', NULL, 'run.applied', 6, NULL, 'Create shipments', 'Applied, and seen to be as planned.', NULL),
	(73, '2026-11-21 09:47:18.528831+00', 'lin', 'token', NULL, 'change.submitted', 11, NULL, 'Change shipments and 1 more', 'Asked for; a worker is making the plan.', '{"owner": "logistics", "title": "Change shipments and 1 more", "reason": "events of parcels", "resources": [{"base": null, "kind": "topic", "name": "shipments", "wanted": {"tier": "standard", "owner": "logistics", "configs": {}, "partitions": 6, "description": "", "replication": 1}, "cluster": "local-prod", "dependsOn": [], "operation": "update"}, {"base": null, "kind": "topic", "name": "shipments.events", "wanted": {"tier": "standard", "owner": "logistics", "configs": {}, "partitions": 3, "description": "", "replication": 1}, "cluster": "local-prod", "dependsOn": [], "operation": "create"}]}'),
	(74, '2026-11-21 09:47:18.97704+00', 'planner', 'service', NULL, 'plan.made', 11, NULL, 'Change shipments and 1 more', 'A plan was made; it is checked.', NULL),
	(75, '2026-11-21 09:47:18.985493+00', 'planner', 'service', NULL, 'plan.checked', 11, NULL, 'Change shipments and 1 more', 'Waits for approval: Owning team.', NULL),
	(76, '2026-11-21 09:47:19.884325+00', 'grace', 'token', NULL, 'vote.cast', 11, NULL, 'Change shipments and 1 more', 'Sent back by Grace Okafor: Six partitions for the events too, please.', '{"hash": "d5b8d5527d0849623cf32d6d7f33bad03b45befbb51d9722a9331e3f0aa2f519", "plan": 1, "step": "Owning team", "comment": "Six partitions for the events too, please.", "verdict": "request-changes"}'),
	(77, '2026-11-21 09:47:20.220679+00', 'ada', 'token', NULL, 'change.submitted', 12, NULL, 'Delete orders', 'Asked for; a worker is making the plan.', '{"owner": "payments", "title": "Delete orders", "reason": "needed for the spring release", "resources": [{"base": null, "kind": "topic", "name": "orders", "wanted": null, "cluster": "local-prod", "dependsOn": [], "operation": "delete"}]}'),
	(78, '2026-11-21 09:47:20.908686+00', 'planner', 'service', NULL, 'plan.made', 12, NULL, 'Delete orders', 'A plan was made; it is checked.', NULL),
	(79, '2026-11-21 09:47:20.910263+00', 'planner', 'service', NULL, 'plan.checked', 12, NULL, 'Delete orders', 'Waits for approval: Owning team.', NULL),
	(80, '2026-11-21 09:47:21.10086+00', 'sam', 'token', NULL, 'vote.cast', 12, NULL, 'Delete orders', 'Rejected by Sam Ferreira: Orders are needed.', '{"hash": "de570bf5f75737530f7e9761f0fa5f47807f7d024ffc2225b9a00336f2a96c20", "plan": 1, "step": "Platform", "comment": "Orders are needed.", "verdict": "reject"}'),
	(81, '2026-11-21 09:47:21.122824+00', 'ada', 'token', NULL, 'change.submitted', 13, NULL, 'Create refunds', 'Asked for; a worker is making the plan.', '{"owner": "payments", "title": "Create refunds", "reason": "needed for the spring release", "resources": [{"base": null, "kind": "topic", "name": "refunds", "wanted": {"tier": "standard", "owner": "payments", "configs": {}, "partitions": 3, "description": "", "replication": 1}, "cluster": "local-prod", "dependsOn": [], "operation": "create"}]}'),
	(82, '2026-11-21 09:47:21.211778+00', 'planner', 'service', NULL, 'plan.made', 13, NULL, 'Create refunds', 'A plan was made; it is checked.', NULL),
	(83, '2026-11-21 09:47:21.236933+00', 'planner', 'service', NULL, 'plan.checked', 13, NULL, 'Create refunds', 'Waits for approval: Owning team.', NULL),
	(84, '2026-11-21 09:47:21.458304+00', 'ada', 'token', NULL, 'change.cancelled', 13, NULL, 'Create refunds', 'Cancelled by Ada Brandt.', NULL),
	(85, '2026-11-21 09:47:21.482335+00', 'ada', 'token', NULL, 'change.submitted', 14, NULL, 'Create ledger.left and 1 more', 'Asked for; a worker is making the plan.', '{"owner": "payments", "title": "Create ledger.left and 1 more", "reason": "needed for the spring release", "resources": [{"base": null, "kind": "topic", "name": "ledger.left", "wanted": {"tier": "standard", "owner": "payments", "configs": {}, "partitions": 30, "description": "", "replication": 1}, "cluster": "local", "dependsOn": [], "operation": "create"}, {"base": null, "kind": "topic", "name": "ledger.right", "wanted": {"tier": "standard", "owner": "payments", "configs": {}, "partitions": 30, "description": "", "replication": 1}, "cluster": "local", "dependsOn": [0], "operation": "create"}]}'),
	(86, '2026-11-21 09:47:21.557943+00', 'planner', 'service', NULL, 'plan.made', 14, NULL, 'Create ledger.left and 1 more', 'A plan was made; it is checked.', NULL),
	(87, '2026-11-21 09:47:21.566129+00', 'planner', 'service', NULL, 'plan.checked', 14, NULL, 'Create ledger.left and 1 more', 'All checks passed, and nobody has to approve it here.', NULL),
	(88, '2026-11-21 09:47:21.621343+00', 'applier', 'service', NULL, 'run.started', 14, NULL, 'Create ledger.left and 1 more', 'A worker has begun to apply it.', NULL),
	(89, '2026-11-21 09:47:21.933738+00', 'applier', 'service', NULL, 'step.done', 14, 1, 'ledger.left', 'Topic ledger.left created with 30 partitions and 1 replicas.', NULL),
	(93, '2026-11-21 09:47:23.203547+00', 'applier', 'service', NULL, 'run.rolled_back', 14, NULL, 'Create ledger.left and 1 more', 'All that was done has been taken back.', NULL),
	(90, '2026-11-21 09:47:22.313538+00', 'applier', 'service', NULL, 'step.failed', 14, 1, 'ledger.right', 'local refused to create ledger.right: This local cluster holds at most 60 partitions; it has 44, and 30 more were asked for.', NULL),
	(95, '2026-11-21 09:47:24.628605+00', 'planner', 'service', NULL, 'plan.made', 15, NULL, 'Change orders.retry and 1 more', 'A plan was made; it is checked.', NULL),
	(96, '2026-11-21 09:47:24.630273+00', 'planner', 'service', NULL, 'plan.checked', 15, NULL, 'Change orders.retry and 1 more', 'Waits for approval: Owning team.', NULL),
	(98, '2026-11-21 09:47:25.072604+00', 'applier', 'service', NULL, 'run.started', 15, NULL, 'Change orders.retry and 1 more', 'A worker has begun to apply it.', NULL),
	(100, '2026-11-21 09:47:25.263373+00', 'applier', 'service', NULL, 'step.failed', 15, 1, 'refunds', 'local refused to create refunds: This local cluster holds at most 60 partitions; it has 33, and 30 more were asked for.', NULL),
	(106, '2026-11-21 09:47:45.478788+00', 'planner', 'service', NULL, 'plan.made', 16, NULL, 'Change shipments', 'A plan was made; it is checked.', NULL),
	(107, '2026-11-21 09:47:45.545486+00', 'planner', 'service', NULL, 'plan.checked', 16, NULL, 'Change shipments', 'Waits for approval: Owning team.', NULL),
	(113, '2026-11-21 09:49:11.846817+00', 'applier', 'service', NULL, 'run.started', 17, NULL, 'Change payments.captured', 'A worker has begun to apply it.', NULL),
	(91, '2026-11-21 09:47:22.354234+00', 'applier', 'service', NULL, 'run.rolling_back', 14, NULL, 'Create ledger.left and 1 more', 'local refused to create ledger.right: This local cluster holds at most 60 partitions; it has 44, and 30 more were asked for.', NULL),
	(92, '2026-11-21 09:47:23.170079+00', 'applier', 'service', NULL, 'step.undone', 14, 1, 'ledger.left', 'Taken back: Topic ledger.left created with 30 partitions and 1 replicas.', NULL);
INSERT INTO public.audit_event OVERRIDING SYSTEM VALUE VALUES
	(94, '2026-11-21 09:47:23.781661+00', 'ada', 'token', NULL, 'change.submitted', 15, NULL, 'Change orders.retry and 1 more', 'Asked for; a worker is making the plan.', '{"owner": "payments", "title": "Change orders.retry and 1 more", "reason": "needed for the spring release", "resources": [{"base": null, "kind": "topic", "name": "orders.retry", "wanted": {"tier": "standard", "owner": "payments", "configs": {}, "partitions": 20, "description": "", "replication": 1}, "cluster": "local", "dependsOn": [], "operation": "update"}, {"base": null, "kind": "topic", "name": "refunds", "wanted": {"tier": "standard", "owner": "payments", "configs": {}, "partitions": 30, "description": "", "replication": 1}, "cluster": "local", "dependsOn": [0], "operation": "create"}]}'),
	(97, '2026-11-21 09:47:25.006792+00', 'grace', 'token', NULL, 'vote.cast', 15, NULL, 'Change orders.retry and 1 more', 'Approved by Grace Okafor.', '{"hash": "149a0f01d53ad3e96b81253bb673481e4003ce4957d702cfebeee7c9570b7cce", "plan": 1, "step": "Owning team", "comment": "", "verdict": "approve"}'),
	(102, '2026-11-21 09:47:45.175979+00', 'ada', 'token', NULL, 'token.issued', NULL, NULL, 'deploy pipeline', 'An API token was made with token 1 (“printed by the token command”), good until 2026-11-21 10:45:16Z.', NULL),
	(103, '2026-11-21 09:47:45.284831+00', 'grace', 'token', NULL, 'token.issued', NULL, NULL, 'old dashboard', 'An API token was made with token 2 (“printed by the token command”), good until 2026-11-21 10:45:19Z.', NULL),
	(104, '2026-11-21 09:47:45.333791+00', 'grace', 'token', NULL, 'token.revoked', NULL, NULL, 'old dashboard', 'An API token was revoked.', NULL),
	(108, '2026-11-21 09:47:45.944966+00', 'ada', 'token', NULL, 'change.submitted', 17, NULL, 'Change payments.captured', 'Asked for; a worker is making the plan.', '{"owner": "payments", "title": "Change payments.captured", "reason": "needed for the spring release", "resources": [{"base": null, "kind": "topic", "name": "payments.captured", "wanted": {"tier": "critical", "owner": "payments", "configs": {"cleanup.policy": "compact", "min.insync.replicas": "1"}, "partitions": 8, "description": "", "replication": 1}, "cluster": "local", "dependsOn": [], "operation": "update"}]}'),
	(112, '2026-11-21 09:49:11.770966+00', 'grace', 'token', NULL, 'vote.cast', 17, NULL, 'Change payments.captured', 'Approved by Grace Okafor.', '{"hash": "bba2e3e0284dfd52f2baecc4379b79dcd41ef63c0468865c50f42d5cd91c3fc6", "plan": 1, "step": "Owning team", "comment": "", "verdict": "approve"}'),
	(99, '2026-11-21 09:47:25.1377+00', 'applier', 'service', NULL, 'step.done', 15, 1, 'orders.retry', 'orders.retry grown from 1 to 20 partitions.', NULL),
	(101, '2026-11-21 09:47:25.304951+00', 'applier', 'service', NULL, 'run.stuck', 15, NULL, 'Change orders.retry and 1 more', 'local refused to create refunds: This local cluster holds at most 60 partitions; it has 33, and 30 more were asked for. It is past the point of no return, so a person has to decide.', NULL),
	(111, '2026-11-21 09:49:03.916228+00', 'reconciler', 'service', NULL, 'drift.seen', NULL, 1, 'shipments', 'retention.ms of shipments is 60000000; wanted is its default.', NULL),
	(105, '2026-11-21 09:47:45.389631+00', 'lin', 'token', NULL, 'change.submitted', 16, NULL, 'Change shipments', 'Asked for; a worker is making the plan.', '{"owner": "logistics", "title": "Change shipments", "reason": "two weeks for audits", "resources": [{"base": null, "kind": "topic", "name": "shipments", "wanted": {"tier": "standard", "owner": "logistics", "configs": {"retention.ms": "1209600000"}, "partitions": 3, "description": "", "replication": 1}, "cluster": "local-prod", "dependsOn": [], "operation": "update"}]}'),
	(109, '2026-11-21 09:47:46.231619+00', 'planner', 'service', NULL, 'plan.made', 17, NULL, 'Change payments.captured', 'A plan was made; it is checked.', NULL),
	(110, '2026-11-21 09:47:46.244356+00', 'planner', 'service', NULL, 'plan.checked', 17, NULL, 'Change payments.captured', 'Waits for approval: Owning team.', NULL),
	(114, '2026-11-21 09:49:29.119971+00', 'grace', 'token', NULL, 'vote.cast', 16, NULL, 'Change shipments', 'Approved by Grace Okafor; waits for: Override: replication · shipments.', '{"hash": "d6108e1de78cbbde688e3bf88b5fecf71caebd74ca28fcfbb746fecbeb82b714", "plan": 1, "step": "Owning team", "comment": "", "verdict": "approve"}'),
	(115, '2026-11-21 09:49:29.210531+00', 'ada', 'token', NULL, 'change.submitted', 18, NULL, 'Create invoices', 'Asked for; a worker is making the plan.', '{"owner": "payments", "title": "Create invoices", "reason": "invoices are sent from here", "resources": [{"base": null, "kind": "topic", "name": "invoices", "wanted": {"tier": "standard", "owner": "payments", "configs": {"retention.ms": "86400000"}, "partitions": 3, "description": "", "replication": 1}, "cluster": "local", "dependsOn": [], "operation": "create"}]}'),
	(116, '2026-11-21 09:49:51.823587+00', 'sam', 'token', NULL, 'vote.cast', 16, NULL, 'Change shipments', 'Approved by Sam Ferreira.', '{"hash": "d6108e1de78cbbde688e3bf88b5fecf71caebd74ca28fcfbb746fecbeb82b714", "plan": 1, "step": "Override: replication · shipments", "comment": "", "verdict": "approve"}');

INSERT INTO public.audit_seal VALUES
	(1, 1, '\x0000000000000000000000000000000000000000000000000000000000000000', '\x974d40d8375cc1f0404f6f4d1324148efbadf538deb9e2ca885d636df24b9841'),
	(2, 2, '\x974d40d8375cc1f0404f6f4d1324148efbadf538deb9e2ca885d636df24b9841', '\xd3581402d5287a7d342ef62f76dd22ad79cf518ab613f16e7350cb12fb282884'),
	(3, 3, '\xd3581402d5287a7d342ef62f76dd22ad79cf518ab613f16e7350cb12fb282884', '\x55ab2a77125c2e778b6d52d94818b9ecc3046d4cc02f49ff1545d234aae2905b'),
	(4, 4, '\x55ab2a77125c2e778b6d52d94818b9ecc3046d4cc02f49ff1545d234aae2905b', '\xcc9c6b4bed12f36b6fcab5d505d3c21cc11df2fd893f8d45dc015dc2c1a8e72e'),
	(5, 5, '\xcc9c6b4bed12f36b6fcab5d505d3c21cc11df2fd893f8d45dc015dc2c1a8e72e', '\x5c6fa39dfdb39b4f61a75b36fd32d89e001d75ff8e8ea6b14a44285150f35c6b'),
	(6, 6, '\x5c6fa39dfdb39b4f61a75b36fd32d89e001d75ff8e8ea6b14a44285150f35c6b', '\xdf28f172971343a8d9fcf97e15cdc935025c03643b411b78b83b0ee258dfd7ee'),
	(7, 7, '\xdf28f172971343a8d9fcf97e15cdc935025c03643b411b78b83b0ee258dfd7ee', '\xf513a7551d660edf0b726f0211aaa71d6ae29e318e24ed1885eb8c7d0b028b37'),
	(8, 8, '\xf513a7551d660edf0b726f0211aaa71d6ae29e318e24ed1885eb8c7d0b028b37', '\xdba3d83724688dfa893080c2073eae4dc3a73fe5dad3a9a7b270e9ac5b2164f9'),
	(9, 9, '\xdba3d83724688dfa893080c2073eae4dc3a73fe5dad3a9a7b270e9ac5b2164f9', '\xca3b32a4793036e125d9cd2f1c272aae101e831692142cb47e50a343902486cf'),
	(10, 10, '\xca3b32a4793036e125d9cd2f1c272aae101e831692142cb47e50a343902486cf', '\x21a48cbd107f973788d7e5789af5665f236bf560b21f134fed304f84b609abe4'),
	(11, 11, '\x21a48cbd107f973788d7e5789af5665f236bf560b21f134fed304f84b609abe4', '\x06f68b75c029a1b8012d46f452a17b41974edd2dfe0acb8c79cfdab2cc06d117'),
	(12, 12, '\x06f68b75c029a1b8012d46f452a17b41974edd2dfe0acb8c79cfdab2cc06d117', '\x3e0d27ab96793ebe8488c562d61066cfa9e936e2a544a176573b3eaf1151c0ad'),
	(13, 13, '\x3e0d27ab96793ebe8488c562d61066cfa9e936e2a544a176573b3eaf1151c0ad', '\xf39a5f2991e86c20e1ac19196fb71c5364d2f4bb834403d6ec9335494c96d56e'),
	(14, 14, '\xf39a5f2991e86c20e1ac19196fb71c5364d2f4bb834403d6ec9335494c96d56e', '\x397b035fb3cb6e6abcfd7e35e8f29a28e6d9b1feda2c3dd5c6c6962d3ae2d338'),
	(15, 15, '\x397b035fb3cb6e6abcfd7e35e8f29a28e6d9b1feda2c3dd5c6c6962d3ae2d338', '\x9d5821beeca79fd43c08e13ee02bbb2c270bacbbf3325f95e1c47da14e413c38'),
	(16, 16, '\x9d5821beeca79fd43c08e13ee02bbb2c270bacbbf3325f95e1c47da14e413c38', '\x6a6fabac1d4e1bf47eb9a3774f28ea028ac269edd3a8fd895853b986e68a5d71'),
	(17, 17, '\x6a6fabac1d4e1bf47eb9a3774f28ea028ac269edd3a8fd895853b986e68a5d71', '\xd46dac7b1377e41d762234c18670c9f486aaf730296f4d7096208ce5afc59639'),
	(18, 18, '\xd46dac7b1377e41d762234c18670c9f486aaf730296f4d7096208ce5afc59639', '\x0c380b760e583992013a4350e868327caf1a155f3d734744803e97977cdc32e0'),
	(19, 19, '\x0c380b760e583992013a4350e868327caf1a155f3d734744803e97977cdc32e0', '\x4920e24d7899056899bd91606eb4d5d26215e38592a6502c0c3ac78f4afe8ed8'),
	(20, 20, '\x4920e24d7899056899bd91606eb4d5d26215e38592a6502c0c3ac78f4afe8ed8', '\x162fc32d53d2a672c2f1da99ede1b051777ab595ff015d76167ba064154fe43a'),
	(21, 21, '\x162fc32d53d2a672c2f1da99ede1b051777ab595ff015d76167ba064154fe43a', '\xb0005971cae0b07c84571aa880d8920a58d3e1c39cca368b93b23721a0c987c8'),
	(22, 22, '\xb0005971cae0b07c84571aa880d8920a58d3e1c39cca368b93b23721a0c987c8', '\x7b533be48ea775468c2e0318f1151b006ea75229c859e441f13b6e701cbe7ff2'),
	(23, 23, '\x7b533be48ea775468c2e0318f1151b006ea75229c859e441f13b6e701cbe7ff2', '\x5aedfa8473c587796937ae66844326674334274368812fa97a9990204827fd84'),
	(24, 24, '\x5aedfa8473c587796937ae66844326674334274368812fa97a9990204827fd84', '\xd4311d60cb47c547bb29126d8451d89b90e1bea679d0f1bba19485476925c01a'),
	(25, 25, '\xd4311d60cb47c547bb29126d8451d89b90e1bea679d0f1bba19485476925c01a', '\x887d1fa5d855e7c21f3476fcd29ce3686132e9d958a23d25e5cbfbdf891f4aff'),
	(26, 26, '\x887d1fa5d855e7c21f3476fcd29ce3686132e9d958a23d25e5cbfbdf891f4aff', '\x5292b1de71fa2c819d8b223d2bdad3b6b86330251d0bb3d67b04eccc2c7f1aff'),
	(27, 27, '\x5292b1de71fa2c819d8b223d2bdad3b6b86330251d0bb3d67b04eccc2c7f1aff', '\x9b3428ad6885eb1e0d4307c68b8bdcdb8e18f51ac9b8f1c6b50385b456839875'),
	(28, 28, '\x9b3428ad6885eb1e0d4307c68b8bdcdb8e18f51ac9b8f1c6b50385b456839875', '\x497c8dd754312e4369c79c0a95644f3843e5b37520a61b5924f827a4f630f411'),
	(29, 29, '\x497c8dd754312e4369c79c0a95644f3843e5b37520a61b5924f827a4f630f411', '\x66e8ce036b07321213cae6ebcf28c86a495c152d5244c58473b99b044ea24766'),
	(30, 30, '\x66e8ce036b07321213cae6ebcf28c86a495c152d5244c58473b99b044ea24766', '\x80ea15656d3bf5593acafe720705853257893a457c9f609fabec1c2744080b9c'),
	(31, 31, '\x80ea15656d3bf5593acafe720705853257893a457c9f609fabec1c2744080b9c', '\xe44f273c925ad2cc60ee0ca2604af80ac49682b0fef192f8ffbad7cc7cfc7fa5'),
	(32, 32, '\xe44f273c925ad2cc60ee0ca2604af80ac49682b0fef192f8ffbad7cc7cfc7fa5', '\x476ad33dc7f2b57c4b4de2e08fb4f2d7ecb66b5e69dc44e429763ab1c880995c'),
	(33, 33, '\x476ad33dc7f2b57c4b4de2e08fb4f2d7ecb66b5e69dc44e429763ab1c880995c', '\x200b75d7aadd7e7c73cf93234ef220a7bdf9190ba58c836eacdcda234c083b3d'),
	(34, 34, '\x200b75d7aadd7e7c73cf93234ef220a7bdf9190ba58c836eacdcda234c083b3d', '\x2b5a172d7a27c4a77cb06c07c7476eb279a847674e172e6d7138839c0246856c'),
	(35, 35, '\x2b5a172d7a27c4a77cb06c07c7476eb279a847674e172e6d7138839c0246856c', '\x840d42141527f2168ab74715c260f31de5687b590a3be1b264117d7ca57a252c'),
	(36, 36, '\x840d42141527f2168ab74715c260f31de5687b590a3be1b264117d7ca57a252c', '\xe926bf0a681b5f22a010cdd19934b2688461aa8c477da81dec9a3bafd40822c3'),
	(37, 37, '\xe926bf0a681b5f22a010cdd19934b2688461aa8c477da81dec9a3bafd40822c3', '\x4533f76603ed3fc3a60fe2bf952e6ec460437df5ff1c68c3565f6cf0f93a95e5'),
	(38, 38, '\x4533f76603ed3fc3a60fe2bf952e6ec460437df5ff1c68c3565f6cf0f93a95e5', '\x8779b212d4b369d2acee55b3bc5a34b69e1aac372c65a543c1631ae48faa0044'),
	(39, 39, '\x8779b212d4b369d2acee55b3bc5a34b69e1aac372c65a543c1631ae48faa0044', '\xd0ad424e3c0ff8459f2d53560837a96bd2cc844636c29fc8f50f4a17553e0a83'),
	(40, 40, '\xd0ad424e3c0ff8459f2d53560837a96bd2cc844636c29fc8f50f4a17553e0a83', '\xf6810218f28aeadc9e08034611808e4ae0df660ed56317bcc65571f88bc468fd'),
	(41, 41, '\xf6810218f28aeadc9e08034611808e4ae0df660ed56317bcc65571f88bc468fd', '\x1e037655db1f36a863c8a7fd19aa3b0f44f430c6b3f86b514e6b6e011e1bc445'),
	(42, 42, '\x1e037655db1f36a863c8a7fd19aa3b0f44f430c6b3f86b514e6b6e011e1bc445', '\xcdc1dd93b69bd4ccbe5a88a1c11052000df771741b6428c5fdb8f5849def0ad7'),
	(43, 43, '\xcdc1dd93b69bd4ccbe5a88a1c11052000df771741b6428c5fdb8f5849def0ad7', '\x5424edb9177e481126a5cddc11e87528c93a07476e171f527d4e095543a26f8a'),
	(44, 44, '\x5424edb9177e481126a5cddc11e87528c93a07476e171f527d4e095543a26f8a', '\x07e29beb83aa0ebce131230b8b605a61eaaeb7507b85b24f283a30ba2165fe55'),
	(45, 45, '\x07e29beb83aa0ebce131230b8b605a61eaaeb7507b85b24f283a30ba2165fe55', '\x7ce7b4f2227a982b5af3cbf2d234fda4e478350620cc171caf7cbd81c3b8ba9e'),
	(46, 46, '\x7ce7b4f2227a982b5af3cbf2d234fda4e478350620cc171caf7cbd81c3b8ba9e', '\xf1b66cd03bf022cf6e769b3adbee6f35ceeae6e56476d5ff5838acebb90d861a'),
	(47, 47, '\xf1b66cd03bf022cf6e769b3adbee6f35ceeae6e56476d5ff5838acebb90d861a', '\xeed85c8271b0d4671eb116a82442f15222c82ffefb4e0c83ffd78d2faf56082f'),
	(48, 48, '\xeed85c8271b0d4671eb116a82442f15222c82ffefb4e0c83ffd78d2faf56082f', '\x54d71d67cdab4e70b722468aff9fa002c4856de2d11a7ce17cbc5f02d61b700e'),
	(49, 49, '\x54d71d67cdab4e70b722468aff9fa002c4856de2d11a7ce17cbc5f02d61b700e', '\xac53d4bca2b5c0bc3220070199e04b95acf14f39fa260b0a89205ffee6ddff8f'),
	(50, 50, '\xac53d4bca2b5c0bc3220070199e04b95acf14f39fa260b0a89205ffee6ddff8f', '\xc6bc2297124344f70a294fe4d6c72934ddf102d92a3fd60bcd59cbee56167933'),
	(51, 51, '\xc6bc2297124344f70a294fe4d6c72934ddf102d92a3fd60bcd59cbee56167933', '\x36f4933553ecf9416df66dc6c49391b0e4e95eaaca500476ac0a9c285922658b'),
	(52, 52, '\x36f4933553ecf9416df66dc6c49391b0e4e95eaaca500476ac0a9c285922658b', '\x7d73cb6d0c41417626663fc6254239867f69ebe88734702ba8c93dc89cfd3621'),
	(53, 53, '\x7d73cb6d0c41417626663fc6254239867f69ebe88734702ba8c93dc89cfd3621', '\xa81a29d26b7ef44772fa7c43c8772fd40c1d0835af0906feca35035710067265'),
	(54, 54, '\xa81a29d26b7ef44772fa7c43c8772fd40c1d0835af0906feca35035710067265', '\xb5cce676d6afdbb955d43d34925db49daec81e9f970dd64f56ed991048143219'),
	(55, 55, '\xb5cce676d6afdbb955d43d34925db49daec81e9f970dd64f56ed991048143219', '\x0701468ff7514fc2d0b7d213b10073efc0ed2181ce6cbe693f2f1f18287716ce'),
	(56, 56, '\x0701468ff7514fc2d0b7d213b10073efc0ed2181ce6cbe693f2f1f18287716ce', '\xefd45318ac2cd47c19ea4468e392a892dd799a591bbc537eced6e399d84266e0'),
	(57, 57, '\xefd45318ac2cd47c19ea4468e392a892dd799a591bbc537eced6e399d84266e0', '\x2bb0fdbd38a630a9bb0fc6f2eda02b7288ba44fe898dc4b9c1003aaece613083'),
	(58, 58, '\x2bb0fdbd38a630a9bb0fc6f2eda02b7288ba44fe898dc4b9c1003aaece613083', '\xe3979fe98a6df2f1dc192527e0e7d3cd231c0c45bf351da42b62b956641decfb'),
	(59, 59, '\xe3979fe98a6df2f1dc192527e0e7d3cd231c0c45bf351da42b62b956641decfb', '\xb46e3c703fcea051f91ee0a5629c9d98c861482a732329c8bc7a8ee8b8893c5c'),
	(60, 60, '\xb46e3c703fcea051f91ee0a5629c9d98c861482a732329c8bc7a8ee8b8893c5c', '\x08f64b5c271ea024e6184fce393d58e604edfad789a6994060a75f91bb7e414f'),
	(61, 61, '\x08f64b5c271ea024e6184fce393d58e604edfad789a6994060a75f91bb7e414f', '\x1470bfea0503870c58459755ab138ecc68fae894bb92e1724b8748c9bf207661'),
	(62, 62, '\x1470bfea0503870c58459755ab138ecc68fae894bb92e1724b8748c9bf207661', '\x94cae8beefd0743926c86810065d8aa28ff3b475c359e4b37778c8ebe586ea74'),
	(63, 63, '\x94cae8beefd0743926c86810065d8aa28ff3b475c359e4b37778c8ebe586ea74', '\xca74367a7f86ec65b4fd06a780c7da936d50f1b62c57dd561743fec06b875fc8'),
	(64, 64, '\xca74367a7f86ec65b4fd06a780c7da936d50f1b62c57dd561743fec06b875fc8', '\x67500b38497e0e219c611b9e26a471d1279c6467f369d1f230c107189f352f48'),
	(65, 65, '\x67500b38497e0e219c611b9e26a471d1279c6467f369d1f230c107189f352f48', '\x913f57cc8f38a4f5338016ac5b54b9dfcaac2de4ac7f68af52aafca78690a6e4'),
	(66, 66, '\x913f57cc8f38a4f5338016ac5b54b9dfcaac2de4ac7f68af52aafca78690a6e4', '\xd8a6af8cb41154cfdc2bf8d64b0800dfffae8e2d3f30445b7ddc34271b7f5b74'),
	(67, 67, '\xd8a6af8cb41154cfdc2bf8d64b0800dfffae8e2d3f30445b7ddc34271b7f5b74', '\xfcb8de37ba3eae40d48880a0f57f0d7b4e1b721979897c46efb24768b5972329'),
	(68, 68, '\xfcb8de37ba3eae40d48880a0f57f0d7b4e1b721979897c46efb24768b5972329', '\xa855a2f073161311dea98af916ea3d17c929ba785173a5f62be0ddb1bae3a219'),
	(69, 69, '\xa855a2f073161311dea98af916ea3d17c929ba785173a5f62be0ddb1bae3a219', '\x0322fd013f5830204d884b104dc38b6d41d7f78e923c2d8638136d3e1b9fe330'),
	(70, 70, '\x0322fd013f5830204d884b104dc38b6d41d7f78e923c2d8638136d3e1b9fe330', '\xc978a930bb7ad800d31503c21e50661c9464dc5a4f5fcec1698009c9cd1cfe5b'),
	(71, 71, '\xc978a930bb7ad800d31503c21e50661c9464dc5a4f5fcec1698009c9cd1cfe5b', '\x13ae0e87062d763afbfebc1a6ad9d9e77a9249b3470ab4e8d9aeaaca5bfa56df'),
	(72, 72, '\x13ae0e87062d763afbfebc1a6ad9d9e77a9249b3470ab4e8d9aeaaca5bfa56df', '\x8ac93ab09bf91fe2fb57f214a4f38b7945bc376cfe08288bacc065793771a555'),
	(73, 73, '\x8ac93ab09bf91fe2fb57f214a4f38b7945bc376cfe08288bacc065793771a555', '\x9154be978334334e43bee44f7e2f074c1551f6971ce78eedec54894658f86e3b'),
	(74, 74, '\x9154be978334334e43bee44f7e2f074c1551f6971ce78eedec54894658f86e3b', '\x3a9f7cabeb46468dde0580e68927aa2509b7b73791128f7688fd7f3e9d9defde'),
	(75, 75, '\x3a9f7cabeb46468dde0580e68927aa2509b7b73791128f7688fd7f3e9d9defde', '\xa8489374d752f06549adfa47322ae29a9c60d497e9fda4a6f914eae87fb5f571'),
	(76, 76, '\xa8489374d752f06549adfa47322ae29a9c60d497e9fda4a6f914eae87fb5f571', '\xdf6e5b13e826b9363428794eb773a9b1d96d3a7ae068bdf4a05386c2dcee1652'),
	(77, 77, '\xdf6e5b13e826b9363428794eb773a9b1d96d3a7ae068bdf4a05386c2dcee1652', '\x8aeee7083d98db32ecd9cf012bdf92e0fdec4d54a667eba2c2e3038688716019'),
	(78, 78, '\x8aeee7083d98db32ecd9cf012bdf92e0fdec4d54a667eba2c2e3038688716019', '\x86ed8bc5b5df75532bfb28cd54d480bb06296a98f7b4aa0eec27aa901a58c4f6'),
	(79, 79, '\x86ed8bc5b5df75532bfb28cd54d480bb06296a98f7b4aa0eec27aa901a58c4f6', '\xa161e3e4e2563da0d6505657b9b861fa307c262b4627f8121d907b502eac9bcf'),
	(80, 80, '\xa161e3e4e2563da0d6505657b9b861fa307c262b4627f8121d907b502eac9bcf', '\x76ed0337a12b2bdbb62cfddd1a19dbedc6d7adaf47b38e3ec2e2194c8e5c211b'),
	(81, 81, '\x76ed0337a12b2bdbb62cfddd1a19dbedc6d7adaf47b38e3ec2e2194c8e5c211b', '\xdb86425d553ae87e04351677e3d9802b22ea2c236736d08017518646cb30875e'),
	(82, 82, '\xdb86425d553ae87e04351677e3d9802b22ea2c236736d08017518646cb30875e', '\x88cf49e3c87c4db16663aa74290ace9bb53f9cf1412cf86e099960e6e554a4ec'),
	(83, 83, '\x88cf49e3c87c4db16663aa74290ace9bb53f9cf1412cf86e099960e6e554a4ec', '\x72292afebbbfa0ca3924ad0d8dc40988f27424df4488f719e56daba66a9e9447'),
	(84, 84, '\x72292afebbbfa0ca3924ad0d8dc40988f27424df4488f719e56daba66a9e9447', '\xe99b7e57f1e4083f5430f31d2eaf7dea382ddedda02e7cc9ec94249e3f10a8de'),
	(85, 85, '\xe99b7e57f1e4083f5430f31d2eaf7dea382ddedda02e7cc9ec94249e3f10a8de', '\x694d177f19fae34aa0bcd5f9f8256387cbe18ce04984409392c94117bb79b9ef'),
	(86, 86, '\x694d177f19fae34aa0bcd5f9f8256387cbe18ce04984409392c94117bb79b9ef', '\xa332bd7ac1c24f0ddd976abd53a04294827f5baabfc314fc47b60b14998cb86b'),
	(87, 87, '\xa332bd7ac1c24f0ddd976abd53a04294827f5baabfc314fc47b60b14998cb86b', '\xecf9e7dd22b366e15c54b44b55af6faf2edfa474077f972190e2b774b5853390'),
	(88, 88, '\xecf9e7dd22b366e15c54b44b55af6faf2edfa474077f972190e2b774b5853390', '\x4e87fad9a04d7c27f2c8e8c458d6ab1e853a6e4eb8de350ab5e991a811d05183'),
	(89, 89, '\x4e87fad9a04d7c27f2c8e8c458d6ab1e853a6e4eb8de350ab5e991a811d05183', '\x33ada7728a20f4a3edd2e1b86d59649d7563a96e3edec0e4428aa13b19b20953'),
	(90, 90, '\x33ada7728a20f4a3edd2e1b86d59649d7563a96e3edec0e4428aa13b19b20953', '\x6e4e33586f1d1ae5af50b04e1fa6a36a92eee5e5e72df686b2353e382ffd32fb'),
	(91, 91, '\x6e4e33586f1d1ae5af50b04e1fa6a36a92eee5e5e72df686b2353e382ffd32fb', '\x26371fa2b04d9b7c682f10efce5098a383e997890f972fb65bb30fac90fda204'),
	(92, 92, '\x26371fa2b04d9b7c682f10efce5098a383e997890f972fb65bb30fac90fda204', '\x6884b2077da883e0abe56c020a31fb6e2da58a70d337d40016d7c6f08448b21a'),
	(93, 93, '\x6884b2077da883e0abe56c020a31fb6e2da58a70d337d40016d7c6f08448b21a', '\x08467d8e2f93c582afe66744f5d2fd82364956be595725b3e665419dacd30c49'),
	(94, 94, '\x08467d8e2f93c582afe66744f5d2fd82364956be595725b3e665419dacd30c49', '\xed710f63b7d839f7282676e26d00f2a1111ee5c0b37297eb8c1760137d7caa5d'),
	(111, 111, '\x73c4cb927b5e1cdaf3549c4cf2e41aa247e61b18d76b848d5ca9225995bd08b0', '\x999a7cc88ea772b2cb4c63b293284b79adcd7c86a80ff7a4612959e57fd44353'),
	(112, 112, '\x999a7cc88ea772b2cb4c63b293284b79adcd7c86a80ff7a4612959e57fd44353', '\x106c53121c14500ebdd1f62748b7a71716014c7cc0016c79e3738f077dc0a02f'),
	(113, 113, '\x106c53121c14500ebdd1f62748b7a71716014c7cc0016c79e3738f077dc0a02f', '\x3eea111181c06c00c47ad33353e56a451cf633014ed67fc22ea6241e05161087'),
	(95, 95, '\xed710f63b7d839f7282676e26d00f2a1111ee5c0b37297eb8c1760137d7caa5d', '\x62adf454851499d080be59ba0f9337785bc995136ada7ae2328b7fde60334503'),
	(96, 96, '\x62adf454851499d080be59ba0f9337785bc995136ada7ae2328b7fde60334503', '\xfdcac2dc48ce33968a161d5c66d34af886c950c69b872845680cb512305fe626'),
	(97, 97, '\xfdcac2dc48ce33968a161d5c66d34af886c950c69b872845680cb512305fe626', '\x3a11f06275ea25e636a13c014379241046f5db26c8471eeff7777d4717dede7f');
INSERT INTO public.audit_seal VALUES
	(98, 98, '\x3a11f06275ea25e636a13c014379241046f5db26c8471eeff7777d4717dede7f', '\x1452aa2ab7113accde4cebfaea7f9cf79449a3fcbaa5a4ed83163ee55e980cfe'),
	(99, 99, '\x1452aa2ab7113accde4cebfaea7f9cf79449a3fcbaa5a4ed83163ee55e980cfe', '\x4bd1d57867e61f95ec2e3e7df5bdafb498801488a88c4540d51800d6d42d9bbc'),
	(100, 100, '\x4bd1d57867e61f95ec2e3e7df5bdafb498801488a88c4540d51800d6d42d9bbc', '\x0e2cd615a219d9e874dad4743412b99fdd95961dbc366cf80431ea61e1910720'),
	(101, 101, '\x0e2cd615a219d9e874dad4743412b99fdd95961dbc366cf80431ea61e1910720', '\xf0fdf647e4920496eefe71f2408469b34b2e092f39fcd1431eccc2c45be57a95'),
	(102, 102, '\xf0fdf647e4920496eefe71f2408469b34b2e092f39fcd1431eccc2c45be57a95', '\x496e718268fe1e47803772e784276678ee88cdd9d11eabad48bc961681257baa'),
	(103, 103, '\x496e718268fe1e47803772e784276678ee88cdd9d11eabad48bc961681257baa', '\xa1c275382b3710d1b93c52631d290128e41ed3bd9773eb882e2da935af582849'),
	(104, 104, '\xa1c275382b3710d1b93c52631d290128e41ed3bd9773eb882e2da935af582849', '\x823853db1fb2b9e89978f0ddd446215f03de6e2f6714c7159f63374aafdafc5d'),
	(105, 105, '\x823853db1fb2b9e89978f0ddd446215f03de6e2f6714c7159f63374aafdafc5d', '\xbdd884b386d65f6f6ace299a6411b90bad103d4b05aa6e1de3d4f70024e8ac05'),
	(106, 106, '\xbdd884b386d65f6f6ace299a6411b90bad103d4b05aa6e1de3d4f70024e8ac05', '\x697f2413e88f9a3d623a3fd2a9e15acd3efe6796a782adc15ccf27bc805d757e'),
	(107, 107, '\x697f2413e88f9a3d623a3fd2a9e15acd3efe6796a782adc15ccf27bc805d757e', '\xab2d5d278beb2b86f5d1acd7fe9c22e98f20de764da84da78aba6985d97c3ac0'),
	(108, 108, '\xab2d5d278beb2b86f5d1acd7fe9c22e98f20de764da84da78aba6985d97c3ac0', '\x6e0ebdbb933b4e5f07e99acb3e119ef8703b74dd107580ab8d241c7a96b43b80'),
	(109, 109, '\x6e0ebdbb933b4e5f07e99acb3e119ef8703b74dd107580ab8d241c7a96b43b80', '\x9aa98da2f1a6766b0df1ab6afda8828bbd731dafcb6030759004109b9cf1dc83'),
	(110, 110, '\x9aa98da2f1a6766b0df1ab6afda8828bbd731dafcb6030759004109b9cf1dc83', '\x73c4cb927b5e1cdaf3549c4cf2e41aa247e61b18d76b848d5ca9225995bd08b0');

INSERT INTO public.change OVERRIDING SYSTEM VALUE VALUES
	(1, 'Create orders', 'needed for the spring release', 'applied', 'dev', 1, 'ada', 'token', NULL, '2026-11-21 09:46:01.681397+00', '2026-11-21 09:46:06.563947+00', '2026-12-05 09:46:01.681397+00', 1, 'Applied, and seen to be as planned.', '{ada}'),
	(17, 'Change payments.captured', 'needed for the spring release', 'applying', 'dev', 1, 'ada', 'token', NULL, '2026-11-21 09:47:45.942642+00', '2026-11-21 09:49:11.846817+00', '2026-12-05 09:47:45.942642+00', 16, 'A worker has begun to apply it.', '{ada}'),
	(2, 'Create payments.captured', 'needed for the spring release', 'applied', 'dev', 1, 'ada', 'token', NULL, '2026-11-21 09:46:07.350156+00', '2026-11-21 09:46:08.083663+00', '2026-12-05 09:46:07.350156+00', 2, 'Applied, and seen to be as planned.', '{ada}'),
	(18, 'Create invoices', 'invoices are sent from here', 'planning', 'dev', 1, 'ada', 'token', NULL, '2026-11-21 09:49:29.2056+00', '2026-11-21 09:49:29.210531+00', '2026-12-05 09:49:29.2056+00', NULL, 'Asked for; a worker is making the plan.', '{ada}'),
	(16, 'Change shipments', 'two weeks for audits', 'approved', 'prod', 2, 'lin', 'token', NULL, '2026-11-21 09:47:45.387012+00', '2026-11-21 09:49:51.823587+00', '2026-12-05 09:47:45.387012+00', 15, 'Approved by Sam Ferreira.', '{lin}'),
	(3, 'Create shipments', 'needed for the spring release', 'applied', 'dev', 2, 'lin', 'token', NULL, '2026-11-21 09:46:09.759427+00', '2026-11-21 09:46:10.652221+00', '2026-12-05 09:46:09.759427+00', 3, 'Applied, and seen to be as planned.', '{lin}'),
	(4, 'Retries of orders', 'needed for the spring release', 'applied', 'dev', 1, 'ada', 'token', NULL, '2026-11-21 09:46:11.144143+00', '2026-11-21 09:46:11.475776+00', '2026-12-05 09:46:11.144143+00', 4, 'Applied, and seen to be as planned.', '{ada}'),
	(5, 'Create orders', 'needed for the spring release', 'applied', 'prod', 1, 'ada', 'token', NULL, '2026-11-21 09:46:11.777078+00', '2026-11-21 09:46:15.920057+00', '2026-12-05 09:46:11.777078+00', 5, 'Applied, and seen to be as planned.', '{ada}'),
	(7, 'Change orders', 'needed for the spring release', 'applied', 'dev', 1, 'ada', 'token', NULL, '2026-11-21 09:46:16.986938+00', '2026-11-21 09:46:17.840248+00', '2026-12-05 09:46:16.986938+00', 7, 'Applied, and seen to be as planned.', '{ada}'),
	(8, 'Change orders.retry', 'needed for the spring release', 'applied', 'dev', 1, 'ada', 'token', NULL, '2026-11-21 09:46:18.31515+00', '2026-11-21 09:46:18.814911+00', '2026-12-05 09:46:18.31515+00', NULL, 'The cluster is already as wanted: there is nothing to do.', '{ada}'),
	(9, 'Change orders', 'twice the readers in May', 'pending_approval', 'dev', 1, 'ada', 'token', NULL, '2026-11-21 09:46:57.350563+00', '2026-11-21 09:46:57.822775+00', '2026-12-05 09:46:57.350563+00', 8, 'Waits for approval: Owning team.', '{ada}'),
	(10, 'Change orders', 'peak season', 'pending_approval', 'prod', 1, 'ada', 'token', NULL, '2026-11-21 09:46:58.314791+00', '2026-11-21 09:46:59.852026+00', '2026-12-05 09:46:58.314791+00', 9, 'Approved by Grace Okafor; waits for: Override: replication · orders.', '{ada}'),
	(6, 'Create shipments', 'needed for the spring release', 'applied', 'prod', 2, 'lin', 'token', NULL, '2026-11-21 09:46:16.05186+00', '2026-11-21 09:47:16.136008+00', '2026-12-05 09:46:16.05186+00', 6, 'Applied, and seen to be as planned.', '{lin}'),
	(11, 'Change shipments and 1 more', 'events of parcels', 'changes_requested', 'prod', 2, 'lin', 'token', NULL, '2026-11-21 09:47:18.526537+00', '2026-11-21 09:47:19.884325+00', '2026-12-05 09:47:18.526537+00', 10, 'Sent back by Grace Okafor: Six partitions for the events too, please.', '{lin}'),
	(12, 'Delete orders', 'needed for the spring release', 'rejected', 'prod', 1, 'ada', 'token', NULL, '2026-11-21 09:47:20.210614+00', '2026-11-21 09:47:21.10086+00', '2026-12-05 09:47:20.210614+00', 11, 'Rejected by Sam Ferreira: Orders are needed.', '{ada}'),
	(13, 'Create refunds', 'needed for the spring release', 'cancelled', 'prod', 1, 'ada', 'token', NULL, '2026-11-21 09:47:21.120502+00', '2026-11-21 09:47:21.458304+00', '2026-12-05 09:47:21.120502+00', 12, 'Cancelled by Ada Brandt.', '{ada}'),
	(14, 'Create ledger.left and 1 more', 'needed for the spring release', 'rolled_back', 'dev', 1, 'ada', 'token', NULL, '2026-11-21 09:47:21.480003+00', '2026-11-21 09:47:23.203547+00', '2026-12-05 09:47:21.480003+00', 13, 'All that was done has been taken back.', '{ada}'),
	(15, 'Change orders.retry and 1 more', 'needed for the spring release', 'stuck', 'dev', 1, 'ada', 'token', NULL, '2026-11-21 09:47:23.775737+00', '2026-11-21 09:47:25.304951+00', '2026-12-05 09:47:23.775737+00', 14, 'local refused to create refunds: This local cluster holds at most 60 partitions; it has 33, and 30 more were asked for. It is past the point of no return, so a person has to decide.', '{ada}');

INSERT INTO public.change_resource OVERRIDING SYSTEM VALUE VALUES
	(1, 1, 0, 'topic', 'create', 1, 'orders', '{"tier": "standard", "owner": "payments", "configs": {"retention.ms": "604800000"}, "partitions": 3, "description": "What customers ordered", "replication": 1}', '{}', NULL, NULL),
	(2, 2, 0, 'topic', 'create', 1, 'payments.captured', '{"tier": "critical", "owner": "payments", "configs": {"cleanup.policy": "compact", "min.insync.replicas": "1"}, "partitions": 6, "description": "", "replication": 1}', '{}', NULL, NULL),
	(3, 3, 0, 'topic', 'create', 1, 'shipments', '{"tier": "standard", "owner": "logistics", "configs": {}, "partitions": 3, "description": "Parcels on their way", "replication": 1}', '{}', NULL, NULL),
	(4, 4, 0, 'topic', 'create', 1, 'orders.retry', '{"tier": "standard", "owner": "payments", "configs": {}, "partitions": 1, "description": "", "replication": 1}', '{}', NULL, NULL),
	(5, 4, 1, 'topic', 'create', 1, 'orders.dead_letter', '{"tier": "standard", "owner": "payments", "configs": {}, "partitions": 1, "description": "", "replication": 1}', '{0}', NULL, NULL),
	(6, 5, 0, 'topic', 'create', 2, 'orders', '{"tier": "critical", "owner": "payments", "configs": {"retention.ms": "259200000"}, "partitions": 6, "description": "", "replication": 1}', '{}', NULL, NULL),
	(7, 6, 0, 'topic', 'create', 2, 'shipments', '{"tier": "standard", "owner": "logistics", "configs": {}, "partitions": 3, "description": "", "replication": 1}', '{}', NULL, NULL),
	(8, 7, 0, 'topic', 'update', 1, 'orders', '{"tier": "standard", "owner": "payments", "configs": {"retention.ms": "259200000"}, "partitions": 3, "description": "", "replication": 1}', '{}', NULL, 'standard'),
	(9, 8, 0, 'topic', 'update', 1, 'orders.retry', '{"tier": "standard", "owner": "payments", "configs": {}, "partitions": 1, "description": "", "replication": 1}', '{}', NULL, 'standard'),
	(10, 9, 0, 'topic', 'update', 1, 'orders', '{"tier": "standard", "owner": "payments", "configs": {"retention.ms": "259200000"}, "partitions": 6, "description": "", "replication": 1}', '{}', NULL, 'standard'),
	(11, 10, 0, 'topic', 'update', 2, 'orders', '{"tier": "critical", "owner": "payments", "configs": {"retention.ms": "172800000"}, "partitions": 12, "description": "", "replication": 1}', '{}', NULL, 'critical'),
	(12, 11, 0, 'topic', 'update', 2, 'shipments', '{"tier": "standard", "owner": "logistics", "configs": {}, "partitions": 6, "description": "", "replication": 1}', '{}', NULL, 'standard'),
	(13, 11, 1, 'topic', 'create', 2, 'shipments.events', '{"tier": "standard", "owner": "logistics", "configs": {}, "partitions": 3, "description": "", "replication": 1}', '{}', NULL, NULL),
	(14, 12, 0, 'topic', 'delete', 2, 'orders', NULL, '{}', NULL, 'critical'),
	(15, 13, 0, 'topic', 'create', 2, 'refunds', '{"tier": "standard", "owner": "payments", "configs": {}, "partitions": 3, "description": "", "replication": 1}', '{}', NULL, NULL),
	(16, 14, 0, 'topic', 'create', 1, 'ledger.left', '{"tier": "standard", "owner": "payments", "configs": {}, "partitions": 30, "description": "", "replication": 1}', '{}', NULL, NULL),
	(17, 14, 1, 'topic', 'create', 1, 'ledger.right', '{"tier": "standard", "owner": "payments", "configs": {}, "partitions": 30, "description": "", "replication": 1}', '{0}', NULL, NULL),
	(18, 15, 0, 'topic', 'update', 1, 'orders.retry', '{"tier": "standard", "owner": "payments", "configs": {}, "partitions": 20, "description": "", "replication": 1}', '{}', NULL, 'standard'),
	(19, 15, 1, 'topic', 'create', 1, 'refunds', '{"tier": "standard", "owner": "payments", "configs": {}, "partitions": 30, "description": "", "replication": 1}', '{0}', NULL, NULL),
	(20, 16, 0, 'topic', 'update', 2, 'shipments', '{"tier": "standard", "owner": "logistics", "configs": {"retention.ms": "1209600000"}, "partitions": 3, "description": "", "replication": 1}', '{}', NULL, 'standard'),
	(21, 17, 0, 'topic', 'update', 1, 'payments.captured', '{"tier": "critical", "owner": "payments", "configs": {"cleanup.policy": "compact", "min.insync.replicas": "1"}, "partitions": 8, "description": "", "replication": 1}', '{}', NULL, 'critical'),
	(22, 18, 0, 'topic', 'create', 1, 'invoices', '{"tier": "standard", "owner": "payments", "configs": {"retention.ms": "86400000"}, "partitions": 3, "description": "", "replication": 1}', '{}', NULL, NULL);

INSERT INTO public.check_result OVERRIDING SYSTEM VALUE VALUES
	(1, 1, 'partitions · orders', 'passed', '3 partitions, at most 48 without an override.', '2026-11-21 09:46:03.624627+00'),
	(2, 1, 'replication · orders', 'passed', '1 replica.', '2026-11-21 09:46:03.624627+00'),
	(3, 1, 'min.insync.replicas · orders', 'noted', 'While the one broker of a partition is down, nothing is written to it or read from it.', '2026-11-21 09:46:03.624627+00'),
	(4, 1, 'keys · orders', 'passed', 'Keys are optional.', '2026-11-21 09:46:03.624627+00'),
	(5, 1, 'other changes', 'passed', 'No other change is open on the same topics.', '2026-11-21 09:46:03.624627+00'),
	(6, 2, 'partitions · payments.captured', 'passed', '6 partitions, at most 48 without an override.', '2026-11-21 09:46:07.515261+00'),
	(7, 2, 'replication · payments.captured', 'passed', '1 replica.', '2026-11-21 09:46:07.515261+00'),
	(8, 2, 'min.insync.replicas · payments.captured', 'noted', 'While the one broker of a partition is down, nothing is written to it or read from it.', '2026-11-21 09:46:07.515261+00'),
	(9, 2, 'keys · payments.captured', 'noted', 'A compacted topic refuses records without a key.', '2026-11-21 09:46:07.515261+00'),
	(10, 2, 'other changes', 'passed', 'No other change is open on the same topics.', '2026-11-21 09:46:07.515261+00'),
	(11, 3, 'partitions · shipments', 'passed', '3 partitions, at most 48 without an override.', '2026-11-21 09:46:10.240168+00'),
	(12, 3, 'replication · shipments', 'passed', '1 replica.', '2026-11-21 09:46:10.240168+00'),
	(13, 3, 'min.insync.replicas · shipments', 'noted', 'While the one broker of a partition is down, nothing is written to it or read from it.', '2026-11-21 09:46:10.240168+00'),
	(14, 3, 'keys · shipments', 'passed', 'Keys are optional.', '2026-11-21 09:46:10.240168+00'),
	(15, 3, 'other changes', 'passed', 'No other change is open on the same topics.', '2026-11-21 09:46:10.240168+00'),
	(16, 4, 'partitions · orders.retry', 'passed', '1 partitions, at most 48 without an override.', '2026-11-21 09:46:11.329455+00'),
	(17, 4, 'replication · orders.retry', 'passed', '1 replica.', '2026-11-21 09:46:11.329455+00'),
	(18, 4, 'min.insync.replicas · orders.retry', 'noted', 'While the one broker of a partition is down, nothing is written to it or read from it.', '2026-11-21 09:46:11.329455+00'),
	(19, 4, 'keys · orders.retry', 'passed', 'Keys are optional.', '2026-11-21 09:46:11.329455+00'),
	(20, 4, 'partitions · orders.dead_letter', 'passed', '1 partitions, at most 48 without an override.', '2026-11-21 09:46:11.329455+00'),
	(21, 4, 'replication · orders.dead_letter', 'passed', '1 replica.', '2026-11-21 09:46:11.329455+00'),
	(22, 4, 'min.insync.replicas · orders.dead_letter', 'noted', 'While the one broker of a partition is down, nothing is written to it or read from it.', '2026-11-21 09:46:11.329455+00'),
	(23, 4, 'keys · orders.dead_letter', 'passed', 'Keys are optional.', '2026-11-21 09:46:11.329455+00'),
	(24, 4, 'other changes', 'passed', 'No other change is open on the same topics.', '2026-11-21 09:46:11.329455+00'),
	(25, 5, 'partitions · orders', 'passed', '6 partitions, at most 48 without an override.', '2026-11-21 09:46:12.100945+00'),
	(26, 5, 'replication · orders', 'needs_override', '1 replica in production: losing one broker loses data.', '2026-11-21 09:46:12.100945+00'),
	(27, 5, 'min.insync.replicas · orders', 'noted', 'While the one broker of a partition is down, nothing is written to it or read from it.', '2026-11-21 09:46:12.100945+00'),
	(28, 5, 'keys · orders', 'passed', 'Keys are optional.', '2026-11-21 09:46:12.100945+00'),
	(29, 5, 'other changes', 'passed', 'No other change is open on the same topics.', '2026-11-21 09:46:12.100945+00'),
	(30, 6, 'partitions · shipments', 'passed', '3 partitions, at most 48 without an override.', '2026-11-21 09:46:16.232941+00'),
	(31, 6, 'replication · shipments', 'needs_override', '1 replica in production: losing one broker loses data.', '2026-11-21 09:46:16.232941+00'),
	(32, 6, 'min.insync.replicas · shipments', 'noted', 'While the one broker of a partition is down, nothing is written to it or read from it.', '2026-11-21 09:46:16.232941+00'),
	(33, 6, 'keys · shipments', 'passed', 'Keys are optional.', '2026-11-21 09:46:16.232941+00'),
	(34, 6, 'other changes', 'passed', 'No other change is open on the same topics.', '2026-11-21 09:46:16.232941+00'),
	(35, 7, 'partitions · orders', 'passed', '3 partitions, at most 48 without an override.', '2026-11-21 09:46:17.454265+00'),
	(36, 7, 'replication · orders', 'passed', '1 replica.', '2026-11-21 09:46:17.454265+00'),
	(37, 7, 'min.insync.replicas · orders', 'noted', 'While the one broker of a partition is down, nothing is written to it or read from it.', '2026-11-21 09:46:17.454265+00'),
	(38, 7, 'keys · orders', 'passed', 'Keys are optional.', '2026-11-21 09:46:17.454265+00'),
	(39, 7, 'other changes', 'passed', 'No other change is open on the same topics.', '2026-11-21 09:46:17.454265+00'),
	(40, 8, 'partitions · orders', 'passed', '6 partitions, at most 48 without an override.', '2026-11-21 09:46:57.809782+00'),
	(41, 8, 'replication · orders', 'passed', '1 replica.', '2026-11-21 09:46:57.809782+00'),
	(42, 8, 'min.insync.replicas · orders', 'noted', 'While the one broker of a partition is down, nothing is written to it or read from it.', '2026-11-21 09:46:57.809782+00'),
	(43, 8, 'keys · orders', 'passed', 'Keys are optional.', '2026-11-21 09:46:57.809782+00'),
	(44, 8, 'other changes', 'passed', 'No other change is open on the same topics.', '2026-11-21 09:46:57.809782+00'),
	(45, 9, 'partitions · orders', 'passed', '12 partitions, at most 48 without an override.', '2026-11-21 09:46:59.465898+00'),
	(46, 9, 'replication · orders', 'needs_override', '1 replica in production: losing one broker loses data.', '2026-11-21 09:46:59.465898+00'),
	(47, 9, 'min.insync.replicas · orders', 'noted', 'While the one broker of a partition is down, nothing is written to it or read from it.', '2026-11-21 09:46:59.465898+00'),
	(48, 9, 'keys · orders', 'passed', 'Keys are optional.', '2026-11-21 09:46:59.465898+00'),
	(49, 9, 'other changes', 'passed', 'No other change is open on the same topics.', '2026-11-21 09:46:59.465898+00'),
	(50, 10, 'partitions · shipments', 'passed', '6 partitions, at most 48 without an override.', '2026-11-21 09:47:18.965425+00'),
	(51, 10, 'replication · shipments', 'needs_override', '1 replica in production: losing one broker loses data.', '2026-11-21 09:47:18.965425+00'),
	(52, 10, 'min.insync.replicas · shipments', 'noted', 'While the one broker of a partition is down, nothing is written to it or read from it.', '2026-11-21 09:47:18.965425+00'),
	(53, 10, 'keys · shipments', 'passed', 'Keys are optional.', '2026-11-21 09:47:18.965425+00'),
	(54, 10, 'partitions · shipments.events', 'passed', '3 partitions, at most 48 without an override.', '2026-11-21 09:47:18.965425+00'),
	(55, 10, 'replication · shipments.events', 'needs_override', '1 replica in production: losing one broker loses data.', '2026-11-21 09:47:18.965425+00'),
	(56, 10, 'min.insync.replicas · shipments.events', 'noted', 'While the one broker of a partition is down, nothing is written to it or read from it.', '2026-11-21 09:47:18.965425+00'),
	(57, 10, 'keys · shipments.events', 'passed', 'Keys are optional.', '2026-11-21 09:47:18.965425+00'),
	(58, 10, 'other changes', 'passed', 'No other change is open on the same topics.', '2026-11-21 09:47:18.965425+00'),
	(59, 11, 'readers · orders', 'passed', 'No consumer group was active in the last 10 minutes.', '2026-11-21 09:47:20.907352+00'),
	(60, 11, 'other changes', 'noted', 'Also open: Change orders (waiting for approval). Whichever is applied second becomes stale and is planned again.', '2026-11-21 09:47:20.907352+00'),
	(61, 12, 'partitions · refunds', 'passed', '3 partitions, at most 48 without an override.', '2026-11-21 09:47:21.205399+00'),
	(62, 12, 'replication · refunds', 'needs_override', '1 replica in production: losing one broker loses data.', '2026-11-21 09:47:21.205399+00'),
	(63, 12, 'min.insync.replicas · refunds', 'noted', 'While the one broker of a partition is down, nothing is written to it or read from it.', '2026-11-21 09:47:21.205399+00'),
	(64, 12, 'keys · refunds', 'passed', 'Keys are optional.', '2026-11-21 09:47:21.205399+00'),
	(65, 12, 'other changes', 'passed', 'No other change is open on the same topics.', '2026-11-21 09:47:21.205399+00'),
	(75, 14, 'partitions · orders.retry', 'passed', '20 partitions, at most 48 without an override.', '2026-11-21 09:47:24.62763+00'),
	(76, 14, 'replication · orders.retry', 'passed', '1 replica.', '2026-11-21 09:47:24.62763+00'),
	(77, 14, 'min.insync.replicas · orders.retry', 'noted', 'While the one broker of a partition is down, nothing is written to it or read from it.', '2026-11-21 09:47:24.62763+00'),
	(78, 14, 'keys · orders.retry', 'passed', 'Keys are optional.', '2026-11-21 09:47:24.62763+00'),
	(79, 14, 'partitions · refunds', 'passed', '30 partitions, at most 48 without an override.', '2026-11-21 09:47:24.62763+00'),
	(80, 14, 'replication · refunds', 'passed', '1 replica.', '2026-11-21 09:47:24.62763+00'),
	(81, 14, 'min.insync.replicas · refunds', 'noted', 'While the one broker of a partition is down, nothing is written to it or read from it.', '2026-11-21 09:47:24.62763+00'),
	(82, 14, 'keys · refunds', 'passed', 'Keys are optional.', '2026-11-21 09:47:24.62763+00'),
	(83, 14, 'other changes', 'passed', 'No other change is open on the same topics.', '2026-11-21 09:47:24.62763+00'),
	(66, 13, 'partitions · ledger.left', 'passed', '30 partitions, at most 48 without an override.', '2026-11-21 09:47:21.553937+00'),
	(67, 13, 'replication · ledger.left', 'passed', '1 replica.', '2026-11-21 09:47:21.553937+00'),
	(68, 13, 'min.insync.replicas · ledger.left', 'noted', 'While the one broker of a partition is down, nothing is written to it or read from it.', '2026-11-21 09:47:21.553937+00'),
	(69, 13, 'keys · ledger.left', 'passed', 'Keys are optional.', '2026-11-21 09:47:21.553937+00'),
	(70, 13, 'partitions · ledger.right', 'passed', '30 partitions, at most 48 without an override.', '2026-11-21 09:47:21.553937+00'),
	(71, 13, 'replication · ledger.right', 'passed', '1 replica.', '2026-11-21 09:47:21.553937+00'),
	(72, 13, 'min.insync.replicas · ledger.right', 'noted', 'While the one broker of a partition is down, nothing is written to it or read from it.', '2026-11-21 09:47:21.553937+00'),
	(73, 13, 'keys · ledger.right', 'passed', 'Keys are optional.', '2026-11-21 09:47:21.553937+00'),
	(74, 13, 'other changes', 'passed', 'No other change is open on the same topics.', '2026-11-21 09:47:21.553937+00'),
	(84, 15, 'partitions · shipments', 'passed', '3 partitions, at most 48 without an override.', '2026-11-21 09:47:45.475404+00'),
	(85, 15, 'replication · shipments', 'needs_override', '1 replica in production: losing one broker loses data.', '2026-11-21 09:47:45.475404+00'),
	(86, 15, 'min.insync.replicas · shipments', 'noted', 'While the one broker of a partition is down, nothing is written to it or read from it.', '2026-11-21 09:47:45.475404+00'),
	(87, 15, 'keys · shipments', 'passed', 'Keys are optional.', '2026-11-21 09:47:45.475404+00'),
	(88, 15, 'other changes', 'noted', 'Also open: Change shipments and 1 more (waiting for changes to the request). Whichever is applied second becomes stale and is planned again.', '2026-11-21 09:47:45.475404+00'),
	(89, 16, 'partitions · payments.captured', 'passed', '8 partitions, at most 48 without an override.', '2026-11-21 09:47:46.23064+00'),
	(90, 16, 'replication · payments.captured', 'passed', '1 replica.', '2026-11-21 09:47:46.23064+00'),
	(91, 16, 'min.insync.replicas · payments.captured', 'noted', 'While the one broker of a partition is down, nothing is written to it or read from it.', '2026-11-21 09:47:46.23064+00'),
	(92, 16, 'keys · payments.captured', 'noted', 'A compacted topic refuses records without a key.', '2026-11-21 09:47:46.23064+00'),
	(93, 16, 'other changes', 'passed', 'No other change is open on the same topics.', '2026-11-21 09:47:46.23064+00');

INSERT INTO public.cluster OVERRIDING SYSTEM VALUE VALUES
	(1, 'local', 'dev', 'local', 'local-2f18b9f10a9c32e4', 'at least 3.8', NULL, true, '{}', '2026-11-21 09:44:57.32154+00', NULL),
	(2, 'local-prod', 'prod', 'local', 'local-a0cd807e6f85677b', 'at least 3.8', NULL, true, '{}', '2026-11-21 09:45:00.137617+00', NULL);

INSERT INTO public.collector VALUES
	(2, NULL, NULL, 1, 10000, '2026-11-21 09:49:15.801378+00', '2026-11-21 09:49:15.801378+00', 4, 3, NULL, 0, '[{"id": 1, "host": "127.0.0.1", "port": 9320, "rack": null, "answers": true, "answeredAt": "2026-11-21T09:49:15.8013783+00:00", "isController": true}]', 5, '2026-11-21 09:48:55.827838+00', 0, '2026-11-21 09:48:25.799718+00'),
	(1, NULL, NULL, 1, 10000, '2026-11-21 09:49:15.803073+00', '2026-11-21 09:49:05.703812+00', 101, 0, 'local: 127.0.0.1:9310 can''t be reached: nothing listens there.', 33, '[{"id": 1, "host": "127.0.0.1", "port": 9310, "rack": null, "answers": false, "answeredAt": "2026-11-21T09:49:05.7038128+00:00", "isController": true}]', 5, '2026-11-21 09:48:55.814976+00', 1, '2026-11-21 09:48:25.703407+00');

INSERT INTO public.drift OVERRIDING SYSTEM VALUE VALUES
	(1, 3, 'retention.ms', NULL, '60000000', '2026-11-21 09:49:03.907989+00', '2026-11-21 09:49:03.907989+00', NULL);

INSERT INTO public.due OVERRIDING SYSTEM VALUE VALUES
	(1, 'change.expires', 1, '2026-12-05 09:46:01.681397+00'),
	(2, 'change.expires', 2, '2026-12-05 09:46:07.350156+00'),
	(3, 'change.expires', 3, '2026-12-05 09:46:09.759427+00'),
	(4, 'change.expires', 4, '2026-12-05 09:46:11.144143+00'),
	(5, 'change.expires', 5, '2026-12-05 09:46:11.777078+00'),
	(6, 'change.expires', 6, '2026-12-05 09:46:16.05186+00'),
	(7, 'change.expires', 7, '2026-12-05 09:46:16.986938+00'),
	(8, 'change.expires', 8, '2026-12-05 09:46:18.31515+00'),
	(9, 'change.expires', 9, '2026-12-05 09:46:57.350563+00'),
	(10, 'change.expires', 10, '2026-12-05 09:46:58.314791+00'),
	(11, 'change.expires', 11, '2026-12-05 09:47:18.526537+00'),
	(12, 'change.expires', 12, '2026-12-05 09:47:20.210614+00'),
	(13, 'change.expires', 13, '2026-12-05 09:47:21.120502+00'),
	(14, 'change.expires', 14, '2026-12-05 09:47:21.480003+00'),
	(15, 'change.expires', 15, '2026-12-05 09:47:23.775737+00'),
	(16, 'change.expires', 16, '2026-12-05 09:47:45.387012+00'),
	(17, 'change.expires', 17, '2026-12-05 09:47:45.942642+00'),
	(18, 'change.expires', 18, '2026-12-05 09:49:29.2056+00');

INSERT INTO public.endpoint OVERRIDING SYSTEM VALUE VALUES
	(1, 1, 'kafka', '127.0.0.1:9310', false, NULL, NULL, NULL, NULL),
	(2, 2, 'kafka', '127.0.0.1:9320', false, NULL, NULL, NULL, NULL);

INSERT INTO public.environment VALUES
	('dev', 'Development', 1, false),
	('prod', 'Production', 3, true);

INSERT INTO public.incarnation OVERRIDING SYSTEM VALUE VALUES
	(1, 'topic', 1, 'orders', '3cfa3199-23e2-a32d-141c-a0ee449912d1', '2026-11-21 09:46:06.879819+00', NULL),
	(4, 'topic', 1, 'orders.retry', '4ee1d825-3b46-fc27-83c3-a9e207121588', '2026-11-21 09:46:11.539638+00', NULL),
	(5, 'topic', 1, 'orders.dead_letter', '67f31584-b939-9a54-2c44-7b6f15d62ef8', '2026-11-21 09:46:11.539638+00', NULL),
	(2, 'topic', 1, 'payments.captured', '858b5c84-0cea-bcdb-c3ba-c3bad99d93d2', '2026-11-21 09:46:08.130744+00', NULL),
	(3, 'topic', 1, 'shipments', 'fcdef62d-6115-9794-dd41-53da01c2243d', '2026-11-21 09:46:10.694105+00', NULL),
	(11, 'topic', 2, 'orders', 'f0e47fc0-ab4a-bb6b-f376-7f67dc913c7d', '2026-11-21 09:46:15.926285+00', NULL),
	(15, 'topic', 2, 'shipments', '35ba08bb-f554-34aa-becc-ddad761575e6', '2026-11-21 09:47:16.145667+00', NULL);

INSERT INTO public.membership VALUES
	(1, 1, 'member'),
	(2, 1, 'member'),
	(2, 1, 'approver'),
	(2, 2, 'approver'),
	(3, 2, 'member'),
	(4, 1, 'on_call'),
	(4, 2, 'on_call'),
	(5, 3, 'member'),
	(5, 3, 'approver'),
	(5, 3, 'platform'),
	(6, 3, 'member'),
	(6, 3, 'approver'),
	(6, 3, 'platform');

INSERT INTO public.migration VALUES
	(1, '0001_teams.sql', '\xa56bb0d369059632db921ffbf3d7f042c26d85232c1a39449f3c3098f5cdc2ad', '2026-11-21 09:44:23.290192+00'),
	(2, '0002_clusters.sql', '\x9a78c0ba281a63c5ec4f67249f70ecc9ee3d3a33883ffa8e2e9de3b06f49dd40', '2026-11-21 09:44:23.955454+00'),
	(3, '0003_changes.sql', '\xcd26539274f9bab4554267c566473ff8bd91a9271b1db4ae9e381a5a5e704845', '2026-11-21 09:44:24.210259+00'),
	(4, '0004_applying.sql', '\x88cbb5c2ded4fcba4be085746d42c5d2477c4b1d1dea2e70278c73b2e40ca2d3', '2026-11-21 09:44:24.404873+00'),
	(5, '0005_audit.sql', '\x30221e48db7b1243b5fefc671f520e5404675a74b8680d5c53017e20405eb80d', '2026-11-21 09:44:24.500665+00'),
	(6, '0006_readings.sql', '\x73d8bd59d1efe0cde9bf746b19f0613d2363c70108ff695b14ac659a26bba1ad', '2026-11-21 09:44:24.889448+00'),
	(7, '0007_members.sql', '\x72e59de3d2e5818de8645e480b14f2eb26e5103c364eeddc51db6080a9f0b456', '2026-11-21 09:44:24.945527+00'),
	(8, '0008_authors.sql', '\x84d3fd5d0b5eeb4dfe8a089367c62875885466eb7e3e8866ad1a7b7c7142c978', '2026-11-21 09:44:24.963769+00'),
	(9, '0009_asked.sql', '\x9a3db6af0ed0fa123df5ade08061ab8c8c1ab6fafc913fc3867f511dd7648388', '2026-11-21 09:44:25.365493+00'),
	(10, '0010_base.sql', '\x2f7692b99dcdbaba9a9a8507a053b2d056bd57a483984ef6eef6ce6f971bc77a', '2026-11-21 09:44:25.386708+00'),
	(11, '0011_planning_fence.sql', '\x1184d01f1c1a20d3ed3e51173d6f5e9d721e750da2583bc1a6490008eee2bd35', '2026-11-21 09:44:25.395207+00'),
	(12, '0012_settings.sql', '\xc4c4f26080968a48cd56aa6947008a32618e8b224e9f2d9380175db709261582', '2026-11-21 09:44:25.434769+00'),
	(13, '0013_check_evidence.sql', '\xc8b382a11753494ff45a340dcc8847e943f86ddab59558254bc5a69b1ea3ab9a', '2026-11-21 09:44:25.552009+00'),
	(14, '0014_token_makers.sql', '\x4218af938f8a19d060fa58323851e66dab95cc01b7d65a38bb4f8873ec29eb27', '2026-11-21 09:44:25.564775+00'),
	(15, '0015_tier_when_sent.sql', '\xe2f56b4db60a9645f1d606ced59e65daedea4bf3a954bd94ce68f75c532f5ed1', '2026-11-21 09:44:25.582256+00');

INSERT INTO public.person OVERRIDING SYSTEM VALUE VALUES
	(1, 'ada', 'Ada Brandt', 'Product engineer in Payments', true, NULL),
	(2, 'grace', 'Grace Okafor', 'Approver for Payments and Logistics', true, NULL),
	(3, 'lin', 'Lin Sørensen', 'Product engineer in Logistics', true, NULL),
	(4, 'noor', 'Noor Haddad', 'On call', true, NULL),
	(5, 'sam', 'Sam Ferreira', 'Platform engineer', true, NULL),
	(6, 'mina', 'Mina Kovač', 'Platform engineer', true, NULL);

INSERT INTO public.plan OVERRIDING SYSTEM VALUE VALUES
	(1, 1, 1, '1196c17e0ffe4f936904d5704ab66b40f1f480690ddb43a4c55a9d4bd4290597', 1, '{"steps":[{"kind":"create-topic","partitions":3,"replication":1,"configs":[{"name":"retention.ms","before":null,"after":"604800000"}],"cluster":1,"topic":"orders"}],"base":[{"cluster":1,"engineId":"local-2f18b9f10a9c32e4","topics":{"orders":null}}]}', '{"topics": [{"bytes": 0, "going": {"bytes": 0, "records": 0}, "topic": "orders", "seenAt": "2026-11-21T09:46:03.4484572+00:00", "brokers": 1, "cluster": 1, "readers": [], "records": 0, "defaults": null, "areAllReaders": true, "writtenPerSecond": null}]}', 5, 'low', '[{"words": "orders is new: nothing that exists is touched.", "points": 5}]', '2026-11-21 09:46:03.624627+00'),
	(2, 2, 1, '246d6f930ec00b99ff83033a970381d78b7a7d8451d7d8862f4064764068c40b', 1, '{"steps":[{"kind":"create-topic","partitions":6,"replication":1,"configs":[{"name":"cleanup.policy","before":null,"after":"compact"},{"name":"min.insync.replicas","before":null,"after":"1"}],"cluster":1,"topic":"payments.captured"}],"base":[{"cluster":1,"engineId":"local-2f18b9f10a9c32e4","topics":{"payments.captured":null}}]}', '{"topics": [{"bytes": 0, "going": {"bytes": 0, "records": 0}, "topic": "payments.captured", "seenAt": "2026-11-21T09:46:07.5070718+00:00", "brokers": 1, "cluster": 1, "readers": [], "records": 0, "defaults": null, "areAllReaders": true, "writtenPerSecond": null}]}', 15, 'low', '[{"words": "The topic''s tier is critical.", "points": 10}, {"words": "payments.captured is new: nothing that exists is touched.", "points": 5}]', '2026-11-21 09:46:07.515261+00'),
	(3, 3, 1, '7b2cbc2debbc65f3a0fec204dd049750162fd6e96f1e4c54b8c071c0da2558d0', 1, '{"steps":[{"kind":"create-topic","partitions":3,"replication":1,"configs":[],"cluster":1,"topic":"shipments"}],"base":[{"cluster":1,"engineId":"local-2f18b9f10a9c32e4","topics":{"shipments":null}}]}', '{"topics": [{"bytes": 0, "going": {"bytes": 0, "records": 0}, "topic": "shipments", "seenAt": "2026-11-21T09:46:10.2244463+00:00", "brokers": 1, "cluster": 1, "readers": [], "records": 0, "defaults": null, "areAllReaders": true, "writtenPerSecond": null}]}', 5, 'low', '[{"words": "shipments is new: nothing that exists is touched.", "points": 5}]', '2026-11-21 09:46:10.240168+00'),
	(4, 4, 1, 'b5f737d3a27e359d16da8cac0f08c99588ad689f668872d43f829b7b5ab54d58', 1, '{"steps":[{"kind":"create-topic","partitions":1,"replication":1,"configs":[],"cluster":1,"topic":"orders.retry"},{"kind":"create-topic","partitions":1,"replication":1,"configs":[],"cluster":1,"topic":"orders.dead_letter"}],"base":[{"cluster":1,"engineId":"local-2f18b9f10a9c32e4","topics":{"orders.dead_letter":null,"orders.retry":null}}]}', '{"topics": [{"bytes": 0, "going": {"bytes": 0, "records": 0}, "topic": "orders.dead_letter", "seenAt": "2026-11-21T09:46:11.3211542+00:00", "brokers": 1, "cluster": 1, "readers": [], "records": 0, "defaults": null, "areAllReaders": true, "writtenPerSecond": null}, {"bytes": 0, "going": {"bytes": 0, "records": 0}, "topic": "orders.retry", "seenAt": "2026-11-21T09:46:11.3211565+00:00", "brokers": 1, "cluster": 1, "readers": [], "records": 0, "defaults": null, "areAllReaders": true, "writtenPerSecond": null}]}', 10, 'low', '[{"words": "orders.retry is new: nothing that exists is touched.", "points": 5}, {"words": "orders.dead_letter is new: nothing that exists is touched.", "points": 5}]', '2026-11-21 09:46:11.329455+00'),
	(5, 5, 1, '3e8fec93723726af196c80cbb5f3463a23c2ee5a98dd1ad2a57ce71892b49920', 1, '{"steps":[{"kind":"create-topic","partitions":6,"replication":1,"configs":[{"name":"retention.ms","before":null,"after":"259200000"}],"cluster":2,"topic":"orders"}],"base":[{"cluster":2,"engineId":"local-a0cd807e6f85677b","topics":{"orders":null}}]}', '{"topics": [{"bytes": 0, "going": {"bytes": 0, "records": 0}, "topic": "orders", "seenAt": "2026-11-21T09:46:12.0469183+00:00", "brokers": 1, "cluster": 2, "readers": [], "records": 0, "defaults": null, "areAllReaders": true, "writtenPerSecond": null}]}', 25, 'medium', '[{"words": "It is in production.", "points": 10}, {"words": "The topic''s tier is critical.", "points": 10}, {"words": "orders is new: nothing that exists is touched.", "points": 5}]', '2026-11-21 09:46:12.100945+00'),
	(6, 6, 1, 'c83ed962aaebbb8ec312ae8eac1ede8962d926dff1e31553698044e4cc59a0d0', 1, '{"steps":[{"kind":"create-topic","partitions":3,"replication":1,"configs":[],"cluster":2,"topic":"shipments"}],"base":[{"cluster":2,"engineId":"local-a0cd807e6f85677b","topics":{"shipments":null}}]}', '{"topics": [{"bytes": 0, "going": {"bytes": 0, "records": 0}, "topic": "shipments", "seenAt": "2026-11-21T09:46:16.2251785+00:00", "brokers": 1, "cluster": 2, "readers": [], "records": 0, "defaults": null, "areAllReaders": true, "writtenPerSecond": null}]}', 15, 'low', '[{"words": "It is in production.", "points": 10}, {"words": "shipments is new: nothing that exists is touched.", "points": 5}]', '2026-11-21 09:46:16.232941+00'),
	(7, 7, 1, '9c3b7379a19163358af73ce65dcecb622b6807b9506353f13b1874f96f85e5fb', 1, '{"steps":[{"kind":"alter-configs","topicId":"3cfa3199-23e2-a32d-141c-a0ee449912d1","configs":[{"name":"retention.ms","before":"604800000","after":"259200000"}],"destroysData":true,"cluster":1,"topic":"orders"}],"base":[{"cluster":1,"engineId":"local-2f18b9f10a9c32e4","topics":{"orders":{"topicId":"3cfa3199-23e2-a32d-141c-a0ee449912d1","partitions":3,"configs":{"retention.ms":"604800000"}}}}]}', '{"topics": [{"bytes": 0, "going": {"bytes": 0, "records": 0}, "topic": "orders", "seenAt": "2026-11-21T09:46:17.34474+00:00", "brokers": 1, "cluster": 1, "readers": [], "records": 0, "defaults": {}, "areAllReaders": true, "writtenPerSecond": null}]}', 10, 'low', '[{"words": "orders is empty, so no record is lost.", "points": 10}]', '2026-11-21 09:46:17.454265+00'),
	(8, 9, 1, 'ad3b87c738bc3a1b7d28c753df7c27b45b88952e51a86cf2cf960c607dea45da', 1, '{"steps":[{"kind":"grow-partitions","topicId":"3cfa3199-23e2-a32d-141c-a0ee449912d1","before":3,"after":6,"cluster":1,"topic":"orders"}],"base":[{"cluster":1,"engineId":"local-2f18b9f10a9c32e4","topics":{"orders":{"topicId":"3cfa3199-23e2-a32d-141c-a0ee449912d1","partitions":3,"configs":{"retention.ms":"259200000"}}}}]}', '{"topics": [{"bytes": 5377, "going": {"bytes": 0, "records": 0}, "topic": "orders", "seenAt": "2026-11-21T09:46:57.7631718+00:00", "brokers": 1, "cluster": 1, "readers": [], "records": 200, "defaults": {}, "areAllReaders": true, "writtenPerSecond": 0}]}', 25, 'medium', '[{"words": "Keys of orders move to other partitions: order by key is broken once, and partitions can''t be taken away.", "points": 25}]', '2026-11-21 09:46:57.809782+00'),
	(9, 10, 1, 'af1c8a0f121e66c83955e3dfa31be2d75b35817314280037cd2fa3dc6944fa88', 1, '{"steps":[{"kind":"alter-configs","topicId":"f0e47fc0-ab4a-bb6b-f376-7f67dc913c7d","configs":[{"name":"retention.ms","before":"259200000","after":"172800000"}],"destroysData":true,"cluster":2,"topic":"orders"},{"kind":"grow-partitions","topicId":"f0e47fc0-ab4a-bb6b-f376-7f67dc913c7d","before":6,"after":12,"cluster":2,"topic":"orders"}],"base":[{"cluster":2,"engineId":"local-a0cd807e6f85677b","topics":{"orders":{"topicId":"f0e47fc0-ab4a-bb6b-f376-7f67dc913c7d","partitions":6,"configs":{"retention.ms":"259200000"}}}}]}', '{"topics": [{"bytes": 1598, "going": {"bytes": 0, "records": 0}, "topic": "orders", "seenAt": "2026-11-21T09:46:58.7287258+00:00", "brokers": 1, "cluster": 2, "readers": [], "records": 50, "defaults": {}, "areAllReaders": true, "writtenPerSecond": 0}]}', 55, 'medium', '[{"words": "Keys of orders move to other partitions: order by key is broken once, and partitions can''t be taken away.", "points": 25}, {"words": "orders holds nothing beyond its new limits now, so no record is lost at once.", "points": 10}, {"words": "It is in production.", "points": 10}, {"words": "The topic''s tier is critical.", "points": 10}]', '2026-11-21 09:46:59.465898+00'),
	(12, 13, 1, '8d89e2b7672cbb59ac32142d5208901d6875923126640803c86a1bfab47a7725', 1, '{"steps":[{"kind":"create-topic","partitions":3,"replication":1,"configs":[],"cluster":2,"topic":"refunds"}],"base":[{"cluster":2,"engineId":"local-a0cd807e6f85677b","topics":{"refunds":null}}]}', '{"topics": [{"bytes": 0, "going": {"bytes": 0, "records": 0}, "topic": "refunds", "seenAt": "2026-11-21T09:47:21.1910476+00:00", "brokers": 1, "cluster": 2, "readers": [], "records": 0, "defaults": null, "areAllReaders": true, "writtenPerSecond": null}]}', 15, 'low', '[{"words": "It is in production.", "points": 10}, {"words": "refunds is new: nothing that exists is touched.", "points": 5}]', '2026-11-21 09:47:21.205399+00'),
	(14, 15, 1, '149a0f01d53ad3e96b81253bb673481e4003ce4957d702cfebeee7c9570b7cce', 1, '{"steps":[{"kind":"grow-partitions","topicId":"4ee1d825-3b46-fc27-83c3-a9e207121588","before":1,"after":20,"cluster":1,"topic":"orders.retry"},{"kind":"create-topic","partitions":30,"replication":1,"configs":[],"cluster":1,"topic":"refunds"}],"base":[{"cluster":1,"engineId":"local-2f18b9f10a9c32e4","topics":{"orders.retry":{"topicId":"4ee1d825-3b46-fc27-83c3-a9e207121588","partitions":1,"configs":{}},"refunds":null}}]}', '{"topics": [{"bytes": 0, "going": {"bytes": 0, "records": 0}, "topic": "orders.retry", "seenAt": "2026-11-21T09:47:24.4660998+00:00", "brokers": 1, "cluster": 1, "readers": [], "records": 0, "defaults": {}, "areAllReaders": true, "writtenPerSecond": 0}, {"bytes": 0, "going": {"bytes": 0, "records": 0}, "topic": "refunds", "seenAt": "2026-11-21T09:47:24.6241399+00:00", "brokers": 1, "cluster": 1, "readers": [], "records": 0, "defaults": null, "areAllReaders": true, "writtenPerSecond": null}]}', 30, 'medium', '[{"words": "Keys of orders.retry move to other partitions: order by key is broken once, and partitions can''t be taken away.", "points": 25}, {"words": "refunds is new: nothing that exists is touched.", "points": 5}]', '2026-11-21 09:47:24.62763+00'),
	(15, 16, 1, 'd6108e1de78cbbde688e3bf88b5fecf71caebd74ca28fcfbb746fecbeb82b714', 1, '{"steps":[{"kind":"alter-configs","topicId":"35ba08bb-f554-34aa-becc-ddad761575e6","configs":[{"name":"retention.ms","before":null,"after":"1209600000"}],"destroysData":false,"cluster":2,"topic":"shipments"}],"base":[{"cluster":2,"engineId":"local-a0cd807e6f85677b","topics":{"shipments":{"topicId":"35ba08bb-f554-34aa-becc-ddad761575e6","partitions":3,"configs":{}}}}]}', '{"topics": [{"bytes": 0, "going": {"bytes": 0, "records": 0}, "topic": "shipments", "seenAt": "2026-11-21T09:47:45.4600044+00:00", "brokers": 1, "cluster": 2, "readers": [], "records": 0, "defaults": {"retention.ms": "604800000"}, "areAllReaders": true, "writtenPerSecond": 0}]}', 15, 'low', '[{"words": "It is in production.", "points": 10}, {"words": "Settings of shipments change; they can be set back.", "points": 5}]', '2026-11-21 09:47:45.475404+00'),
	(10, 11, 1, 'd5b8d5527d0849623cf32d6d7f33bad03b45befbb51d9722a9331e3f0aa2f519', 1, '{"steps":[{"kind":"create-topic","partitions":3,"replication":1,"configs":[],"cluster":2,"topic":"shipments.events"},{"kind":"grow-partitions","topicId":"35ba08bb-f554-34aa-becc-ddad761575e6","before":3,"after":6,"cluster":2,"topic":"shipments"}],"base":[{"cluster":2,"engineId":"local-a0cd807e6f85677b","topics":{"shipments":{"topicId":"35ba08bb-f554-34aa-becc-ddad761575e6","partitions":3,"configs":{}},"shipments.events":null}}]}', '{"topics": [{"bytes": 0, "going": {"bytes": 0, "records": 0}, "topic": "shipments", "seenAt": "2026-11-21T09:47:18.9475397+00:00", "brokers": 1, "cluster": 2, "readers": [], "records": 0, "defaults": {}, "areAllReaders": false, "writtenPerSecond": null}, {"bytes": 0, "going": {"bytes": 0, "records": 0}, "topic": "shipments.events", "seenAt": "2026-11-21T09:47:18.9506385+00:00", "brokers": 1, "cluster": 2, "readers": [], "records": 0, "defaults": null, "areAllReaders": true, "writtenPerSecond": null}]}', 40, 'medium', '[{"words": "Keys of shipments move to other partitions: order by key is broken once, and partitions can''t be taken away.", "points": 25}, {"words": "It is in production.", "points": 10}, {"words": "shipments.events is new: nothing that exists is touched.", "points": 5}]', '2026-11-21 09:47:18.965425+00'),
	(11, 12, 1, 'de570bf5f75737530f7e9761f0fa5f47807f7d024ffc2225b9a00336f2a96c20', 1, '{"steps":[{"kind":"delete-topic","topicId":"f0e47fc0-ab4a-bb6b-f376-7f67dc913c7d","cluster":2,"topic":"orders"}],"base":[{"cluster":2,"engineId":"local-a0cd807e6f85677b","topics":{"orders":{"topicId":"f0e47fc0-ab4a-bb6b-f376-7f67dc913c7d","partitions":6,"configs":{"retention.ms":"259200000"}}}}]}', '{"topics": [{"bytes": 1598, "going": {"bytes": 1598, "records": 50}, "topic": "orders", "seenAt": "2026-11-21T09:47:20.8313463+00:00", "brokers": 1, "cluster": 2, "readers": [], "records": 50, "defaults": {}, "areAllReaders": true, "writtenPerSecond": 0.9977209061341178}]}', 75, 'high', '[{"words": "Records of orders are deleted and can''t be brought back (50 are in it now).", "points": 55}, {"words": "It is in production.", "points": 10}, {"words": "The topic''s tier is critical.", "points": 10}]', '2026-11-21 09:47:20.907352+00'),
	(13, 14, 1, '97da213025f1d27f211ba23e9c8b77acc4d6afa58d8d97942d2e47da714caf38', 1, '{"steps":[{"kind":"create-topic","partitions":30,"replication":1,"configs":[],"cluster":1,"topic":"ledger.left"},{"kind":"create-topic","partitions":30,"replication":1,"configs":[],"cluster":1,"topic":"ledger.right"}],"base":[{"cluster":1,"engineId":"local-2f18b9f10a9c32e4","topics":{"ledger.left":null,"ledger.right":null}}]}', '{"topics": [{"bytes": 0, "going": {"bytes": 0, "records": 0}, "topic": "ledger.left", "seenAt": "2026-11-21T09:47:21.5295834+00:00", "brokers": 1, "cluster": 1, "readers": [], "records": 0, "defaults": null, "areAllReaders": true, "writtenPerSecond": null}, {"bytes": 0, "going": {"bytes": 0, "records": 0}, "topic": "ledger.right", "seenAt": "2026-11-21T09:47:21.5295845+00:00", "brokers": 1, "cluster": 1, "readers": [], "records": 0, "defaults": null, "areAllReaders": true, "writtenPerSecond": null}]}', 10, 'low', '[{"words": "ledger.left is new: nothing that exists is touched.", "points": 5}, {"words": "ledger.right is new: nothing that exists is touched.", "points": 5}]', '2026-11-21 09:47:21.553937+00'),
	(16, 17, 1, 'bba2e3e0284dfd52f2baecc4379b79dcd41ef63c0468865c50f42d5cd91c3fc6', 1, '{"steps":[{"kind":"grow-partitions","topicId":"858b5c84-0cea-bcdb-c3ba-c3bad99d93d2","before":6,"after":8,"cluster":1,"topic":"payments.captured"}],"base":[{"cluster":1,"engineId":"local-2f18b9f10a9c32e4","topics":{"payments.captured":{"topicId":"858b5c84-0cea-bcdb-c3ba-c3bad99d93d2","partitions":6,"configs":{"cleanup.policy":"compact","min.insync.replicas":"1"}}}}]}', '{"topics": [{"bytes": 0, "going": {"bytes": 0, "records": 0}, "topic": "payments.captured", "seenAt": "2026-11-21T09:47:46.0385286+00:00", "brokers": 1, "cluster": 1, "readers": [], "records": 0, "defaults": {}, "areAllReaders": true, "writtenPerSecond": 0}]}', 55, 'medium', '[{"words": "payments.captured is compacted: after growing, a key''s older values stay in another partition than its new ones.", "points": 45}, {"words": "The topic''s tier is critical.", "points": 10}]', '2026-11-21 09:47:46.23064+00');

INSERT INTO public.planning_run VALUES
	(18, 0, NULL, NULL, '2026-11-21 09:49:29.213343+00', NULL, NULL);

INSERT INTO public.region VALUES
	('local', 'This machine');

INSERT INTO public.resource OVERRIDING SYSTEM VALUE VALUES
	(2, 'topic', 1, 'payments.captured', 1, '{"tier": "critical", "owner": "payments", "configs": {"cleanup.policy": "compact", "min.insync.replicas": "1"}, "partitions": 6, "description": "", "replication": 1}', '2026-11-21 09:46:08.130744+00', '2026-11-21 09:46:08.130744+00', NULL),
	(3, 'topic', 1, 'shipments', 2, '{"tier": "standard", "owner": "logistics", "configs": {}, "partitions": 3, "description": "Parcels on their way", "replication": 1}', '2026-11-21 09:46:10.694105+00', '2026-11-21 09:46:10.694105+00', NULL),
	(4, 'topic', 1, 'orders.dead_letter', 1, '{"tier": "standard", "owner": "payments", "configs": {}, "partitions": 1, "description": "", "replication": 1}', '2026-11-21 09:46:11.539638+00', '2026-11-21 09:46:11.539638+00', NULL),
	(6, 'topic', 2, 'orders', 1, '{"tier": "critical", "owner": "payments", "configs": {"retention.ms": "259200000"}, "partitions": 6, "description": "", "replication": 1}', '2026-11-21 09:46:15.926285+00', '2026-11-21 09:46:15.926285+00', NULL),
	(1, 'topic', 1, 'orders', 1, '{"tier": "standard", "owner": "payments", "configs": {"retention.ms": "259200000"}, "partitions": 3, "description": "", "replication": 1}', '2026-11-21 09:46:06.879819+00', '2026-11-21 09:46:17.847759+00', NULL),
	(5, 'topic', 1, 'orders.retry', 1, '{"tier": "standard", "owner": "payments", "configs": {}, "partitions": 1, "description": "", "replication": 1}', '2026-11-21 09:46:11.539638+00', '2026-11-21 09:46:18.735354+00', NULL),
	(7, 'topic', 2, 'shipments', 2, '{"tier": "standard", "owner": "logistics", "configs": {}, "partitions": 3, "description": "", "replication": 1}', '2026-11-21 09:47:16.145667+00', '2026-11-21 09:47:16.145667+00', NULL);

INSERT INTO public.run_target VALUES
	('topic', 1, 'orders_retry', 9),
	('topic', 1, 'refunds', 9),
	('topic', 1, 'payments_captured', 10);

INSERT INTO public.seen_group VALUES
	(1, 'billing', 'classic', 'Empty', 0, '2026-11-21 09:47:05.551373+00', '2026-11-21 09:47:25.875905+00', NULL);

INSERT INTO public.seen_members VALUES
	(1, 'billing', '[]', NULL);

INSERT INTO public.seen_topic VALUES
	(1, 'orders.dead_letter', '67f31584-b939-9a54-2c44-7b6f15d62ef8', 1, 1, false, '{"flush.ms": {"value": "9223372036854775807", "isDefault": true}, "segment.ms": {"value": "604800000", "isDefault": true}, "preallocate": {"value": "false", "isDefault": true}, "retention.ms": {"value": "604800000", "isDefault": true}, "segment.bytes": {"value": "1073741824", "isDefault": true}, "cleanup.policy": {"value": "delete", "isDefault": true}, "flush.messages": {"value": "9223372036854775807", "isDefault": true}, "retention.bytes": {"value": "-1", "isDefault": true}, "compression.type": {"value": "producer", "isDefault": true}, "max.message.bytes": {"value": "1048588", "isDefault": true}, "segment.jitter.ms": {"value": "0", "isDefault": true}, "local.retention.ms": {"value": "-2", "isDefault": true}, "delete.retention.ms": {"value": "86400000", "isDefault": true}, "min.insync.replicas": {"value": "1", "isDefault": true}, "segment.index.bytes": {"value": "10485760", "isDefault": true}, "file.delete.delay.ms": {"value": "60000", "isDefault": true}, "index.interval.bytes": {"value": "4096", "isDefault": true}, "compression.lz4.level": {"value": "9", "isDefault": true}, "local.retention.bytes": {"value": "-2", "isDefault": true}, "max.compaction.lag.ms": {"value": "9223372036854775807", "isDefault": true}, "min.compaction.lag.ms": {"value": "0", "isDefault": true}, "remote.storage.enable": {"value": "false", "isDefault": true}, "compression.gzip.level": {"value": "-1", "isDefault": true}, "compression.zstd.level": {"value": "3", "isDefault": true}, "message.timestamp.type": {"value": "CreateTime", "isDefault": true}, "remote.log.copy.disable": {"value": "false", "isDefault": true}, "min.cleanable.dirty.ratio": {"value": "0.5", "isDefault": true}, "remote.log.delete.on.disable": {"value": "false", "isDefault": true}, "message.timestamp.after.max.ms": {"value": "3600000", "isDefault": true}, "unclean.leader.election.enable": {"value": "false", "isDefault": true}, "message.timestamp.before.max.ms": {"value": "9223372036854775807", "isDefault": true}, "leader.replication.throttled.replicas": {"value": "", "isDefault": true}, "follower.replication.throttled.replicas": {"value": "", "isDefault": true}}', 0, '2026-11-21 09:46:15.541899+00', '2026-11-21 09:46:25.544705+00', NULL, NULL),
	(1, 'shipments', 'fcdef62d-6115-9794-dd41-53da01c2243d', 3, 1, false, '{"flush.ms": {"value": "9223372036854775807", "isDefault": true}, "segment.ms": {"value": "604800000", "isDefault": true}, "preallocate": {"value": "false", "isDefault": true}, "retention.ms": {"value": "60000000", "isDefault": false}, "segment.bytes": {"value": "1073741824", "isDefault": true}, "cleanup.policy": {"value": "delete", "isDefault": true}, "flush.messages": {"value": "9223372036854775807", "isDefault": true}, "retention.bytes": {"value": "-1", "isDefault": true}, "compression.type": {"value": "producer", "isDefault": true}, "max.message.bytes": {"value": "1048588", "isDefault": true}, "segment.jitter.ms": {"value": "0", "isDefault": true}, "local.retention.ms": {"value": "-2", "isDefault": true}, "delete.retention.ms": {"value": "86400000", "isDefault": true}, "min.insync.replicas": {"value": "1", "isDefault": true}, "segment.index.bytes": {"value": "10485760", "isDefault": true}, "file.delete.delay.ms": {"value": "60000", "isDefault": true}, "index.interval.bytes": {"value": "4096", "isDefault": true}, "compression.lz4.level": {"value": "9", "isDefault": true}, "local.retention.bytes": {"value": "-2", "isDefault": true}, "max.compaction.lag.ms": {"value": "9223372036854775807", "isDefault": true}, "min.compaction.lag.ms": {"value": "0", "isDefault": true}, "remote.storage.enable": {"value": "false", "isDefault": true}, "compression.gzip.level": {"value": "-1", "isDefault": true}, "compression.zstd.level": {"value": "3", "isDefault": true}, "message.timestamp.type": {"value": "CreateTime", "isDefault": true}, "remote.log.copy.disable": {"value": "false", "isDefault": true}, "min.cleanable.dirty.ratio": {"value": "0.5", "isDefault": true}, "remote.log.delete.on.disable": {"value": "false", "isDefault": true}, "message.timestamp.after.max.ms": {"value": "3600000", "isDefault": true}, "unclean.leader.election.enable": {"value": "false", "isDefault": true}, "message.timestamp.before.max.ms": {"value": "9223372036854775807", "isDefault": true}, "leader.replication.throttled.replicas": {"value": "", "isDefault": true}, "follower.replication.throttled.replicas": {"value": "", "isDefault": true}}', 0, '2026-11-21 09:46:15.541899+00', '2026-11-21 09:48:35.704543+00', NULL, NULL),
	(1, 'payments.captured', '858b5c84-0cea-bcdb-c3ba-c3bad99d93d2', 6, 1, false, '{"flush.ms": {"value": "9223372036854775807", "isDefault": true}, "segment.ms": {"value": "604800000", "isDefault": true}, "preallocate": {"value": "false", "isDefault": true}, "retention.ms": {"value": "604800000", "isDefault": true}, "segment.bytes": {"value": "1073741824", "isDefault": true}, "cleanup.policy": {"value": "compact", "default": "delete", "isDefault": false}, "flush.messages": {"value": "9223372036854775807", "isDefault": true}, "retention.bytes": {"value": "-1", "isDefault": true}, "compression.type": {"value": "producer", "isDefault": true}, "max.message.bytes": {"value": "1048588", "isDefault": true}, "segment.jitter.ms": {"value": "0", "isDefault": true}, "local.retention.ms": {"value": "-2", "isDefault": true}, "delete.retention.ms": {"value": "86400000", "isDefault": true}, "min.insync.replicas": {"value": "1", "default": "1", "isDefault": false}, "segment.index.bytes": {"value": "10485760", "isDefault": true}, "file.delete.delay.ms": {"value": "60000", "isDefault": true}, "index.interval.bytes": {"value": "4096", "isDefault": true}, "compression.lz4.level": {"value": "9", "isDefault": true}, "local.retention.bytes": {"value": "-2", "isDefault": true}, "max.compaction.lag.ms": {"value": "9223372036854775807", "isDefault": true}, "min.compaction.lag.ms": {"value": "0", "isDefault": true}, "remote.storage.enable": {"value": "false", "isDefault": true}, "compression.gzip.level": {"value": "-1", "isDefault": true}, "compression.zstd.level": {"value": "3", "isDefault": true}, "message.timestamp.type": {"value": "CreateTime", "isDefault": true}, "remote.log.copy.disable": {"value": "false", "isDefault": true}, "min.cleanable.dirty.ratio": {"value": "0.5", "isDefault": true}, "remote.log.delete.on.disable": {"value": "false", "isDefault": true}, "message.timestamp.after.max.ms": {"value": "3600000", "isDefault": true}, "unclean.leader.election.enable": {"value": "false", "isDefault": true}, "message.timestamp.before.max.ms": {"value": "9223372036854775807", "isDefault": true}, "leader.replication.throttled.replicas": {"value": "", "isDefault": true}, "follower.replication.throttled.replicas": {"value": "", "isDefault": true}}', 0, '2026-11-21 09:46:15.541899+00', '2026-11-21 09:46:25.544705+00', NULL, NULL),
	(2, 'shipments', '35ba08bb-f554-34aa-becc-ddad761575e6', 3, 1, false, '{"flush.ms": {"value": "9223372036854775807", "isDefault": true}, "segment.ms": {"value": "604800000", "isDefault": true}, "preallocate": {"value": "false", "isDefault": true}, "retention.ms": {"value": "604800000", "isDefault": true}, "segment.bytes": {"value": "1073741824", "isDefault": true}, "cleanup.policy": {"value": "delete", "isDefault": true}, "flush.messages": {"value": "9223372036854775807", "isDefault": true}, "retention.bytes": {"value": "-1", "isDefault": true}, "compression.type": {"value": "producer", "isDefault": true}, "max.message.bytes": {"value": "1048588", "isDefault": true}, "segment.jitter.ms": {"value": "0", "isDefault": true}, "local.retention.ms": {"value": "-2", "isDefault": true}, "delete.retention.ms": {"value": "86400000", "isDefault": true}, "min.insync.replicas": {"value": "1", "isDefault": true}, "segment.index.bytes": {"value": "10485760", "isDefault": true}, "file.delete.delay.ms": {"value": "60000", "isDefault": true}, "index.interval.bytes": {"value": "4096", "isDefault": true}, "compression.lz4.level": {"value": "9", "isDefault": true}, "local.retention.bytes": {"value": "-2", "isDefault": true}, "max.compaction.lag.ms": {"value": "9223372036854775807", "isDefault": true}, "min.compaction.lag.ms": {"value": "0", "isDefault": true}, "remote.storage.enable": {"value": "false", "isDefault": true}, "compression.gzip.level": {"value": "-1", "isDefault": true}, "compression.zstd.level": {"value": "3", "isDefault": true}, "message.timestamp.type": {"value": "CreateTime", "isDefault": true}, "remote.log.copy.disable": {"value": "false", "isDefault": true}, "min.cleanable.dirty.ratio": {"value": "0.5", "isDefault": true}, "remote.log.delete.on.disable": {"value": "false", "isDefault": true}, "message.timestamp.after.max.ms": {"value": "3600000", "isDefault": true}, "unclean.leader.election.enable": {"value": "false", "isDefault": true}, "message.timestamp.before.max.ms": {"value": "9223372036854775807", "isDefault": true}, "leader.replication.throttled.replicas": {"value": "", "isDefault": true}, "follower.replication.throttled.replicas": {"value": "", "isDefault": true}}', 0, '2026-11-21 09:47:25.790973+00', '2026-11-21 09:48:35.800526+00', NULL, NULL),
	(1, 'orders', '3cfa3199-23e2-a32d-141c-a0ee449912d1', 3, 1, false, '{"flush.ms": {"value": "9223372036854775807", "isDefault": true}, "segment.ms": {"value": "604800000", "isDefault": true}, "preallocate": {"value": "false", "isDefault": true}, "retention.ms": {"value": "259200000", "isDefault": false}, "segment.bytes": {"value": "1073741824", "isDefault": true}, "cleanup.policy": {"value": "delete", "isDefault": true}, "flush.messages": {"value": "9223372036854775807", "isDefault": true}, "retention.bytes": {"value": "-1", "isDefault": true}, "compression.type": {"value": "producer", "isDefault": true}, "max.message.bytes": {"value": "1048588", "isDefault": true}, "segment.jitter.ms": {"value": "0", "isDefault": true}, "local.retention.ms": {"value": "-2", "isDefault": true}, "delete.retention.ms": {"value": "86400000", "isDefault": true}, "min.insync.replicas": {"value": "1", "isDefault": true}, "segment.index.bytes": {"value": "10485760", "isDefault": true}, "file.delete.delay.ms": {"value": "60000", "isDefault": true}, "index.interval.bytes": {"value": "4096", "isDefault": true}, "compression.lz4.level": {"value": "9", "isDefault": true}, "local.retention.bytes": {"value": "-2", "isDefault": true}, "max.compaction.lag.ms": {"value": "9223372036854775807", "isDefault": true}, "min.compaction.lag.ms": {"value": "0", "isDefault": true}, "remote.storage.enable": {"value": "false", "isDefault": true}, "compression.gzip.level": {"value": "-1", "isDefault": true}, "compression.zstd.level": {"value": "3", "isDefault": true}, "message.timestamp.type": {"value": "CreateTime", "isDefault": true}, "remote.log.copy.disable": {"value": "false", "isDefault": true}, "min.cleanable.dirty.ratio": {"value": "0.5", "isDefault": true}, "remote.log.delete.on.disable": {"value": "false", "isDefault": true}, "message.timestamp.after.max.ms": {"value": "3600000", "isDefault": true}, "unclean.leader.election.enable": {"value": "false", "isDefault": true}, "message.timestamp.before.max.ms": {"value": "9223372036854775807", "isDefault": true}, "leader.replication.throttled.replicas": {"value": "", "isDefault": true}, "follower.replication.throttled.replicas": {"value": "", "isDefault": true}}', 5377, '2026-11-21 09:46:15.541899+00', '2026-11-21 09:47:25.875905+00', NULL, NULL),
	(2, 'orders', 'f0e47fc0-ab4a-bb6b-f376-7f67dc913c7d', 6, 1, false, '{"flush.ms": {"value": "9223372036854775807", "isDefault": true}, "segment.ms": {"value": "604800000", "isDefault": true}, "preallocate": {"value": "false", "isDefault": true}, "retention.ms": {"value": "259200000", "isDefault": false}, "segment.bytes": {"value": "1073741824", "isDefault": true}, "cleanup.policy": {"value": "delete", "isDefault": true}, "flush.messages": {"value": "9223372036854775807", "isDefault": true}, "retention.bytes": {"value": "-1", "isDefault": true}, "compression.type": {"value": "producer", "isDefault": true}, "max.message.bytes": {"value": "1048588", "isDefault": true}, "segment.jitter.ms": {"value": "0", "isDefault": true}, "local.retention.ms": {"value": "-2", "isDefault": true}, "delete.retention.ms": {"value": "86400000", "isDefault": true}, "min.insync.replicas": {"value": "1", "isDefault": true}, "segment.index.bytes": {"value": "10485760", "isDefault": true}, "file.delete.delay.ms": {"value": "60000", "isDefault": true}, "index.interval.bytes": {"value": "4096", "isDefault": true}, "compression.lz4.level": {"value": "9", "isDefault": true}, "local.retention.bytes": {"value": "-2", "isDefault": true}, "max.compaction.lag.ms": {"value": "9223372036854775807", "isDefault": true}, "min.compaction.lag.ms": {"value": "0", "isDefault": true}, "remote.storage.enable": {"value": "false", "isDefault": true}, "compression.gzip.level": {"value": "-1", "isDefault": true}, "compression.zstd.level": {"value": "3", "isDefault": true}, "message.timestamp.type": {"value": "CreateTime", "isDefault": true}, "remote.log.copy.disable": {"value": "false", "isDefault": true}, "min.cleanable.dirty.ratio": {"value": "0.5", "isDefault": true}, "remote.log.delete.on.disable": {"value": "false", "isDefault": true}, "message.timestamp.after.max.ms": {"value": "3600000", "isDefault": true}, "unclean.leader.election.enable": {"value": "false", "isDefault": true}, "message.timestamp.before.max.ms": {"value": "9223372036854775807", "isDefault": true}, "leader.replication.throttled.replicas": {"value": "", "isDefault": true}, "follower.replication.throttled.replicas": {"value": "", "isDefault": true}}', 1598, '2026-11-21 09:46:25.705193+00', '2026-11-21 09:47:25.790973+00', NULL, NULL),
	(1, 'orders.retry', '4ee1d825-3b46-fc27-83c3-a9e207121588', 20, 1, false, '{"flush.ms": {"value": "9223372036854775807", "isDefault": true}, "segment.ms": {"value": "604800000", "isDefault": true}, "preallocate": {"value": "false", "isDefault": true}, "retention.ms": {"value": "604800000", "isDefault": true}, "segment.bytes": {"value": "1073741824", "isDefault": true}, "cleanup.policy": {"value": "delete", "isDefault": true}, "flush.messages": {"value": "9223372036854775807", "isDefault": true}, "retention.bytes": {"value": "-1", "isDefault": true}, "compression.type": {"value": "producer", "isDefault": true}, "max.message.bytes": {"value": "1048588", "isDefault": true}, "segment.jitter.ms": {"value": "0", "isDefault": true}, "local.retention.ms": {"value": "-2", "isDefault": true}, "delete.retention.ms": {"value": "86400000", "isDefault": true}, "min.insync.replicas": {"value": "1", "isDefault": true}, "segment.index.bytes": {"value": "10485760", "isDefault": true}, "file.delete.delay.ms": {"value": "60000", "isDefault": true}, "index.interval.bytes": {"value": "4096", "isDefault": true}, "compression.lz4.level": {"value": "9", "isDefault": true}, "local.retention.bytes": {"value": "-2", "isDefault": true}, "max.compaction.lag.ms": {"value": "9223372036854775807", "isDefault": true}, "min.compaction.lag.ms": {"value": "0", "isDefault": true}, "remote.storage.enable": {"value": "false", "isDefault": true}, "compression.gzip.level": {"value": "-1", "isDefault": true}, "compression.zstd.level": {"value": "3", "isDefault": true}, "message.timestamp.type": {"value": "CreateTime", "isDefault": true}, "remote.log.copy.disable": {"value": "false", "isDefault": true}, "min.cleanable.dirty.ratio": {"value": "0.5", "isDefault": true}, "remote.log.delete.on.disable": {"value": "false", "isDefault": true}, "message.timestamp.after.max.ms": {"value": "3600000", "isDefault": true}, "unclean.leader.election.enable": {"value": "false", "isDefault": true}, "message.timestamp.before.max.ms": {"value": "9223372036854775807", "isDefault": true}, "leader.replication.throttled.replicas": {"value": "", "isDefault": true}, "follower.replication.throttled.replicas": {"value": "", "isDefault": true}}', 0, '2026-11-21 09:46:15.541899+00', '2026-11-21 09:47:25.875905+00', NULL, NULL);

INSERT INTO public.series VALUES
	(1, 0, 0, 3, 1, 0, NULL, '2026-11-21 09:46:15.541899+00', NULL),
	(1, 0, 3, 1, 5, 0, NULL, '2026-11-21 09:46:15.541899+00', NULL),
	(1, 0, 4, 1, 4, 0, NULL, '2026-11-21 09:46:15.541899+00', NULL),
	(1, 0, 5, 6, 2, 0, NULL, '2026-11-21 09:46:15.541899+00', NULL),
	(1, 0, 11, 3, 3, 0, NULL, '2026-11-21 09:46:15.541899+00', NULL),
	(2, 0, 0, 6, 11, 0, NULL, '2026-11-21 09:46:25.705193+00', NULL),
	(1, 1, 0, 3, 1, 0, 'billing', '2026-11-21 09:47:05.551373+00', NULL),
	(2, 0, 6, 3, 15, 0, NULL, '2026-11-21 09:47:25.790973+00', NULL),
	(1, 0, 14, 19, 4, 1, NULL, '2026-11-21 09:47:25.875905+00', NULL);

INSERT INTO public.snapshot_version VALUES
	('clusters', 2, '2026-11-21 09:45:00.103115+00'),
	('cluster:2', 26, '2026-11-21 09:49:15.807556+00'),
	('cluster:1', 26, '2026-11-21 09:49:15.807658+00');

INSERT INTO public.step_journal OVERRIDING SYSTEM VALUE VALUES
	(1, 1, 0, 'do', 'intent', 1, '{"topic": null}', NULL, NULL, '2026-11-21 09:46:05.876832+00'),
	(2, 1, 0, 'do', 'done', 1, NULL, '3cfa3199-23e2-a32d-141c-a0ee449912d1', 'Made', '2026-11-21 09:46:06.182861+00'),
	(3, 2, 0, 'do', 'intent', 1, '{"topic": null}', NULL, NULL, '2026-11-21 09:46:07.664661+00'),
	(4, 2, 0, 'do', 'done', 1, NULL, '858b5c84-0cea-bcdb-c3ba-c3bad99d93d2', 'Made', '2026-11-21 09:46:07.807755+00'),
	(5, 3, 0, 'do', 'intent', 1, '{"topic": null}', NULL, NULL, '2026-11-21 09:46:10.493913+00'),
	(6, 3, 0, 'do', 'done', 1, NULL, 'fcdef62d-6115-9794-dd41-53da01c2243d', 'Made', '2026-11-21 09:46:10.547218+00'),
	(7, 4, 0, 'do', 'intent', 1, '{"topic": null}', NULL, NULL, '2026-11-21 09:46:11.367728+00'),
	(8, 4, 0, 'do', 'done', 1, NULL, '4ee1d825-3b46-fc27-83c3-a9e207121588', 'Made', '2026-11-21 09:46:11.376747+00'),
	(9, 4, 1, 'do', 'intent', 1, '{"topic": null}', NULL, NULL, '2026-11-21 09:46:11.400511+00'),
	(10, 4, 1, 'do', 'done', 1, NULL, '67f31584-b939-9a54-2c44-7b6f15d62ef8', 'Made', '2026-11-21 09:46:11.435887+00'),
	(11, 5, 0, 'do', 'intent', 1, '{"topic": null}', NULL, NULL, '2026-11-21 09:46:15.727688+00'),
	(12, 5, 0, 'do', 'done', 1, NULL, 'f0e47fc0-ab4a-bb6b-f376-7f67dc913c7d', 'Made', '2026-11-21 09:46:15.882936+00'),
	(13, 6, 0, 'do', 'intent', 1, '{"topic": {"name": "orders", "configs": {"flush.ms": {"value": "9223372036854775807", "isDefault": true}, "segment.ms": {"value": "604800000", "isDefault": true}, "preallocate": {"value": "false", "isDefault": true}, "retention.ms": {"value": "604800000", "isDefault": false}, "segment.bytes": {"value": "1073741824", "isDefault": true}, "cleanup.policy": {"value": "delete", "isDefault": true}, "flush.messages": {"value": "9223372036854775807", "isDefault": true}, "retention.bytes": {"value": "-1", "isDefault": true}, "compression.type": {"value": "producer", "isDefault": true}, "max.message.bytes": {"value": "1048588", "isDefault": true}, "segment.jitter.ms": {"value": "0", "isDefault": true}, "local.retention.ms": {"value": "-2", "isDefault": true}, "delete.retention.ms": {"value": "86400000", "isDefault": true}, "min.insync.replicas": {"value": "1", "isDefault": true}, "segment.index.bytes": {"value": "10485760", "isDefault": true}, "file.delete.delay.ms": {"value": "60000", "isDefault": true}, "index.interval.bytes": {"value": "4096", "isDefault": true}, "compression.lz4.level": {"value": "9", "isDefault": true}, "local.retention.bytes": {"value": "-2", "isDefault": true}, "max.compaction.lag.ms": {"value": "9223372036854775807", "isDefault": true}, "min.compaction.lag.ms": {"value": "0", "isDefault": true}, "remote.storage.enable": {"value": "false", "isDefault": true}, "compression.gzip.level": {"value": "-1", "isDefault": true}, "compression.zstd.level": {"value": "3", "isDefault": true}, "message.timestamp.type": {"value": "CreateTime", "isDefault": true}, "remote.log.copy.disable": {"value": "false", "isDefault": true}, "min.cleanable.dirty.ratio": {"value": "0.5", "isDefault": true}, "remote.log.delete.on.disable": {"value": "false", "isDefault": true}, "message.timestamp.after.max.ms": {"value": "3600000", "isDefault": true}, "unclean.leader.election.enable": {"value": "false", "isDefault": true}, "message.timestamp.before.max.ms": {"value": "9223372036854775807", "isDefault": true}, "leader.replication.throttled.replicas": {"value": "", "isDefault": true}, "follower.replication.throttled.replicas": {"value": "", "isDefault": true}}, "topicId": "3cfa3199-23e2-a32d-141c-a0ee449912d1", "isInternal": false, "partitions": 3, "replication": 1}}', NULL, NULL, '2026-11-21 09:46:17.810184+00'),
	(14, 6, 0, 'do', 'done', 1, NULL, NULL, 'Made', '2026-11-21 09:46:17.821337+00'),
	(15, 7, 0, 'do', 'intent', 1, '{"topic": null}', NULL, NULL, '2026-11-21 09:47:16.105668+00'),
	(16, 7, 0, 'do', 'done', 1, NULL, '35ba08bb-f554-34aa-becc-ddad761575e6', 'Made', '2026-11-21 09:47:16.112598+00'),
	(17, 8, 0, 'do', 'intent', 1, '{"topic": null}', NULL, NULL, '2026-11-21 09:47:21.778823+00'),
	(18, 8, 0, 'do', 'done', 1, NULL, 'c6a05f6c-6459-4258-8ca1-8b6d94139faa', 'Made', '2026-11-21 09:47:21.933738+00'),
	(19, 8, 1, 'do', 'intent', 1, '{"topic": null}', NULL, NULL, '2026-11-21 09:47:22.044033+00'),
	(20, 8, 1, 'do', 'failed', 1, NULL, NULL, 'local refused to create ledger.right: This local cluster holds at most 60 partitions; it has 44, and 30 more were asked for.', '2026-11-21 09:47:22.313538+00'),
	(21, 8, 0, 'undo', 'intent', 1, '{"topic": {"name": "ledger.left", "configs": {"flush.ms": {"value": "9223372036854775807", "isDefault": true}, "segment.ms": {"value": "604800000", "isDefault": true}, "preallocate": {"value": "false", "isDefault": true}, "retention.ms": {"value": "604800000", "isDefault": true}, "segment.bytes": {"value": "1073741824", "isDefault": true}, "cleanup.policy": {"value": "delete", "isDefault": true}, "flush.messages": {"value": "9223372036854775807", "isDefault": true}, "retention.bytes": {"value": "-1", "isDefault": true}, "compression.type": {"value": "producer", "isDefault": true}, "max.message.bytes": {"value": "1048588", "isDefault": true}, "segment.jitter.ms": {"value": "0", "isDefault": true}, "local.retention.ms": {"value": "-2", "isDefault": true}, "delete.retention.ms": {"value": "86400000", "isDefault": true}, "min.insync.replicas": {"value": "1", "isDefault": true}, "segment.index.bytes": {"value": "10485760", "isDefault": true}, "file.delete.delay.ms": {"value": "60000", "isDefault": true}, "index.interval.bytes": {"value": "4096", "isDefault": true}, "compression.lz4.level": {"value": "9", "isDefault": true}, "local.retention.bytes": {"value": "-2", "isDefault": true}, "max.compaction.lag.ms": {"value": "9223372036854775807", "isDefault": true}, "min.compaction.lag.ms": {"value": "0", "isDefault": true}, "remote.storage.enable": {"value": "false", "isDefault": true}, "compression.gzip.level": {"value": "-1", "isDefault": true}, "compression.zstd.level": {"value": "3", "isDefault": true}, "message.timestamp.type": {"value": "CreateTime", "isDefault": true}, "remote.log.copy.disable": {"value": "false", "isDefault": true}, "min.cleanable.dirty.ratio": {"value": "0.5", "isDefault": true}, "remote.log.delete.on.disable": {"value": "false", "isDefault": true}, "message.timestamp.after.max.ms": {"value": "3600000", "isDefault": true}, "unclean.leader.election.enable": {"value": "false", "isDefault": true}, "message.timestamp.before.max.ms": {"value": "9223372036854775807", "isDefault": true}, "leader.replication.throttled.replicas": {"value": "", "isDefault": true}, "follower.replication.throttled.replicas": {"value": "", "isDefault": true}}, "topicId": "c6a05f6c-6459-4258-8ca1-8b6d94139faa", "isInternal": false, "partitions": 30, "replication": 1}}', NULL, NULL, '2026-11-21 09:47:22.525379+00'),
	(22, 8, 0, 'undo', 'done', 1, NULL, 'c6a05f6c-6459-4258-8ca1-8b6d94139faa', NULL, '2026-11-21 09:47:23.170079+00'),
	(23, 9, 0, 'do', 'intent', 1, '{"topic": {"name": "orders.retry", "configs": {"flush.ms": {"value": "9223372036854775807", "isDefault": true}, "segment.ms": {"value": "604800000", "isDefault": true}, "preallocate": {"value": "false", "isDefault": true}, "retention.ms": {"value": "604800000", "isDefault": true}, "segment.bytes": {"value": "1073741824", "isDefault": true}, "cleanup.policy": {"value": "delete", "isDefault": true}, "flush.messages": {"value": "9223372036854775807", "isDefault": true}, "retention.bytes": {"value": "-1", "isDefault": true}, "compression.type": {"value": "producer", "isDefault": true}, "max.message.bytes": {"value": "1048588", "isDefault": true}, "segment.jitter.ms": {"value": "0", "isDefault": true}, "local.retention.ms": {"value": "-2", "isDefault": true}, "delete.retention.ms": {"value": "86400000", "isDefault": true}, "min.insync.replicas": {"value": "1", "isDefault": true}, "segment.index.bytes": {"value": "10485760", "isDefault": true}, "file.delete.delay.ms": {"value": "60000", "isDefault": true}, "index.interval.bytes": {"value": "4096", "isDefault": true}, "compression.lz4.level": {"value": "9", "isDefault": true}, "local.retention.bytes": {"value": "-2", "isDefault": true}, "max.compaction.lag.ms": {"value": "9223372036854775807", "isDefault": true}, "min.compaction.lag.ms": {"value": "0", "isDefault": true}, "remote.storage.enable": {"value": "false", "isDefault": true}, "compression.gzip.level": {"value": "-1", "isDefault": true}, "compression.zstd.level": {"value": "3", "isDefault": true}, "message.timestamp.type": {"value": "CreateTime", "isDefault": true}, "remote.log.copy.disable": {"value": "false", "isDefault": true}, "min.cleanable.dirty.ratio": {"value": "0.5", "isDefault": true}, "remote.log.delete.on.disable": {"value": "false", "isDefault": true}, "message.timestamp.after.max.ms": {"value": "3600000", "isDefault": true}, "unclean.leader.election.enable": {"value": "false", "isDefault": true}, "message.timestamp.before.max.ms": {"value": "9223372036854775807", "isDefault": true}, "leader.replication.throttled.replicas": {"value": "", "isDefault": true}, "follower.replication.throttled.replicas": {"value": "", "isDefault": true}}, "topicId": "4ee1d825-3b46-fc27-83c3-a9e207121588", "isInternal": false, "partitions": 1, "replication": 1}}', NULL, NULL, '2026-11-21 09:47:25.122016+00'),
	(24, 9, 0, 'do', 'done', 1, NULL, NULL, 'Made', '2026-11-21 09:47:25.1377+00'),
	(25, 9, 1, 'do', 'intent', 1, '{"topic": null}', NULL, NULL, '2026-11-21 09:47:25.17125+00'),
	(26, 9, 1, 'do', 'failed', 1, NULL, NULL, 'local refused to create refunds: This local cluster holds at most 60 partitions; it has 33, and 30 more were asked for.', '2026-11-21 09:47:25.263373+00');

INSERT INTO public.team OVERRIDING SYSTEM VALUE VALUES
	(1, 'payments', 'Payments'),
	(2, 'logistics', 'Logistics'),
	(3, 'platform', 'Platform');

INSERT INTO public.vote OVERRIDING SYSTEM VALUE VALUES
	(1, 5, 5, '3e8fec93723726af196c80cbb5f3463a23c2ee5a98dd1ad2a57ce71892b49920', 1, 'grace', 'token', NULL, 'approve', '', '2026-11-21 09:46:14.570606+00', NULL),
	(2, 5, 5, '3e8fec93723726af196c80cbb5f3463a23c2ee5a98dd1ad2a57ce71892b49920', 2, 'sam', 'token', NULL, 'approve', '', '2026-11-21 09:46:15.420158+00', NULL),
	(3, 6, 6, 'c83ed962aaebbb8ec312ae8eac1ede8962d926dff1e31553698044e4cc59a0d0', 3, 'grace', 'token', NULL, 'approve', '', '2026-11-21 09:46:16.692469+00', NULL),
	(4, 10, 9, 'af1c8a0f121e66c83955e3dfa31be2d75b35817314280037cd2fa3dc6944fa88', 6, 'grace', 'token', NULL, 'approve', '', '2026-11-21 09:46:59.851599+00', NULL),
	(5, 6, 6, 'c83ed962aaebbb8ec312ae8eac1ede8962d926dff1e31553698044e4cc59a0d0', 4, 'sam', 'token', NULL, 'approve', '', '2026-11-21 09:47:16.065821+00', NULL),
	(6, 11, 10, 'd5b8d5527d0849623cf32d6d7f33bad03b45befbb51d9722a9331e3f0aa2f519', 8, 'grace', 'token', NULL, 'request_changes', 'Six partitions for the events too, please.', '2026-11-21 09:47:19.884017+00', NULL),
	(7, 12, 11, 'de570bf5f75737530f7e9761f0fa5f47807f7d024ffc2225b9a00336f2a96c20', 11, 'sam', 'token', NULL, 'reject', 'Orders are needed.', '2026-11-21 09:47:21.100624+00', NULL),
	(8, 15, 14, '149a0f01d53ad3e96b81253bb673481e4003ce4957d702cfebeee7c9570b7cce', 14, 'grace', 'token', NULL, 'approve', '', '2026-11-21 09:47:25.006684+00', NULL),
	(9, 17, 16, 'bba2e3e0284dfd52f2baecc4379b79dcd41ef63c0468865c50f42d5cd91c3fc6', 17, 'grace', 'token', NULL, 'approve', '', '2026-11-21 09:49:11.770808+00', NULL),
	(10, 16, 15, 'd6108e1de78cbbde688e3bf88b5fecf71caebd74ca28fcfbb746fecbeb82b714', 15, 'grace', 'token', NULL, 'approve', '', '2026-11-21 09:49:29.119711+00', NULL),
	(11, 16, 15, 'd6108e1de78cbbde688e3bf88b5fecf71caebd74ca28fcfbb746fecbeb82b714', 16, 'sam', 'token', NULL, 'approve', '', '2026-11-21 09:49:51.823466+00', NULL);

INSERT INTO quartz.qrtz_job_details VALUES
	('portal', 'DueSweep', 'DEFAULT', NULL, 'Portal.Workers.Calendar.DueSweep, Portal.Workers', false, true, false, false, NULL),
	('portal', 'AuditSealer', 'DEFAULT', NULL, 'Portal.Workers.Calendar.AuditSealer, Portal.Workers', false, true, false, false, NULL),
	('portal', 'DriftWatch', 'DEFAULT', NULL, 'Portal.Workers.Reconciling.DriftWatch, Portal.Workers', false, true, false, false, NULL);

INSERT INTO quartz.qrtz_locks VALUES
	('portal', 'TRIGGER_ACCESS'),
	('portal', 'STATE_ACCESS');

INSERT INTO quartz.qrtz_simple_triggers VALUES
	('portal', 'DueSweep', 'DEFAULT', -1, 30000, 10),
	('portal', 'DriftWatch', 'DEFAULT', -1, 30000, 10),
	('portal', 'AuditSealer', 'DEFAULT', -1, 10000, 30);

INSERT INTO quartz.qrtz_triggers VALUES
	('portal', 'DriftWatch', 'DEFAULT', 'DriftWatch', 'DEFAULT', NULL, 639308513738628467, 639308513438628467, 5, 'WAITING', 'SIMPLE', 639308510738628467, NULL, NULL, 0, NULL, NULL, NULL, false, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('portal', 'AuditSealer', 'DEFAULT', 'AuditSealer', 'DEFAULT', NULL, 639308513737998225, 639308513637998225, 5, 'WAITING', 'SIMPLE', 639308510737998225, NULL, NULL, 0, NULL, NULL, NULL, false, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('portal', 'DueSweep', 'DEFAULT', 'DueSweep', 'DEFAULT', NULL, 639308513734411363, 639308513434411363, 5, 'WAITING', 'SIMPLE', 639308510734411363, NULL, NULL, 0, NULL, NULL, NULL, false, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

SELECT pg_catalog.setval('public.api_token_id_seq', 8, true);

SELECT pg_catalog.setval('public.apply_run_id_seq', 11, true);

SELECT pg_catalog.setval('public.approval_rule_id_seq', 6, true);

SELECT pg_catalog.setval('public.approval_step_id_seq', 17, true);

SELECT pg_catalog.setval('public.audit_event_id_seq', 116, true);

SELECT pg_catalog.setval('public.change_id_seq', 18, true);

SELECT pg_catalog.setval('public.change_resource_id_seq', 22, true);

SELECT pg_catalog.setval('public.check_result_id_seq', 93, true);

SELECT pg_catalog.setval('public.cluster_id_seq', 2, true);

SELECT pg_catalog.setval('public.drift_id_seq', 1, true);

SELECT pg_catalog.setval('public.due_id_seq', 18, true);

SELECT pg_catalog.setval('public.endpoint_id_seq', 2, true);

SELECT pg_catalog.setval('public.incarnation_id_seq', 16, true);

SELECT pg_catalog.setval('public.outbox_id_seq', 1, false);

SELECT pg_catalog.setval('public.person_id_seq', 6, true);

SELECT pg_catalog.setval('public.plan_id_seq', 16, true);

SELECT pg_catalog.setval('public.planning_fence', 1000016, true);

SELECT pg_catalog.setval('public.resource_id_seq', 7, true);

SELECT pg_catalog.setval('public.secret_id_seq', 1, false);

SELECT pg_catalog.setval('public.step_journal_id_seq', 26, true);

SELECT pg_catalog.setval('public.team_id_seq', 3, true);

SELECT pg_catalog.setval('public.vote_id_seq', 11, true);

ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT api_token_hash_key UNIQUE (hash);

ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT api_token_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.apply_run
    ADD CONSTRAINT apply_run_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.approval_rule
    ADD CONSTRAINT approval_rule_environment_risk_band_ordinal_key UNIQUE (environment, risk_band, ordinal);

ALTER TABLE ONLY public.approval_rule
    ADD CONSTRAINT approval_rule_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.approval_step
    ADD CONSTRAINT approval_step_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.approval_step
    ADD CONSTRAINT approval_step_plan_id_ordinal_key UNIQUE (plan_id, ordinal);

ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.audit_seal
    ADD CONSTRAINT audit_seal_event_id_key UNIQUE (event_id);

ALTER TABLE ONLY public.audit_seal
    ADD CONSTRAINT audit_seal_pkey PRIMARY KEY (number);

ALTER TABLE ONLY public.change
    ADD CONSTRAINT change_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.change_resource
    ADD CONSTRAINT change_resource_change_id_kind_cluster_id_name_key UNIQUE (change_id, kind, cluster_id, name);

ALTER TABLE ONLY public.change_resource
    ADD CONSTRAINT change_resource_change_id_ordinal_key UNIQUE (change_id, ordinal);

ALTER TABLE ONLY public.change_resource
    ADD CONSTRAINT change_resource_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.check_result
    ADD CONSTRAINT check_result_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.check_result
    ADD CONSTRAINT check_result_plan_id_name_key UNIQUE (plan_id, name);

ALTER TABLE ONLY public.cluster
    ADD CONSTRAINT cluster_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collector
    ADD CONSTRAINT collector_pkey PRIMARY KEY (cluster_id);

ALTER TABLE ONLY public.drift
    ADD CONSTRAINT drift_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.due
    ADD CONSTRAINT due_kind_subject_id_key UNIQUE (kind, subject_id);

ALTER TABLE ONLY public.due
    ADD CONSTRAINT due_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.endpoint
    ADD CONSTRAINT endpoint_cluster_id_kind_key UNIQUE (cluster_id, kind);

ALTER TABLE ONLY public.endpoint
    ADD CONSTRAINT endpoint_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.environment
    ADD CONSTRAINT environment_lane_key UNIQUE (lane);

ALTER TABLE ONLY public.environment
    ADD CONSTRAINT environment_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.idempotency_key
    ADD CONSTRAINT idempotency_key_pkey PRIMARY KEY (person_id, key);

ALTER TABLE ONLY public.incarnation
    ADD CONSTRAINT incarnation_kind_cluster_id_engine_id_key UNIQUE (kind, cluster_id, engine_id);

ALTER TABLE ONLY public.incarnation
    ADD CONSTRAINT incarnation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_pkey PRIMARY KEY (person_id, team_id, role);

ALTER TABLE ONLY public.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (number);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_dedup_key_key UNIQUE (dedup_key);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_handle_key UNIQUE (handle);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan
    ADD CONSTRAINT plan_change_id_number_key UNIQUE (change_id, number);

ALTER TABLE ONLY public.plan
    ADD CONSTRAINT plan_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.planning_run
    ADD CONSTRAINT planning_run_pkey PRIMARY KEY (change_id);

ALTER TABLE ONLY public.reading_10s
    ADD CONSTRAINT reading_10s_pkey PRIMARY KEY (cluster_id, chunk, at);

ALTER TABLE ONLY public.reading_10s_2026112109
    ADD CONSTRAINT reading_10s_2026112109_pkey PRIMARY KEY (cluster_id, chunk, at);

ALTER TABLE ONLY public.reading_10s_2026112110
    ADD CONSTRAINT reading_10s_2026112110_pkey PRIMARY KEY (cluster_id, chunk, at);

ALTER TABLE ONLY public.region
    ADD CONSTRAINT region_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.resource
    ADD CONSTRAINT resource_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.run_target
    ADD CONSTRAINT run_target_pkey PRIMARY KEY (kind, cluster_id, name);

ALTER TABLE ONLY public.secret
    ADD CONSTRAINT secret_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.seen_group
    ADD CONSTRAINT seen_group_pkey PRIMARY KEY (cluster_id, name);

ALTER TABLE ONLY public.seen_members
    ADD CONSTRAINT seen_members_pkey PRIMARY KEY (cluster_id, group_name);

ALTER TABLE ONLY public.seen_topic
    ADD CONSTRAINT seen_topic_pkey PRIMARY KEY (cluster_id, name, topic_id);

ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_pkey PRIMARY KEY (cluster_id, chunk, slot);

ALTER TABLE ONLY public.snapshot_version
    ADD CONSTRAINT snapshot_version_pkey PRIMARY KEY (scope);

ALTER TABLE ONLY public.step_journal
    ADD CONSTRAINT step_journal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.team
    ADD CONSTRAINT team_name_key UNIQUE (name);

ALTER TABLE ONLY public.team
    ADD CONSTRAINT team_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.vote
    ADD CONSTRAINT vote_pkey PRIMARY KEY (id);

ALTER TABLE ONLY quartz.qrtz_blob_triggers
    ADD CONSTRAINT qrtz_blob_triggers_pkey PRIMARY KEY (sched_name, trigger_name, trigger_group);

ALTER TABLE ONLY quartz.qrtz_calendars
    ADD CONSTRAINT qrtz_calendars_pkey PRIMARY KEY (sched_name, calendar_name);

ALTER TABLE ONLY quartz.qrtz_cron_triggers
    ADD CONSTRAINT qrtz_cron_triggers_pkey PRIMARY KEY (sched_name, trigger_name, trigger_group);

ALTER TABLE ONLY quartz.qrtz_execution_history
    ADD CONSTRAINT qrtz_execution_history_pkey PRIMARY KEY (sched_name, entry_id);

ALTER TABLE ONLY quartz.qrtz_fired_triggers
    ADD CONSTRAINT qrtz_fired_triggers_pkey PRIMARY KEY (sched_name, entry_id);

ALTER TABLE ONLY quartz.qrtz_job_details
    ADD CONSTRAINT qrtz_job_details_pkey PRIMARY KEY (sched_name, job_name, job_group);

ALTER TABLE ONLY quartz.qrtz_job_status
    ADD CONSTRAINT qrtz_job_status_pkey PRIMARY KEY (sched_name, job_group, job_name);

ALTER TABLE ONLY quartz.qrtz_locks
    ADD CONSTRAINT qrtz_locks_pkey PRIMARY KEY (sched_name, lock_name);

ALTER TABLE ONLY quartz.qrtz_misfire_history
    ADD CONSTRAINT qrtz_misfire_history_pkey PRIMARY KEY (sched_name, entry_id);

ALTER TABLE ONLY quartz.qrtz_paused_job_grps
    ADD CONSTRAINT qrtz_paused_job_grps_pkey PRIMARY KEY (sched_name, job_group);

ALTER TABLE ONLY quartz.qrtz_paused_trigger_grps
    ADD CONSTRAINT qrtz_paused_trigger_grps_pkey PRIMARY KEY (sched_name, trigger_group);

ALTER TABLE ONLY quartz.qrtz_scheduler_state
    ADD CONSTRAINT qrtz_scheduler_state_pkey PRIMARY KEY (sched_name, instance_name);

ALTER TABLE ONLY quartz.qrtz_simple_triggers
    ADD CONSTRAINT qrtz_simple_triggers_pkey PRIMARY KEY (sched_name, trigger_name, trigger_group);

ALTER TABLE ONLY quartz.qrtz_simprop_triggers
    ADD CONSTRAINT qrtz_simprop_triggers_pkey PRIMARY KEY (sched_name, trigger_name, trigger_group);

ALTER TABLE ONLY quartz.qrtz_triggers
    ADD CONSTRAINT qrtz_triggers_pkey PRIMARY KEY (sched_name, trigger_name, trigger_group);

CREATE INDEX apply_run_change ON public.apply_run USING btree (change_id, id);

CREATE INDEX apply_run_due ON public.apply_run USING btree (retry_at) WHERE ((ended_at IS NULL) AND (state <> 'stuck'::text));

CREATE UNIQUE INDEX apply_run_open ON public.apply_run USING btree (change_id) WHERE (ended_at IS NULL);

CREATE INDEX audit_event_actor ON public.audit_event USING btree (actor, id);

CREATE INDEX audit_event_at ON public.audit_event USING btree (at);

CREATE INDEX audit_event_change ON public.audit_event USING btree (change_id, id) WHERE (change_id IS NOT NULL);

CREATE INDEX change_by_actor ON public.change USING btree (actor, id DESC);

CREATE INDEX change_by_environment ON public.change USING btree (environment, id DESC);

CREATE INDEX change_by_owner ON public.change USING btree (owner_team_id, id DESC);

CREATE INDEX change_open ON public.change USING btree (state, updated_at DESC);

CREATE INDEX change_resource_by_name ON public.change_resource USING btree (name);

CREATE INDEX change_resource_name ON public.change_resource USING btree (cluster_id, name);

CREATE UNIQUE INDEX cluster_name ON public.cluster USING btree (name) WHERE (deregistered_at IS NULL);

CREATE UNIQUE INDEX drift_open ON public.drift USING btree (resource_id, field) WHERE (ended_at IS NULL);

CREATE INDEX due_at ON public.due USING btree (due_at);

CREATE INDEX idempotency_key_created ON public.idempotency_key USING btree (created_at);

CREATE INDEX incarnation_name ON public.incarnation USING btree (cluster_id, name);

CREATE INDEX outbox_unsent ON public.outbox USING btree (id) WHERE (sent_at IS NULL);

CREATE INDEX planning_run_due ON public.planning_run USING btree (retry_at);

CREATE INDEX reading_10s_alone ON ONLY public.reading_10s USING btree (cluster_id, at) WHERE (previous IS NULL);

CREATE INDEX reading_10s_2026112109_cluster_id_at_idx ON public.reading_10s_2026112109 USING btree (cluster_id, at) WHERE (previous IS NULL);

CREATE INDEX reading_10s_2026112110_cluster_id_at_idx ON public.reading_10s_2026112110 USING btree (cluster_id, at) WHERE (previous IS NULL);

CREATE UNIQUE INDEX resource_name ON public.resource USING btree (kind, cluster_id, name) WHERE (gone_at IS NULL);

CREATE INDEX resource_owner ON public.resource USING btree (owner_team_id) WHERE (gone_at IS NULL);

CREATE INDEX run_target_run ON public.run_target USING btree (run_id);

CREATE UNIQUE INDEX seen_topic_live ON public.seen_topic USING btree (cluster_id, name) WHERE (gone_at IS NULL);

CREATE INDEX series_group ON public.series USING btree (cluster_id, group_name) WHERE (group_name IS NOT NULL);

CREATE INDEX series_incarnation ON public.series USING btree (incarnation_id);

CREATE UNIQUE INDEX step_journal_done ON public.step_journal USING btree (run_id, step, direction) WHERE (phase = 'done'::text);

CREATE INDEX step_journal_run ON public.step_journal USING btree (run_id, id);

CREATE INDEX vote_change ON public.vote USING btree (change_id, id);

CREATE UNIQUE INDEX vote_standing ON public.vote USING btree (plan_id, actor) WHERE (withdrawn_at IS NULL);

CREATE INDEX vote_step ON public.vote USING btree (step_id) WHERE (withdrawn_at IS NULL);

CREATE INDEX idx_qrtz_eh_fire_inst ON quartz.qrtz_execution_history USING btree (sched_name, fire_instance_id);

CREATE INDEX idx_qrtz_eh_fired_time ON quartz.qrtz_execution_history USING btree (sched_name, fired_time);

CREATE INDEX idx_qrtz_eh_inst ON quartz.qrtz_execution_history USING btree (sched_name, instance_name);

CREATE INDEX idx_qrtz_eh_job_time ON quartz.qrtz_execution_history USING btree (sched_name, job_group, job_name, fired_time);

CREATE INDEX idx_qrtz_eh_trig_time ON quartz.qrtz_execution_history USING btree (sched_name, trigger_group, trigger_name, fired_time);

CREATE INDEX idx_qrtz_ft_inst_job_req_rcvry ON quartz.qrtz_fired_triggers USING btree (sched_name, instance_name, requests_recovery);

CREATE INDEX idx_qrtz_ft_j_g ON quartz.qrtz_fired_triggers USING btree (sched_name, job_name, job_group);

CREATE INDEX idx_qrtz_ft_t_g ON quartz.qrtz_fired_triggers USING btree (sched_name, trigger_name, trigger_group);

CREATE INDEX idx_qrtz_j_g_n ON quartz.qrtz_job_details USING btree (sched_name, job_group, job_name);

CREATE INDEX idx_qrtz_mh_inst ON quartz.qrtz_misfire_history USING btree (sched_name, instance_name);

CREATE INDEX idx_qrtz_mh_misfire_time ON quartz.qrtz_misfire_history USING btree (sched_name, misfire_time);

CREATE INDEX idx_qrtz_t_c ON quartz.qrtz_triggers USING btree (sched_name, calendar_name);

CREATE INDEX idx_qrtz_t_g_n ON quartz.qrtz_triggers USING btree (sched_name, trigger_group, trigger_name);

CREATE INDEX idx_qrtz_t_j ON quartz.qrtz_triggers USING btree (sched_name, job_name, job_group);

CREATE INDEX idx_qrtz_t_nft_st ON quartz.qrtz_triggers USING btree (sched_name, trigger_state, next_fire_time, priority DESC, misfire_instr);

ALTER INDEX public.reading_10s_alone ATTACH PARTITION public.reading_10s_2026112109_cluster_id_at_idx;

ALTER INDEX public.reading_10s_pkey ATTACH PARTITION public.reading_10s_2026112109_pkey;

ALTER INDEX public.reading_10s_alone ATTACH PARTITION public.reading_10s_2026112110_cluster_id_at_idx;

ALTER INDEX public.reading_10s_pkey ATTACH PARTITION public.reading_10s_2026112110_pkey;

CREATE TRIGGER audit_event_append_only BEFORE DELETE OR UPDATE ON public.audit_event FOR EACH ROW EXECUTE FUNCTION public.audit_is_append_only();

CREATE TRIGGER audit_seal_append_only BEFORE DELETE OR UPDATE ON public.audit_seal FOR EACH ROW EXECUTE FUNCTION public.audit_is_append_only();

ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT api_token_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.apply_run
    ADD CONSTRAINT apply_run_change_id_fkey FOREIGN KEY (change_id) REFERENCES public.change(id);

ALTER TABLE ONLY public.apply_run
    ADD CONSTRAINT apply_run_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.plan(id);

ALTER TABLE ONLY public.approval_rule
    ADD CONSTRAINT approval_rule_environment_fkey FOREIGN KEY (environment) REFERENCES public.environment(name);

ALTER TABLE ONLY public.approval_step
    ADD CONSTRAINT approval_step_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.plan(id);

ALTER TABLE ONLY public.approval_step
    ADD CONSTRAINT approval_step_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.team(id);

ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_change_id_fkey FOREIGN KEY (change_id) REFERENCES public.change(id);

ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_cluster_id_fkey FOREIGN KEY (cluster_id) REFERENCES public.cluster(id);

ALTER TABLE ONLY public.audit_seal
    ADD CONSTRAINT audit_seal_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.audit_event(id);

ALTER TABLE ONLY public.change
    ADD CONSTRAINT change_environment_fkey FOREIGN KEY (environment) REFERENCES public.environment(name);

ALTER TABLE ONLY public.change
    ADD CONSTRAINT change_owner_team_id_fkey FOREIGN KEY (owner_team_id) REFERENCES public.team(id);

ALTER TABLE ONLY public.change
    ADD CONSTRAINT change_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.plan(id);

ALTER TABLE ONLY public.change_resource
    ADD CONSTRAINT change_resource_change_id_fkey FOREIGN KEY (change_id) REFERENCES public.change(id);

ALTER TABLE ONLY public.change_resource
    ADD CONSTRAINT change_resource_cluster_id_fkey FOREIGN KEY (cluster_id) REFERENCES public.cluster(id);

ALTER TABLE ONLY public.check_result
    ADD CONSTRAINT check_result_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.plan(id);

ALTER TABLE ONLY public.cluster
    ADD CONSTRAINT cluster_environment_fkey FOREIGN KEY (environment) REFERENCES public.environment(name);

ALTER TABLE ONLY public.cluster
    ADD CONSTRAINT cluster_region_fkey FOREIGN KEY (region) REFERENCES public.region(name);

ALTER TABLE ONLY public.collector
    ADD CONSTRAINT collector_cluster_id_fkey FOREIGN KEY (cluster_id) REFERENCES public.cluster(id);

ALTER TABLE ONLY public.drift
    ADD CONSTRAINT drift_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES public.resource(id);

ALTER TABLE ONLY public.endpoint
    ADD CONSTRAINT endpoint_cluster_id_fkey FOREIGN KEY (cluster_id) REFERENCES public.cluster(id);

ALTER TABLE ONLY public.endpoint
    ADD CONSTRAINT endpoint_secret_id_fkey FOREIGN KEY (secret_id) REFERENCES public.secret(id);

ALTER TABLE ONLY public.idempotency_key
    ADD CONSTRAINT idempotency_key_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.incarnation
    ADD CONSTRAINT incarnation_cluster_id_fkey FOREIGN KEY (cluster_id) REFERENCES public.cluster(id);

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.team(id);

ALTER TABLE ONLY public.plan
    ADD CONSTRAINT plan_change_id_fkey FOREIGN KEY (change_id) REFERENCES public.change(id);

ALTER TABLE ONLY public.planning_run
    ADD CONSTRAINT planning_run_change_id_fkey FOREIGN KEY (change_id) REFERENCES public.change(id);

ALTER TABLE ONLY public.resource
    ADD CONSTRAINT resource_cluster_id_fkey FOREIGN KEY (cluster_id) REFERENCES public.cluster(id);

ALTER TABLE ONLY public.resource
    ADD CONSTRAINT resource_owner_team_id_fkey FOREIGN KEY (owner_team_id) REFERENCES public.team(id);

ALTER TABLE ONLY public.run_target
    ADD CONSTRAINT run_target_cluster_id_fkey FOREIGN KEY (cluster_id) REFERENCES public.cluster(id);

ALTER TABLE ONLY public.run_target
    ADD CONSTRAINT run_target_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.apply_run(id);

ALTER TABLE ONLY public.seen_group
    ADD CONSTRAINT seen_group_cluster_id_fkey FOREIGN KEY (cluster_id) REFERENCES public.cluster(id);

ALTER TABLE ONLY public.seen_members
    ADD CONSTRAINT seen_members_cluster_id_fkey FOREIGN KEY (cluster_id) REFERENCES public.cluster(id);

ALTER TABLE ONLY public.seen_topic
    ADD CONSTRAINT seen_topic_cluster_id_fkey FOREIGN KEY (cluster_id) REFERENCES public.cluster(id);

ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_cluster_id_fkey FOREIGN KEY (cluster_id) REFERENCES public.cluster(id);

ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_incarnation_id_fkey FOREIGN KEY (incarnation_id) REFERENCES public.incarnation(id);

ALTER TABLE ONLY public.step_journal
    ADD CONSTRAINT step_journal_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.apply_run(id);

ALTER TABLE ONLY public.vote
    ADD CONSTRAINT vote_change_id_fkey FOREIGN KEY (change_id) REFERENCES public.change(id);

ALTER TABLE ONLY public.vote
    ADD CONSTRAINT vote_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.plan(id);

ALTER TABLE ONLY public.vote
    ADD CONSTRAINT vote_step_id_fkey FOREIGN KEY (step_id) REFERENCES public.approval_step(id);

ALTER TABLE ONLY quartz.qrtz_blob_triggers
    ADD CONSTRAINT qrtz_blob_triggers_sched_name_trigger_name_trigger_group_fkey FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES quartz.qrtz_triggers(sched_name, trigger_name, trigger_group) ON DELETE CASCADE;

ALTER TABLE ONLY quartz.qrtz_cron_triggers
    ADD CONSTRAINT qrtz_cron_triggers_sched_name_trigger_name_trigger_group_fkey FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES quartz.qrtz_triggers(sched_name, trigger_name, trigger_group) ON DELETE CASCADE;

ALTER TABLE ONLY quartz.qrtz_simple_triggers
    ADD CONSTRAINT qrtz_simple_triggers_sched_name_trigger_name_trigger_group_fkey FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES quartz.qrtz_triggers(sched_name, trigger_name, trigger_group) ON DELETE CASCADE;

ALTER TABLE ONLY quartz.qrtz_simprop_triggers
    ADD CONSTRAINT qrtz_simprop_triggers_sched_name_trigger_name_trigger_grou_fkey FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES quartz.qrtz_triggers(sched_name, trigger_name, trigger_group) ON DELETE CASCADE;

ALTER TABLE ONLY quartz.qrtz_triggers
    ADD CONSTRAINT qrtz_triggers_sched_name_job_name_job_group_fkey FOREIGN KEY (sched_name, job_name, job_group) REFERENCES quartz.qrtz_job_details(sched_name, job_name, job_group);
