using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Core.Store;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Tests.Web;
using Portal.Web.Features.Jobs;
using Portal.Web.Live;
using Portal.Workers.Collecting.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>Pages about jobs move with the readings of their Flink, also where no Kafka is read.</summary>
public sealed class JobNoticeTests
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly JobQuery Everything = new(null, null, [], [], []);

    [Fact]
    public async Task Each_reading_of_a_Flink_reaches_the_pages_that_live_on_its_jobs()
    {
        await using var world = await WatchedFlink.Create();
        world.Flink.Runs("1f", "sums");
        await using var store = NpgsqlDataSource.Create(world.ConnectionString);
        using var notifications = new ChangeNotifications(
            store,
            TimeProvider.System,
            NullLogger<ChangeNotifications>.Instance
        );
        var live = new Liveness(notifications, new HandHealth(), TimeProvider.System);
        var (ofJobs, ofAnother, ofChanges) = (0, 0, 0);
        using var first = live.Watch(
            new(LiveOn.Jobs, () => "dev"),
            Done.After(() => Interlocked.Increment(ref ofJobs)),
            since: 0
        );
        using var second = live.Watch(
            new(LiveOn.Jobs, () => "eu"),
            Done.After(() => Interlocked.Increment(ref ofAnother)),
            since: 0
        );
        await notifications.StartAsync(CancellationToken.None);
        await Deadline.Until(() => notifications.Count == 1);
        using var third = live.Watch(
            new(LiveOn.Changes | LiveOn.Health),
            Done.After(() => Interlocked.Increment(ref ofChanges)),
            notifications.Count
        );

        await world.Read();
        await Deadline.Until(() => ofJobs == 1);
        await new JobGlance(world, world.Flink, TimeProvider.System, NullLogger<JobGlance>.Instance).At(
            new(JobKind.Word, world.Cluster, "sums"),
            CancellationToken.None
        );
        await Deadline.Until(() => ofJobs == 2);

        (ofAnother, ofChanges).ShouldBe((0, 0));
        await notifications.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_reading_of_Kafka_moves_the_lag_of_jobs_and_has_nothing_of_them_read_again()
    {
        await using var world = await WatchedFlink.Create();
        world.Flink.Runs("1f", "sums");
        await world.Read();
        await using var store = NpgsqlDataSource.Create(world.ConnectionString);
        using var notifications = await Notifications(store);
        using var shelf = Shelf(world, notifications, new HandClock());
        var list = new JobsModel(shelf, TimeProvider.System);
        await list.Load(Everything, Never);
        Row(list, "dev").Behind.ShouldBeNull();

        var sample = new Sample(TimeProvider.System.GetUtcNow());
        var behind = sample.Partition("a", 0, LagStatus.Ok, 7, TimeSpan.FromSeconds(1));
        var group = sample.Group(JobName.Group("sums"), LagStatus.Ok, 0, new Drain.Done(), behind);
        world.Health.Show(sample.Cluster(world.Cluster, "dev", "dev", [sample.Topic("a", 1, LagStatus.Ok)], [group]));
        var commands = await CountedCommands.Of(() => list.Load(Everything, Never));

        commands.ShouldBeEmpty();
        (Row(list, "dev").Behind?.Value).ShouldBe(7);
        await notifications.StopAsync(Never);
    }

    [Fact]
    public async Task A_former_reading_of_Kafka_is_kept_by_nobody_though_no_one_looks_at_jobs_again()
    {
        await using var world = await WatchedFlink.Create();
        await using var store = NpgsqlDataSource.Create(world.ConnectionString);
        using var notifications = await Notifications(store);
        using var shelf = Shelf(world, notifications, new HandClock());
        var sample = new Sample(TimeProvider.System.GetUtcNow());
        var former = Shown(world, sample);
        await shelf.All(isOpening: true, Never);

        world.Health.Show(sample.Cluster(world.Cluster, "dev", "dev", [], []));

        await Deadline.Until(() =>
        {
            GC.Collect();
            return !former.IsAlive;
        });
        await notifications.StopAsync(Never);
    }

    [Fact]
    public async Task Jobs_are_read_again_where_their_Flink_was_read_or_a_change_is_about_one_and_nowhere_else()
    {
        await using var world = await WatchedFlink.Create();
        var eu = await AddFlink(world, "eu");
        world.Flink.Runs("1f", "sums");
        await world.Read();
        await using var store = NpgsqlDataSource.Create(world.ConnectionString);
        using var notifications = await Notifications(store);
        using var shelf = Shelf(world, notifications, new HandClock());
        var list = new JobsModel(shelf, TimeProvider.System);
        await list.Load(Everything, Never);
        // As no reading leaves it: who reads the jobs again finds it.
        await using var db = world.CreateDbContext();
        await db.Set<SeenJob>()
            .ExecuteUpdateAsync(set => set.SetProperty(job => job.Status, FlinkStatus.Restarting), Never);
        await list.Load(Everything, Never);
        (Status("dev"), Status("eu")).ShouldBe((FlinkStatus.Running, FlinkStatus.Running));

        await JobNotice.Send(db, eu, Never);
        await Shows("eu");
        Status("dev").ShouldBe(FlinkStatus.Running);

        await ChangeOf(db, "sums");
        await Shows("dev");
        await notifications.StopAsync(Never);

        string Status(string cluster) => Row(list, cluster).Run!.Status;

        Task Shows(string cluster) =>
            Deadline.Until(async () =>
            {
                await list.Load(Everything, Never);
                return Status(cluster) == FlinkStatus.Restarting;
            });
    }

    [Fact]
    public async Task A_Flink_that_was_registered_is_there_for_who_opens_a_page_and_soon_on_those_that_are_open()
    {
        await using var world = await WatchedFlink.Create();
        await using var store = NpgsqlDataSource.Create(world.ConnectionString);
        using var notifications = await Notifications(store);
        var clock = new HandClock();
        using var shelf = Shelf(world, notifications, clock);
        var open = new JobsModel(shelf, TimeProvider.System);
        await open.Load(Everything, Never);

        await AddFlink(world, "eu");
        await open.Load(Everything, Never);
        open.Value!.Flinks.Count.ShouldBe(1);
        var opened = new JobsModel(shelf, TimeProvider.System);
        await opened.Load(Everything, Never);
        opened.Value!.Flinks.Count.ShouldBe(2);

        await AddFlink(world, "us");
        clock.Pass(TimeSpan.FromSeconds(10));
        await open.Load(Everything, Never);
        open.Value!.Flinks.Count.ShouldBe(3);
        await notifications.StopAsync(Never);
    }

    // In a method of its own: a local of the test would keep it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Shown(WatchedFlink world, Sample sample)
    {
        var reading = sample.Cluster(world.Cluster, "dev", "dev", [], []);
        world.Health.Show(reading);
        return new WeakReference(reading);
    }

    private static JobRow Row(JobsModel list, string cluster) => list.Value!.All.Single(job => job.Cluster == cluster);

    private static JobShelf Shelf(WatchedFlink world, ChangeNotifications notifications, TimeProvider clock) =>
        new(
            new KeptJobReading(world, TestKinds.All, world.Health, TimeProvider.System),
            world.Health,
            notifications,
            clock
        );

    private static async Task<ChangeNotifications> Notifications(NpgsqlDataSource store)
    {
        var notifications = new ChangeNotifications(
            store,
            TimeProvider.System,
            NullLogger<ChangeNotifications>.Instance
        );
        await notifications.StartAsync(Never);
        await Deadline.Until(() => notifications.Count == 1);
        return notifications;
    }

    private static async Task<ClusterId> AddFlink(WatchedFlink world, string name)
    {
        await using var db = world.CreateDbContext();
        var cluster = new Cluster
        {
            Name = name,
            Environment = "dev",
            Region = "eu",
            RegisteredAt = TimeProvider.System.GetUtcNow(),
            Endpoints = [new Endpoint { Kind = EndpointKind.Flink, Addresses = "http://127.0.0.1:26001" }],
        };
        db.Add(cluster);
        await db.SaveChangesAsync(Never);
        return cluster.Id;
    }

    /// <summary>A change of a job on dev gets further, as its notification says.</summary>
    private static async Task ChangeOf(PortalDb db, string job)
    {
        await db.Database.ExecuteSqlAsync(
            $"insert into team (name, title) values ('payments', 'Payments') on conflict do nothing",
            Never
        );
        await db.Database.ExecuteSqlAsync(
            $"""
            with changed as (
                insert into change (title, reason, environment, state, actor, authors, actor_via, created_at, updated_at, expires_at)
                values ('Upgrade', '', 'dev', 'applying', 'ada', array['ada'], 'page', now(), now(), now()) returning id),
            about as (
                insert into change_resource (change_id, ordinal, kind, operation, cluster_id, name, lock_key, owner_team_id)
                select changed.id, 0, 'job', 'update', c.id, {job}, {job}, (select min(id) from team)
                from changed, cluster c where c.name = 'dev')
            select pg_notify({StoreChannel.Shown}, {StoreChannel.Change} || ':' || id) from changed
            """,
            Never
        );
    }
}
