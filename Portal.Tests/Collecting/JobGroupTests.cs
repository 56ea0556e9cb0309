using Portal.Core.Health;
using Portal.Tests.Kit;
using Portal.Workers.Collecting;

namespace Portal.Tests.Collecting;

/// <summary>A job's group has no members while the job runs, which is no stop; once the job is over, it is.</summary>
public sealed class JobGroupTests
{
    private const string Orders = "orders";
    private const string Group = "flink-sums";
    private const string Statements = "INSERT INTO `one`.`sums` SELECT * FROM `one`.`orders`";

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

    [Fact]
    public async Task What_a_job_of_SQL_no_longer_reads_is_none_of_its_groups_lag()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic(Orders, 100);
        fake.Topic("returns", 100);
        fake.Group(Group, Orders, [100], state: "Empty");
        fake.Group(Group, "returns", [10], state: "Empty");
        await world.Worker(fake);
        await world.Seen(cluster, seen => Status(seen) == LagStatus.Stopped);

        await Job(world, 1, "INSERT INTO `one`.`sums` SELECT * FROM `one`.`orders`");

        var seen = await world.Seen(cluster, s => Status(s) == LagStatus.Ok);
        var group = seen.Groups[Group];
        group.FormerTopics.ShouldBe(["returns"]);
        group.Partitions.ShouldHaveSingleItem().Topic.ShouldBe(Orders);
        group.Lag.ShouldBe(Amount.Of(0));
        seen.Topics["returns"].Readers.ShouldBeEmpty();

        // What a program reads, it alone knows.
        await world.Execute("""update seen_job set definition = definition || '{"program": {}}'""");
        seen = await world.Seen(cluster, s => Status(s) == LagStatus.Stalled);
        seen.Groups[Group].FormerTopics.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_left_out_while_one_of_the_jobs_that_commit_as_the_group_is_not_the_portals()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("returns", 100);
        fake.Group(Group, "returns", [10], state: "Empty");
        await Job(world, 1, "INSERT INTO `one`.`sums` SELECT * FROM `one`.`orders`");
        await world.Worker(fake);
        var seen = await world.Seen(cluster, s => s.Groups.GetValueOrDefault(Group)?.FormerTopics.Length == 1);
        (Status(seen), seen.Groups[Group].Reason).ShouldBe(
            (LagStatus.NotEnoughData, "Only a former version of its job has committed here.")
        );

        await world.Execute(
            """
            insert into seen_job (cluster_id, job_id, name, status, started_at, facts, first_seen_at, seen_at)
            select id, '2f', 'sums', 'RUNNING', now(), '{}', now(), now() from cluster
            """
        );

        await world.Seen(cluster, s => Status(s) == LagStatus.Stalled);
    }

    [Fact]
    public async Task Nothing_is_left_out_once_a_cluster_that_the_job_names_was_renamed()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic(Orders, 100);
        fake.Group(Group, Orders, [10], state: "Empty");
        await Job(world, 1, "INSERT INTO `one`.`sums` SELECT * FROM `one`.`orders`");
        await world.Execute("update cluster set name = 'renamed'");
        await world.Worker(fake);

        var seen = await world.Seen(cluster, s => Status(s) == LagStatus.Stalled);

        seen.Groups[Group].FormerTopics.ShouldBeEmpty();
    }

    [Fact]
    public async Task Statements_are_read_once_for_all_clusters_however_often_the_run_that_carries_them_is_read()
    {
        await using var world = await CollectWorld.Create();
        var (one, two) = (await world.Register("one"), await world.Register("two"));
        await Job(world, 1, Statements);
        var reads = new JobReads();

        (await Readings()).ShouldBe(1);
        (await Readings()).ShouldBe(0);

        // As each reading of its Flink leaves it.
        await world.Execute("update seen_job set seen_at = now()");
        (await Readings()).ShouldBe(0);

        await world.Execute(
            """
            insert into seen_job (cluster_id, job_id, name, status, definition, started_at, facts, first_seen_at, seen_at)
            select cluster_id, '2f', 'others', status, definition, now(), '{}', now(), now() from seen_job
            """
        );
        (await Readings()).ShouldBe(1);
        (await Runs()).Count(run => run.Reads is not null).ShouldBe(4);

        await world.Execute("update seen_job set status = 'CANCELED'");
        (await Readings()).ShouldBe(0);
        (await Runs()).ShouldBeEmpty();

        Task<IReadOnlyList<GroupRun>> Runs() => reads.Of(world.Store, "dev", version: 1, CancellationToken.None);

        async Task<int> Readings() =>
            (
                await CountedCommands.Of(async () =>
                {
                    await new JobGroups(world.Store, one, reads).Ask(CancellationToken.None);
                    await new JobGroups(world.Store, two, reads).Ask(CancellationToken.None);
                })
            ).Count(command => command.Contains("'statements'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Statements_are_parsed_once_while_a_job_runs_with_them()
    {
        await using var world = await CollectWorld.Create();
        await world.Register("one");
        await Job(world, 1, Statements);
        var reads = new JobReads();
        var first = await Parsed(version: 1);

        (await Parsed(version: 2)).ShouldNotBeNull().ShouldBeSameAs(first);

        await world.Execute("update seen_job set status = 'CANCELED'");
        (await Parsed(version: 3)).ShouldBeNull();
        await world.Execute("update seen_job set status = 'RUNNING'");
        (await Parsed(version: 4)).ShouldNotBeNull().ShouldNotBeSameAs(first, "what no job runs is forgotten");

        async Task<object?> Parsed(long version) =>
            (await reads.Of(world.Store, "dev", version, CancellationToken.None)).SingleOrDefault()?.Reads;
    }

    private static LagStatus Status(ClusterSnapshot seen) =>
        seen.Groups.GetValueOrDefault(Group)?.Status ?? LagStatus.Unknown;

    private static Task Job(CollectWorld world, int checkpointSeconds, string? statements = null)
    {
        var known = statements is null ? "" : $", \"statements\": \"{statements}\"";
        return world.Execute(
            $$"""
            insert into seen_job (cluster_id, job_id, name, status, definition, started_at, facts, first_seen_at, seen_at)
            select id, '1f', 'sums', 'RUNNING', '{"checkpointSeconds": {{checkpointSeconds}}{{known}}}', now(), '{}', now(), now()
            from cluster
            """
        );
    }
}
