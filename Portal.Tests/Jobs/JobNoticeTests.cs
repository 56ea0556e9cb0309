using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Portal.Core.Jobs;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Web.Live;
using Portal.Workers.Collecting.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>Pages about jobs move with the readings of their Flink, also where no Kafka is read.</summary>
public sealed class JobNoticeTests
{
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
}
