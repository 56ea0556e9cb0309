using Portal.Core;
using Portal.Core.Health;
using Portal.Tests.Kit;

namespace Portal.Tests.Collecting;

public sealed class BrokenFrameTests
{
    [Fact]
    public async Task A_frame_that_cannot_be_read_makes_its_own_cluster_unknown_and_no_other()
    {
        await using var world = await CollectWorld.Create();
        var (broken, sound) = (await world.Register("broken"), await world.Register("sound"));
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 100);
        fake.Group("billing", "orders", [40]);
        var worker = await world.Worker(fake);
        await world.Seen(broken, IsRead);
        await world.Seen(sound, IsRead);
        await worker.StopAsync(CancellationToken.None);
        var lines = new LogLines<ClusterHealth>();
        using var health = new ClusterHealth(world.Store, TimeProvider.System, lines);
        await health.StartAsync(CancellationToken.None);
        await Deadline.Until(() => health.Current.Count == 2);
        var before = health.Current[broken];
        IsRead(before).ShouldBeTrue();

        await Spoil(world, broken);
        await Raise(world, broken, sound);
        await Deadline.Until(() => health.Current[broken].Version > before.Version);
        var unknown = health.Current[broken];
        await Raise(world, broken, sound);
        await Deadline.Until(() => health.Current[broken].Version > unknown.Version);
        var later = health.Current[sound].Version;
        await Raise(world, sound);
        await Deadline.Until(() => health.Current[sound].Version > later);

        unknown.Collector.Complaint!.ShouldContain("can't be read");
        unknown.Topics["orders"].Status.ShouldBe(LagStatus.Unknown);
        unknown.Groups["billing"].Lag.ShouldBe(Amount.Unknown);
        unknown.Groups["billing"].AnsweredAt.ShouldBe(before.Groups["billing"].AnsweredAt);
        health.Current[sound].Groups["billing"].Lag.ShouldBe(Amount.Of(60));
        lines.All.ShouldHaveSingleItem().ShouldContain("broken");
        health.ExecuteTask!.IsCompleted.ShouldBeFalse();
        await health.StopAsync(CancellationToken.None);
    }

    private static bool IsRead(ClusterSnapshot seen) =>
        seen.Groups.TryGetValue("billing", out var billing) && billing.Lag == Amount.Of(60);

    // A cycle that was written by nobody who knows how.
    private static Task Spoil(CollectWorld world, ClusterId cluster) =>
        world.Execute(
            $"""
            insert into reading_10s (cluster_id, chunk, at, previous, columns)
                select cluster_id, chunk, at + interval '1 millisecond', null, '\xffff' from reading_10s
                where cluster_id = {cluster} order by at desc limit 1;
            update collector set cycle_at = (select max(at) from reading_10s where cluster_id = {cluster})
                where cluster_id = {cluster};
            """
        );

    private static async Task Raise(CollectWorld world, params ClusterId[] clusters)
    {
        foreach (var cluster in clusters)
        {
            await world.Execute($"select bump_snapshot('cluster:{cluster}')");
        }
    }
}
