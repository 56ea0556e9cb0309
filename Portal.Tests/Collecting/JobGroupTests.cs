using Portal.Core.Health;

namespace Portal.Tests.Collecting;

/// <summary>A job's group has no members while the job runs, which is no stop; once the job is over, it is.</summary>
public sealed class JobGroupTests
{
    private const string Orders = "orders";
    private const string Group = "flink-sums";

    [Fact]
    public async Task The_group_of_a_job_that_runs_is_not_stopped_though_nobody_is_in_it()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic(Orders, 100);
        fake.Group(Group, Orders, [10], state: "Empty");
        await world.Worker(fake);
        await world.Seen(cluster, seen => Status(seen) == LagStatus.Stopped);

        await Job(world, checkpointSeconds: 1);

        var stalled = await world.Seen(cluster, seen => Status(seen) == LagStatus.Stalled);
        stalled.Groups[Group].Reason.ShouldStartWith("The Flink job has committed nothing");

        await world.Execute("update seen_job set status = 'CANCELED'");
        await world.Seen(cluster, seen => Status(seen) == LagStatus.Stopped);
    }

    [Fact]
    public async Task What_waits_for_the_next_checkpoint_is_not_stalled()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        await Job(world, checkpointSeconds: 600);
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic(Orders, 100);
        fake.Group(Group, Orders, [10], state: "Empty");
        fake.Group("others", Orders, [10], state: "Empty");
        await world.Worker(fake);

        var seen = await world.Seen(cluster, s => s.Groups["others"].Status == LagStatus.Stopped);

        Status(seen).ShouldBe(LagStatus.NotEnoughData);
    }

    private static LagStatus Status(ClusterSnapshot seen) =>
        seen.Groups.GetValueOrDefault(Group)?.Status ?? LagStatus.Unknown;

    private static Task Job(CollectWorld world, int checkpointSeconds) =>
        world.Execute(
            $$"""
            insert into seen_job (cluster_id, job_id, name, status, definition, started_at, facts, first_seen_at, seen_at)
            select id, '1f', 'sums', 'RUNNING', '{"checkpointSeconds": {{checkpointSeconds}}}', now(), '{}', now(), now() from cluster
            """
        );
}
