using Portal.Core.Access;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.People;
using Portal.Core.ServiceAccounts;
using Portal.Tests.Kit;

namespace Portal.Tests.Hosting;

/// <summary>After a restore the clock waits with what it takes away: people may have changed it since the backup.</summary>
public sealed class RestoredDuesTests : IAsyncLifetime
{
    private static readonly string Sql = Repository.PathOf("setup", "restored-dues.sql");
    private RecycledDatabase _database = null!;

    public async Task InitializeAsync() => _database = await RecycledDatabase.Take();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task What_the_clock_would_take_away_waits_for_a_day()
    {
        DueKind[] later =
        [
            AccessDues.Ends,
            JobDues.ArtifactEnds,
            JobDues.SavepointEnds,
            JobDues.SecretEnds,
            ServiceAccountDues.FormerPasswordEnds,
        ];
        foreach (var kind in later.Append(PeopleDues.RoleEnds))
        {
            await Execute(
                $"""
                insert into due (kind, subject_id, due_at)
                values ('{kind.Word}', 1, now() - interval '1 hour'), ('{kind.Word}', 2, now() + interval '30 days')
                """
            );
        }

        await Restored();

        (await Column("select kind from due where due_at > now() and due_at < now() + interval '25 hours'")).ShouldBe(
            later.Select(kind => kind.Word),
            ignoreOrder: true
        );
        (await Column("select kind from due where due_at < now()")).ShouldBe([PeopleDues.RoleEnds.Word]);
        (await Column("select kind from due where due_at > now() + interval '29 days'")).Count.ShouldBe(6);
    }

    [Fact]
    public async Task A_savepoint_that_is_marked_is_kept_for_a_day_unless_its_deletion_was_sent()
    {
        await Execute(
            """
            set local session_replication_role = replica;
            insert into savepoint (cluster_id, name, job_id, run_id, path, taken_at, ends_at, deletion_sent_at)
            values (1, 'sums', 'marked', 1, '/marked', now(), now(), null), (1, 'sums', 'sent', 2, '/sent', now(), now(), now())
            """
        );

        await Restored();

        (await Column("select job_id from savepoint where ends_at is null")).ShouldBe(["marked"]);
        (
            await Column(
                """
                select s.job_id from due d join savepoint s on s.id = d.subject_id
                where d.kind = 'savepoint.ends' and d.due_at > now() + interval '23 hours'
                """
            )
        ).ShouldBe(["marked"]);
    }

    [Fact]
    public async Task An_access_review_that_is_open_stays_open_for_a_day_at_least()
    {
        await Execute(
            """
            insert into access_review (reason, opened_by, opened_at, ends_at, reminded_at, closed_at)
            values ('over', 'grace', now() - interval '9 days', now() - interval '1 hour', now() - interval '3 days', null),
                ('open', 'grace', now(), now() + interval '9 days', null, null),
                ('closed', 'grace', now() - interval '9 days', now() - interval '1 hour', now(), now())
            """
        );

        await Restored();

        (
            await Column(
                "select reason from access_review where ends_at between now() + interval '23 hours' and now() + interval '25 hours'"
            )
        ).ShouldBe(["over"]);
        (await Column("select reason from access_review where ends_at > now() + interval '8 days'")).ShouldBe(["open"]);
        (await Column("select reason from access_review where ends_at < now()")).ShouldBe(["closed"]);
    }

    [Fact]
    public async Task What_somebody_approved_and_nobody_began_needs_approval_again_and_what_needs_none_waits()
    {
        await Execute(
            """
            set local session_replication_role = replica;
            insert into change (id, title, state, environment, actor, actor_via, authors, created_at, updated_at, expires_at, plan_id)
            overriding system value
            select id, title, state, 'prod', 'ada', 'page', '{}', now(), now(), now() + interval '9 days', id
            from (values (1, 'by people', 'approved'), (2, 'by rules', 'approved'), (3, 'begun', 'applying')) as v (id, title, state);
            insert into approval_step (plan_id, ordinal, title, team_id, quorum, resources)
            values (1, 1, 'Owner', 1, 1, '{}'), (3, 1, 'Owner', 1, 1, '{}');
            insert into apply_run (change_id, plan_id, state, owner, retry_at, created_at)
            values (1, 1, 'waiting', 'a worker', now(), now()), (2, 2, 'waiting', null, now(), now()), (3, 3, 'applying', 'a worker', now(), now())
            """
        );

        await Restored();

        (await Column("select title || ' ' || state from change order by id")).ShouldBe([
            "by people stale",
            "by rules approved",
            "begun applying",
        ]);
        (await Column("select change_id || ' ' || state from apply_run where ended_at is null order by 1")).ShouldBe([
            "2 waiting",
            "3 applying",
        ]);
        (
            await Column(
                "select state || ' ' || fence from apply_run where change_id = 1 and ended_at is not null and owner is null"
            )
        ).ShouldBe(["stale 1"]);
        (
            await Column(
                "select change_id::text from planning_run where retry_at > clock_timestamp() + interval '14 minutes'"
            )
        ).ShouldBe(["1"]);
        (await Column("select subject from audit_event where kind = 'change.stale' and change_id = 1")).ShouldBe([
            "by people",
        ]);
    }

