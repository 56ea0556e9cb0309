using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Portal.Tests.Kit;
using Portal.Workers.Calendar;
using Portal.Workers.Collecting;
using Portal.Workers.Collecting.Jobs;
using Portal.Workers.Collecting.Schemas;

namespace Portal.Tests.Collecting;

/// <summary>What is over goes after its days; what something still shows, or what is younger, stays.</summary>
public sealed class PurgeTests
{
    [Fact]
    public async Task Topics_and_groups_that_are_gone_go_after_their_days()
    {
        await using var world = await CollectWorld.Create();
        var (one, left) = (await world.Register("one"), await world.Register("left"));
        await world.Execute(
            $"""
            insert into team (name, title) values ('payments', 'Payments');
            insert into seen_topic (cluster_id, name, topic_id, partitions, replication, is_internal, configs,
                first_seen_at, seen_at, gone_at)
            select {one.Value}, t.name, t.id, 1, 1, false, jsonb_build_object(), now(), now(), t.gone
            from (values ('there', gen_random_uuid(), null), ('lately', gen_random_uuid(), now() - interval '29 days'),
                ('long-ago', gen_random_uuid(), now() - interval '31 days'),
                ('managed', gen_random_uuid(), now() - interval '31 days')) as t (name, id, gone);
            insert into seen_topic (cluster_id, name, topic_id, partitions, replication, is_internal, configs,
                first_seen_at, seen_at)
            values ({left.Value}, 'of-a-cluster-that-left', gen_random_uuid(), 1, 1, false, jsonb_build_object(), now(), now());
            insert into incarnation (kind, cluster_id, name, engine_id, first_seen_at, gone_at)
            select 'topic', cluster_id, name, topic_id::text, now(), gone_at from seen_topic;
            insert into resource (kind, cluster_id, name, owner_team_id, spec, created_at, updated_at)
            select r.kind, {one.Value}, r.name, id, jsonb_build_object(), now(), now()
            from team, (values ('topic', 'managed'), ('schema', 'long-ago')) as r (kind, name);
            insert into seen_group (cluster_id, name, type, state, first_seen_at, seen_at, gone_at)
            values ({one.Value}, 'there', 'classic', 'Stable', now(), now(), null),
                ({one.Value}, 'lately', 'classic', 'Stable', now(), now(), now() - interval '29 days'),
                ({one.Value}, 'long-ago', 'classic', 'Stable', now(), now(), now() - interval '31 days'),
                ({left.Value}, 'of-a-cluster-that-left', 'classic', 'Stable', now(), now(), null);
            insert into series (cluster_id, chunk, slot, count, incarnation_id, first_partition, since)
            select cluster_id, 0, 0, 1, id, 0, now() from incarnation where cluster_id = {left.Value};
            update cluster set deregistered_at = now() - interval '31 days' where id = {left.Value};
            """
        );

        await Look(world);

        (await Names(world, "seen_topic")).ShouldBe("lately, managed, there");
        (await Names(world, "incarnation")).ShouldBe("lately, managed, there");
        (await Names(world, "seen_group")).ShouldBe("lately, there");
        (await world.Scalar<long>("select count(*) from series")).ShouldBe(0);
    }

    [Fact]
    public async Task Runs_of_jobs_stay_while_a_savepoint_or_a_managed_job_needs_them()
    {
        await using var world = await CollectWorld.Create();
        var one = await world.Register("one");
        // A savepoint is of a run of a change, which doesn't count here.
        await world.Execute(
            $"""
            set local session_replication_role = replica;
            insert into team (name, title) values ('payments', 'Payments');
            insert into resource (kind, cluster_id, name, owner_team_id, spec, created_at, updated_at)
            select 'job', {one.Value}, 'managed', id, jsonb_build_object(), now(), now() from team;
            insert into seen_job (cluster_id, job_id, name, status, started_at, facts, first_seen_at, seen_at, gone_at)
            select {one.Value}, r.id, r.name, 'FINISHED', now() - r.age, jsonb_build_object(), now(), now(), now() - interval '31 days'
            from (select 'managed-' || n as id, 'managed' as name, n * interval '40 days' as age from generate_series(1, 12) n
                union all values ('left', 'left', interval '40 days'), ('kept', 'left', interval '50 days'),
                    ('deleted', 'left', interval '60 days')) as r;
            insert into savepoint (cluster_id, name, job_id, run_id, path, taken_at, deleted_at)
            values ({one.Value}, 'left', 'kept', 1, '/kept', now(), null), ({one.Value}, 'left', 'deleted', 2, '/deleted', now(), now());
            """
        );

        await Look(world);

        (
            await world.Scalar<string>(
                "select string_agg(job_id, ', ' order by started_at desc) from seen_job where name = 'left'"
            )
        ).ShouldBe("kept");
        (await world.Scalar<long>("select count(*) from seen_job where name = 'managed'")).ShouldBe(10);
        (
            await world.Scalar<string>("select max(job_id) from seen_job where job_id in ('managed-11', 'managed-12')")
        ).ShouldBeNull();
    }

