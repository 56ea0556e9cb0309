using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Tests.Access;
using Portal.Tests.Jobs;
using Portal.Tests.Kit;
using Portal.Tests.Schemas;
using Portal.Workers.Reconciling;
using Portal.Workers.Reconciling.Access;
using Portal.Workers.Reconciling.Jobs;
using Portal.Workers.Reconciling.Schemas;
using Portal.Workers.Reconciling.Topics;

namespace Portal.Tests.Collecting;

/// <summary>Every half minute what is managed is compared: what that needs is read for it, and nothing else.</summary>
public sealed class DriftReadingTests : IAsyncLifetime
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private CollectWorld _world = null!;
    private ClusterId _cluster;

    private StoreOf Store => new(_world.Store);

    public async Task InitializeAsync()
    {
        _world = await CollectWorld.Create();
        _cluster = await _world.Register("one");
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Of_a_job_whose_runs_are_kept_the_newest_alone_is_read()
    {
        var spec = JobWorlds.Spec("INSERT INTO `one`.`sums` SELECT * FROM `one`.`orders`");
        await Manage("sums", spec);
        // What they carry can't be read: whoever does fails.
        await _world.Execute(
            $"""
            insert into flink_reading (cluster_id, read_at, tried_at) values ({_cluster.Value}, now(), now());
            insert into seen_job (cluster_id, job_id, name, status, started_at, ended_at, facts, first_seen_at, seen_at, gone_at)
            select {_cluster.Value}, 'gone-' || n, 'sums', 'CANCELED', now() - n * interval '1 day', now(), '"unreadable"', now(), now(), now()
            from generate_series(0, 9) n;
            insert into seen_job (cluster_id, job_id, name, status, started_at, facts, first_seen_at, seen_at)
            values ({_cluster.Value}, 'older', 'sums', 'RUNNING', now() - interval '3 days', '"unreadable"', now(), now())
            """
        );
        await Run("newer", spec.Definition);

        await using var db = Store.CreateDbContext();
        var look = await new JobDriftReader(TestKinds.All).Look(db, _cluster, DriftMark.Nothing, Never);

        look.Drifted(look.Changed.ShouldHaveSingleItem())
            .ShouldNotBeNull()
            .Select(drift => (drift.Field, drift.Live))
            .ShouldBe([("runs", "2 of this name are alive, and each writes what it reads")]);
    }

    [Fact]
    public async Task A_run_that_was_not_seen_since_its_job_was_changed_is_not_compared()
    {
        await Manage("sums", JobWorlds.Spec("INSERT INTO `one`.`sums` SELECT * FROM `one`.`orders`"));
        await Run("older", JobWorlds.Spec("INSERT INTO `one`.`sums` SELECT * FROM `one`.`returns`").Definition);
        await _world.Execute(
            $"insert into flink_reading (cluster_id, read_at, tried_at) values ({_cluster.Value}, now(), now())"
        );
        (await Compared()).ShouldNotBeNull().ShouldNotBeEmpty();

        await _world.Execute("update seen_job set seen_at = now() - interval '2 hours'");
        (await Compared()).ShouldBeNull();

        await _world.Execute("update seen_job set gone_at = now()");
        (await Compared()).ShouldNotBeNull();

        async Task<IReadOnlyList<DriftedField>?> Compared()
        {
            await using var db = Store.CreateDbContext();
            var look = await new JobDriftReader(TestKinds.All).Look(db, _cluster, DriftMark.Nothing, Never);
            return look.Drifted(look.Changed.ShouldHaveSingleItem());
        }
    }

    [Fact]
    public async Task Of_grants_nothing_is_read_that_weighs_in_a_change_to_them()
    {
        await Manage(AccessKind.Word, "app-reads", AccessWorlds.Reads("orders", "User:app"));
        await using var db = Store.CreateDbContext();

        var commands = await CountedCommands.Of(() => Grants.Look(db, _cluster, DriftMark.Nothing, Never));

        commands.ShouldContain(command => command.Contains("seen_acl", StringComparison.Ordinal));
        commands.ShouldNotContain(command =>
            command.Contains("seen_topic", StringComparison.Ordinal)
            || command.Contains("seen_group", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Of_topics_none_is_read_of_which_only_the_size_moved_since()
    {
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 100);
        await _world.Worker(fake);
        await _world.Seen(_cluster, s => s.Topics.GetValueOrDefault("orders") is { Bytes: 30_000, Configs.Count: 1 });
        await Manage(
            TopicKind.Word,
            "orders",
            new TopicSpec(1, 3, ImmutableSortedDictionary<string, string>.Empty, "payments")
        );
        var reader = new TopicDriftReader();
        await using var db = Store.CreateDbContext();
        var first = await reader.Look(db, _cluster, DriftMark.Nothing, Never);
        first.Changed.Count.ShouldBe(1);

        fake.Topic("orders", 200);
        await _world.Seen(_cluster, s => s.Topics["orders"].Bytes == 60_000);

        var mark = DriftMark.Nothing.Next(TimeProvider.System.GetUtcNow(), first, []);
        (await reader.Look(db, _cluster, mark, Never)).Changed.ShouldBeEmpty();
    }

    [Fact]
    public async Task Grants_are_compared_when_something_differs_on_their_cluster_or_is_wanted_otherwise_and_else_not()
    {
        await Manage(AccessKind.Word, "app-reads", AccessWorlds.Reads("orders", "User:app"));
        await _world.Execute(
            $"insert into acl_reading (cluster_id, read_at, is_off, tried_at) values ({_cluster.Value}, now(), false, now())"
        );

        await AreComparedWhenSomethingDiffers(Grants, "seen_acl");
    }

    [Fact]
    public async Task Subjects_are_compared_when_something_differs_on_their_cluster_or_is_wanted_otherwise_and_else_not()
    {
        await Manage(SchemaKind.Word, "orders-value", SchemaWorlds.Spec(SchemaWorlds.Order("id")));
        await _world.Execute(
            $"insert into registry_reading (cluster_id, read_at, tried_at) values ({_cluster.Value}, now(), now())"
        );

        await AreComparedWhenSomethingDiffers(new SchemaDriftReader(TestKinds.All), "seen_schema");
    }

    [Theory]
    [InlineData("update cluster set name = 'renamed' where name = 'two'")]
    [InlineData(
        "update endpoint set addresses = 'http://127.0.0.1:2' where kind = 'registry' and cluster_id = (select id from cluster where name = 'two')"
    )]
    public async Task Subjects_are_compared_when_another_cluster_is_renamed_or_no_longer_shares_their_registry(
        string differs
    )
    {
        await _world.Register("two");
        await _world.Execute(
            "insert into endpoint (cluster_id, kind, addresses) select id, 'registry', 'http://127.0.0.1:1' from cluster"
        );
        await Manage(SchemaKind.Word, "orders-value", SchemaWorlds.Spec(SchemaWorlds.Order("id")));
        var reader = new SchemaDriftReader(TestKinds.All);
        await using var db = Store.CreateDbContext();
        var first = await reader.Look(db, _cluster, DriftMark.Nothing, Never);
        var mark = DriftMark.Nothing.Next(TimeProvider.System.GetUtcNow(), first, []);
        (await reader.Look(db, _cluster, mark, Never)).Changed.ShouldBeEmpty();

        await _world.Execute(differs);

        (await reader.Look(db, _cluster, mark, Never)).Changed.ShouldHaveSingleItem();
    }

    private AccessDriftReader Grants
    {
        get
        {
            var acls = new LastSeenAcls(Store);
            var topics = new AccessTopics(Store, TestKinds.All, Options.Create(new AccessOptions()));
            var use = new OpenTopicUse(new NamedReaders());
            return new(
                TestKinds.All,
                new AccessPreview(acls, new AccessLedger(Store), topics, use, TimeProvider.System)
            );
        }
    }

    /// <param name="table">What a comparison reads.</param>
    private async Task AreComparedWhenSomethingDiffers(IDriftReader reader, string table)
    {
        var watch = new DriftWatch(Store, TestKinds.All, [reader], TimeProvider.System);
        (await Compares()).ShouldBeTrue("nothing was compared yet");
        (await Compares()).ShouldBeTrue("drift was found, and that differs");
        (await Compares()).ShouldBeFalse();

        await using (var db = Store.CreateDbContext())
        {
            await SeenNotice.Save(db, _cluster, differs: true, Never);
        }

        (await Compares()).ShouldBeTrue();
        (await Compares()).ShouldBeFalse();

        await _world.Execute("update resource set updated_at = now()");
        (await Compares()).ShouldBeTrue();

        async Task<bool> Compares() =>
            (await CountedCommands.Of(() => watch.Look(Never))).Any(command =>
                command.Contains(table, StringComparison.Ordinal)
            );
    }

    private Task Manage(string job, JobSpec spec) => Manage(JobKind.Word, job, spec);

    private async Task Manage<TSpec>(ResourceKind kind, string name, TSpec spec)
    {
        await using var db = Store.CreateDbContext();
        var team = db.Add(new Team { Name = "payments", Title = "Payments" }).Entity;
        await db.SaveChangesAsync();
        var then = TimeProvider.System.GetUtcNow().AddHours(-1);
        db.Add(
            new Resource
            {
                Kind = kind,
                ClusterId = _cluster,
                Name = name,
                OwnerTeamId = team.Id,
                Spec = CoreJson.Write(spec),
                CreatedAt = then,
                UpdatedAt = then,
            }
        );
        await db.SaveChangesAsync();
    }

    private async Task Run(string id, JobDefinition definition)
    {
        await using var db = Store.CreateDbContext();
        var now = TimeProvider.System.GetUtcNow();
        db.Add(
            new SeenJob
            {
                ClusterId = _cluster,
                JobId = id,
                Name = "sums",
                Status = FlinkStatus.Running,
                Definition = definition,
                StartedAt = now.AddDays(-2),
                FirstSeenAt = now,
                SeenAt = now,
            }
        );
        await db.SaveChangesAsync();
    }

    private sealed class StoreOf(NpgsqlDataSource store) : IDbContextFactory<PortalDb>
    {
        public PortalDb CreateDbContext() => new(new DbContextOptionsBuilder<PortalDb>().UseNpgsql(store).Options);
    }
}
