using Npgsql;
using Portal.Core;
using Portal.Core.Changes.Plans;
using Portal.Core.Evaluation;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Tests.Kit;

namespace Portal.Tests.Changes;

/// <summary>A store after years: a hundred thousand changes, most of them long over, each with its plan, vote, run and log, and what they left.</summary>
public sealed class FullStore : IAsyncLifetime
{
    public const int Changes = 100_000;

    /// <summary>Those that grow with every change.</summary>
    public static readonly string[] Tables =
    [
        "change",
        "change_resource",
        "plan",
        "approval_step",
        "vote",
        "apply_run",
        "step_journal",
        "access_grant",
        "audit_event",
        "audit_seal",
    ];

    private readonly PostgresDatabase _database = new();

    public NpgsqlDataSource Store { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        Store = NpgsqlDataSource.Create(_database.ConnectionString);
        await new Seed(new InterceptedStore(Store, new QueryPlans()), TimeProvider.System).Plant(
            CancellationToken.None
        );
        await using var fill = Store.CreateCommand(
            Filling(CanonicalForm.Write(new PlanBody([], [])), CoreJson.Write(PlanEvidence.None))
        );
        fill.CommandTimeout = 120;
        await fill.ExecuteNonQueryAsync();
    }

    public async Task DisposeAsync()
    {
        await Store.DisposeAsync();
        await _database.DisposeAsync();
    }

    // A change in a thousand waits for a vote, one in two thousand is stuck; the others were applied. Rows refer to one
    // another by equal numbers, so references needn't be looked up while filling.
    private static string Filling(string canonical, string evidence) =>
        $$"""
            set session_replication_role = replica;
            insert into cluster (name, environment, region, registered_at)
                select 'c' || n, case n % 2 when 0 then 'dev' else 'prod' end, 'local', now() from generate_series(1, 20) n;
            insert into change (id, title, state, environment, actor, actor_via, created_at, updated_at, expires_at, plan_id, authors)
                overriding system value
                select n, 'Create topic.' || n,
                    case when n % 1000 = 0 then 'pending_approval' when n % 2000 = 7 then 'stuck' else 'applied' end,
                    case n % 2 when 0 then 'dev' else 'prod' end, 'person-' || n % 400, 'page',
                    now() - n * interval '1 minute', now() - n * interval '1 minute', now(), n, array['person-' || n % 400]
                from generate_series(1, {{Changes}}) n;
            insert into change_resource (change_id, ordinal, kind, operation, cluster_id, name, lock_key, owner_team_id)
                select n, 1, 'topic', 'delete', n % 20 + 1, 'topic.' || n % 20000, 'topic_' || n % 20000, t.ids[n % 3 + 1]
                from generate_series(1, {{Changes}}) n, (select array_agg(id) as ids from team) t;
            insert into plan (id, change_id, number, hash, form_version, canonical, evidence, risk_score, risk_band, risk_reasons, made_at)
                overriding system value
                select n, n, 1, repeat('0', 64), {{CanonicalForm.Version}}, '{{canonical}}', '{{evidence}}', 10, 'low', '[]', now()
                from generate_series(1, {{Changes}}) n;
            insert into approval_step (id, plan_id, ordinal, title, team_id, quorum, resources) overriding system value
                select n, n, 1, 'Owner', t.ids[n % 3 + 1], 2, array[1]
                from generate_series(1, {{Changes}}) n, (select array_agg(id) as ids from team) t;
            insert into vote (change_id, plan_id, plan_hash, step_id, actor, actor_via, verdict, at)
                select n, n, repeat('0', 64), n, 'person-' || n % 100, 'page', 'approve', now()
                from generate_series(1, {{Changes}}) n;
            insert into apply_run (id, change_id, plan_id, state, retry_at, created_at, ended_at) overriding system value
                select n, n, n, 'applied', now(), now(), now() from generate_series(1, {{Changes}}) n;
            insert into step_journal (run_id, step, direction, phase, fence, at)
                select n, 0, 'do', 'intent', 1, now() from generate_series(1, {{Changes}}) n;
            insert into access_grant (cluster_id, name, principal, topic, run_id, granted_at, ended_at)
                select n % 20 + 1, 'grant.' || n, 'User:' || n, 'topic.' || n % 20000, n, now(), case when n % 5 > 0 then now() end
                from generate_series(1, {{Changes / 5}}) n;
            insert into resource (kind, cluster_id, name, owner_team_id, spec, created_at, updated_at, gone_at)
                select case n % 100 when 0 then 'service-account' else 'topic' end, n % 20 + 1, 'former.' || n, t.ids[n % 3 + 1],
                    '{"authentication": "tls"}', now(), now(), now()
                from generate_series(1, {{Changes / 5}}) n, (select array_agg(id) as ids from team) t;
            insert into incarnation (kind, cluster_id, name, engine_id, first_seen_at, gone_at)
                select 'topic', n % 20 + 1, 'topic.' || n, 'former', now(), now() - n * interval '1 minute'
                from generate_series(1, {{Changes / 5}}) n;
            insert into seen_topic (cluster_id, name, topic_id, partitions, replication, is_internal, configs, first_seen_at, seen_at)
                select n % 20 + 1, 'topic.' || n, gen_random_uuid(), 1, 1, false, '{}', now() - n * interval '1 minute', now()
                from generate_series(1, {{Changes / 5}}) n;
            insert into seen_subject (cluster_id, name, newest, first_seen_at, seen_at)
                select n % 20 + 1, 'subject.' || n, 1, now(), now() from generate_series(1, {{Changes / 5}}) n;
            insert into seen_schema (cluster_id, subject, version, schema_id, type, text, refs, first_seen_at)
                select n % 20 + 1, 'subject.' || n, 1, n, 'AVRO', '"string"', '[]', now()
                from generate_series(1, {{Changes / 5}}) n;
            insert into audit_event (id, at, actor, actor_via, kind, change_id, words) overriding system value
                select 1000 + n, now() - ({{Changes}} - n) * interval '1 minute', 'person-' || n % 400, 'page', 'change.submitted', n, 'Asked for.'
                from generate_series(1, {{Changes}}) n;
            insert into audit_seal (number, event_id, previous, hash)
                select n, 1000 + n, '', decode(repeat('00', 32), 'hex') from generate_series(1, {{Changes}}) n;
            analyze;
            """;
}