    [Fact]
    public async Task Ended_tokens_go_once_none_that_was_made_with_them_lives()
    {
        await using var world = await CollectWorld.Create();
        await world.Execute(
            """
            insert into person (handle, name) values ('ada', 'Ada');
            insert into api_token (person_id, name, hash, created_at, expires_at, revoked_at, made_with)
            select p.id, t.name, sha256(t.name::bytea), now() - interval '400 days', t.expires, t.revoked, t.made_with
            from person p, (values
                ('lives', now() + interval '1 day', null::timestamptz, '{}'::bigint[]),
                ('expired', now() - interval '91 days', null, '{}'),
                ('revoked', now() + interval '1 day', now() - interval '91 days', '{}'),
                ('lately', now() + interval '1 day', now() - interval '89 days', '{}'),
                ('maker', now() - interval '91 days', null, '{}')) as t (name, expires, revoked, made_with)
            where p.handle = 'ada';
            insert into api_token (person_id, name, hash, created_at, expires_at, made_with)
            select person_id, 'made', sha256('made'), now(), now() + interval '1 day', array[id]
            from api_token where name = 'maker';
            """
        );

        await Look(world);

        (await Names(world, "api_token")).ShouldBe("lately, lives, made, maker");
    }

    [Fact]
    public async Task Plans_go_that_were_replaced_and_that_nobody_voted_on()
    {
        await using var world = await CollectWorld.Create();
        await world.Execute(
            """
            insert into team (name, title) values ('payments', 'Payments');
            insert into change (title, state, environment, actor, actor_via, created_at, updated_at, expires_at, authors)
            values ('One', 'applied', 'dev', 'ada', 'page', now(), now(), now(), array['ada']);
            insert into plan (change_id, number, hash, form_version, canonical, evidence, risk_score, risk_band,
                risk_reasons, made_at)
            select c.id, n, repeat('0', 64), 1, '', '[]', 0, 'low', '[]',
                now() - case when n = 4 then interval '1 day' else interval '91 days' end
            from change c, generate_series(1, 5) n;
            update change set plan_id = (select id from plan where number = 5);
            insert into vote (change_id, plan_id, plan_hash, actor, actor_via, verdict, at)
            select change_id, id, hash, 'bob', 'page', 'approve', now() from plan where number = 2;
            insert into check_result (plan_id, name, verdict, words, seen_at)
            select id, 'capacity', 'passed', '', now() from plan;
            insert into approval_step (plan_id, ordinal, title, team_id, quorum, resources)
            select p.id, 1, 'Owner', t.id, 1, array[0] from plan p, team t where t.name = 'payments';
            """
        );

        await Look(world);

        // The third and the first nobody looks at; the second was voted on, the fourth is young, the fifth holds.
        (await world.Scalar<string>("select string_agg(number::text, ', ' order by number) from plan")).ShouldBe(
            "2, 4, 5"
        );
        (await world.Scalar<long>("select count(*) from check_result")).ShouldBe(3);
    }

    [Fact]
    public async Task Sessions_that_are_over_go_but_for_each_person_s_newest_and_the_bootstrap_administrator_s()
    {
        await using var world = await CollectWorld.Create();
        await world.Execute(
            """
            insert into person (handle, name) values ('ada', 'Ada'), ('bo', 'Bo'), ('first', 'First');
            update bootstrap_account set person_id = (select id from person where handle = 'first');
            insert into browser_session (key_hash, person_id, sign_in, address, started_at, expires_at, ended_at)
            select sha256(convert_to(s.name, 'UTF8')), p.id, 'open_id_connect', s.name,
                now() - s.age - interval '12 hours', now() - s.age, s.ended
            from (values ('ada', 'ada-old', interval '300 days', now() - interval '301 days'),
                ('ada', 'ada-expired', interval '91 days', null), ('ada', 'ada-kept', interval '89 days', null),
                ('ada', 'ada-open', interval '-1 hour', null),
                ('bo', 'bo-old', interval '300 days', null), ('bo', 'bo-newest', interval '200 days', null),
                ('first', 'first-here', interval '300 days', null), ('first', 'first-there', interval '200 days', null))
                as s (handle, name, age, ended)
            join person p on p.handle = s.handle
            order by s.age desc;
            """
        );

        await Look(world);

        (await world.Scalar<string>("select string_agg(address, ', ' order by address) from browser_session")).ShouldBe(
            "ada-kept, ada-open, bo-newest, first-here, first-there"
        );
    }