    /// <summary>What people stopped since the backup would else go on at once. A run that nobody can stop any more goes on.</summary>
    [Fact]
    public async Task What_goes_on_by_itself_leaves_time_to_withdraw_or_abort_it()
    {
        await Execute(
            """
            set local session_replication_role = replica;
            insert into apply_run (change_id, plan_id, state, retry_at, created_at, abort_by)
            select id, id, state, now(), now(), abort_by
            from (values (1, 'waiting', null), (2, 'applying', null), (3, 'applying', 'ada'), (4, 'verifying', null),
                (5, 'rolling_back', null), (6, 'stuck', null)) as v (id, state, abort_by);
            insert into planning_run (change_id, retry_at) values (7, now()), (8, now() + interval '1 hour')
            """
        );

        await Restored();

        (
            await Column(
                "select change_id || ' ' || state from apply_run where retry_at > now() + interval '14 minutes' order by 1"
            )
        ).ShouldBe(["1 waiting", "2 applying"]);
        (
            await Column(
                "select change_id || ' ' || (retry_at > now() + interval '59 minutes') from planning_run where retry_at > now() + interval '14 minutes' order by 1"
            )
        ).ShouldBe(["7 false", "8 true"]);
    }

    [Fact]
    public async Task What_the_clock_requested_and_nobody_began_is_cancelled_and_requested_again_after_the_day()
    {
        await Execute(
            $"""
            set local session_replication_role = replica;
            insert into change (id, title, state, environment, actor, actor_via, authors, created_at, updated_at, expires_at, plan_id)
            overriding system value
            select id, title, state, 'prod', actor, via, string_to_array('', ','), now(), now(), now() + interval '9 days', id
            from (values (1, 'approved', 'approved', 'clock', 'service'), (2, 'being planned', 'planning', 'clock', 'service'),
                (3, 'begun', 'applying', 'clock', 'service'), (4, 'applied', 'applied', 'clock', 'service'),
                (5, 'of a person', 'planning', 'ada', 'page')) as v (id, title, state, actor, via);
            insert into apply_run (change_id, plan_id, state, retry_at, created_at)
            values (1, 1, 'waiting', now(), now()), (3, 3, 'applying', now(), now());
            insert into planning_run (change_id, retry_at) values (2, now()), (5, now());
            insert into due (kind, subject_id, due_at)
            values ('{AccessDues.Ends.Word}', 1, now()), ('{ServiceAccountDues.FormerPasswordEnds.Word}', 2, now())
            """
        );

        await Restored();

        (await Column("select title || ' ' || state from change order by id")).ShouldBe([
            "approved cancelled",
            "being planned cancelled",
            "begun applying",
            "applied applied",
            "of a person planning",
        ]);
        (await Column("select change_id::text from apply_run where ended_at is null")).ShouldBe(["3"]);
        (await Column("select change_id::text from planning_run")).ShouldBe(["5"]);
        (await Column("select subject from audit_event where kind = 'change.cancelled' order by 1")).ShouldBe([
            "approved",
            "being planned",
        ]);
        (await Column("select kind from due where due_at > now() + interval '23 hours'")).Count.ShouldBe(2);
    }

    private async Task Restored() => await Execute(await File.ReadAllTextAsync(Sql));

    private async Task Execute(string sql)
    {
        await using var command = _database.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<List<string>> Column(string sql)
    {
        await using var command = _database.Source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
