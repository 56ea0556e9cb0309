using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Tests.Jobs;
using Portal.Tests.Kit;
using Portal.Workers.Reconciling;
using Portal.Workers.Reconciling.Access;
using Portal.Workers.Reconciling.Jobs;

namespace Portal.Tests.Collecting;

/// <summary>Every half minute all that is managed is compared: nothing else is read for it.</summary>
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
    public async Task Of_grants_nothing_is_read_that_weighs_in_a_change_to_them()
    {
        var acls = new LastSeenAcls(Store);
        var topics = new AccessTopics(Store, TestKinds.All, Options.Create(new AccessOptions()));
        var use = new OpenTopicUse(new NamedReaders());
        var preview = new AccessPreview(acls, new AccessLedger(Store), topics, use, TimeProvider.System);
        await using var db = Store.CreateDbContext();

        var commands = await CountedCommands.Of(() =>
            new AccessDriftReader(TestKinds.All, preview).Look(db, _cluster, DriftMark.Nothing, Never)
        );

        commands.ShouldContain(command => command.Contains("seen_acl", StringComparison.Ordinal));
        commands.ShouldNotContain(command =>
            command.Contains("seen_topic", StringComparison.Ordinal)
            || command.Contains("seen_group", StringComparison.Ordinal)
        );
    }

    private async Task Manage(string job, JobSpec spec)
    {
        await using var db = Store.CreateDbContext();
        var team = db.Add(new Team { Name = "payments", Title = "Payments" }).Entity;
        await db.SaveChangesAsync();
        var then = TimeProvider.System.GetUtcNow().AddHours(-1);
        db.Add(
            new Resource
            {
                Kind = JobKind.Word,
                ClusterId = _cluster,
                Name = job,
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