    [Fact]
    public async Task Answers_to_repeated_requests_are_kept_for_a_day()
    {
        await using var world = await CollectWorld.Create();
        await world.Execute(
            """
            insert into person (handle, name) values ('ada', 'Ada');
            insert into idempotency_key (person_id, key, request, created_at)
            select p.id, k.key, '\x01', now() - k.age
            from person p, (values ('young', interval '23 hours 59 minutes'), ('old', interval '24 hours 1 minute')) as k (key, age);
            """
        );

        await Look(world);

        (await world.Scalar<string>("select string_agg(key, ', ') from idempotency_key")).ShouldBe("young");
    }

    [Fact]
    public async Task A_worker_whose_clock_is_weeks_ahead_of_the_store_s_deletes_nothing_that_is_still_kept()
    {
        await using var world = await CollectWorld.Create();
        await world.Execute(
            """
            insert into person (handle, name) values ('ada', 'Ada');
            insert into idempotency_key (person_id, key, request, created_at)
            select id, 'young', '\x01', now() - interval '23 hours' from person where handle = 'ada';
            insert into request_draft (person, title, address, form, version, created_at, updated_at)
            values ('ada', 'young', '/streams/new', '', 1, now() - interval '90 days', now() - interval '29 days');
            """
        );

        await Look(world, new FastClock(TimeSpan.FromDays(40)));

        (await world.Scalar<string>("select key from idempotency_key")).ShouldBe("young");
        (await world.Scalar<string>("select title from request_draft")).ShouldBe("young");
    }

    [Fact]
    public async Task Drafts_that_nobody_goes_on_with_go()
    {
        await using var world = await CollectWorld.Create();
        await world.Execute(
            """
            insert into request_draft (person, title, address, form, version, created_at, updated_at)
            select 'ada', d.name, '/streams/new', '', 1, now() - interval '90 days', now() - d.age
            from (values ('young', interval '29 days'), ('old', interval '31 days')) as d (name, age);
            """
        );

        await Look(world);

        (await world.Scalar<string>("select string_agg(title, ', ') from request_draft")).ShouldBe("young");
    }

    [Fact]
    public async Task What_a_job_s_charts_can_reach_no_more_goes()
    {
        await using var world = await CollectWorld.Create();
        var one = await world.Register("one");
        await world.Execute(
            $"""
            insert into job_reading (cluster_id, name, hour, points)
            values ({one.Value}, 'young', now() - interval '167 hours', ''), ({one.Value}, 'old', now() - interval '169 hours', '');
            """
        );

        await Look(world);

        (await Names(world, "job_reading")).ShouldBe("young");
    }

    [Fact]
    public async Task A_statement_that_fails_keeps_none_of_the_others_from_being_carried_out()
    {
        await using var world = await CollectWorld.Create();
        await world.Execute(
            """
            insert into request_draft (person, title, address, form, version, created_at, updated_at)
            values ('ada', 'old', '/streams/new', '', 1, now() - interval '90 days', now() - interval '31 days');
            """
        );

        await Look(world, new Refused());

        (await world.Scalar<long>("select count(*) from request_draft")).ShouldBe(0);
    }

    [Fact]
    public async Task A_plan_that_goes_is_found_by_an_index_wherever_it_may_be_named()
    {
        await using var world = await CollectWorld.Create();

        (
            await world.Scalar<string>(
                """
                select string_agg(format('%s.%s', conrelid::regclass, attname), ', ')
                from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]
                where contype = 'f' and confrelid in ('plan'::regclass, 'approval_step'::regclass)
                  and not exists (
                      select from pg_index where indrelid = conrelid and indkey[0] = conkey[1] and indpred is null)
                """
            )
        ).ShouldBeNull();
    }

    private static Task Look(CollectWorld world, params IGoneRows[] others) => Look(world, TimeProvider.System, others);

    private static Task Look(CollectWorld world, TimeProvider clock, params IGoneRows[] others) =>
        new Purge(
            world.Store,
            [.. others, new GoneTopics(), new GoneSchemas(), new GoneJobs()],
            Options.Create(new RetentionOptions { RowsAtOnce = 1 }),
            clock,
            NullLogger<Purge>.Instance
        ).Look(CancellationToken.None);

    private static Task<string?> Names(CollectWorld world, string table) =>
        world.Scalar<string>($"select string_agg(name, ', ' order by name) from {table}");

    private sealed class Refused : IGoneRows
    {
        public IReadOnlyList<string> Deletions => ["delete from nowhere where gone_at < $1 and $2 > 0"];
    }
}
