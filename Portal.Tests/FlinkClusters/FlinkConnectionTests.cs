using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.FlinkClusters;
using Portal.Core.Jobs;
using Portal.Core.Teams;
using Portal.Engines.Flink;
using Portal.Engines.Http;
using Portal.Tests.Applying;
using Portal.Tests.CrashMatrix;
using Portal.Tests.Jobs;
using Portal.Tests.Kit;

namespace Portal.Tests.FlinkClusters;

/// <summary>What a test of a Flink finds, on the local runtime and on Flink itself.</summary>
public sealed class FlinkConnectionTests
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task The_local_runtime_has_all_that_jobs_need()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await WorkerWorld.OnFlink(cluster.Bootstrap, cluster.Flink, cluster.SqlGateway);
        await HasAll(world, cluster.Flink, cluster.SqlGateway);
        await Misses(cluster.SqlGateway);

        await world.SeeTopic("limit.in");
        await world.SeeTopic("limit.out");
        await world.StartWorker(settings: [("Portal:Applying:VerifyWithin", "00:00:30")]);
        var spec = JobWorlds.Spec(JobWorlds.Copy("limit.in", "limit.out"));
        var view = await world.Reaches(await world.Ask(JobWorlds.Start("limited", spec)), ChangeState.Applied);
        view.Plan!.Evidence.Resources.OfType<JobEvidence>()
            .Single()
            .Transactions.ShouldBe([new TransactionLimit("dev", TimeSpan.FromMinutes(15))]);
    }

    [FullRunFact]
    public async Task A_real_Flink_is_found_with_its_connector_its_formats_and_its_brokers_transactions()
    {
        var flink = (FlinkEngine)await SharedEngines.Flink;
        await using var world = await flink.World();
        await HasAll(world, flink.Url, flink.Gateway);
        await Misses(flink.Gateway);
    }

    [Fact]
    public async Task Brokers_with_short_transactions_are_named_by_the_test_and_no_exactly_once_job_starts()
    {
        await using var cluster = await LocalKafka.Start(1, "TransactionMaxTimeout=00:05:00");
        await using var world = await WorkerWorld.OnFlink(cluster.Bootstrap, cluster.Flink, cluster.SqlGateway);
        var facts = await Save(world, new(cluster.Flink, cluster.SqlGateway));
        facts
            .Lacks.ShouldHaveSingleItem()
            .ShouldBe(
                "Transactions on dev last 5\u00A0min at most. Exactly-once jobs that write there don't start: their sinks set 15\u00A0min. Set transaction.max.timeout.ms of its brokers to 900000 or more."
            );

        await world.SeeTopic("short.in");
        await world.SeeTopic("short.out");
        await world.StartWorker(settings: [("Portal:Applying:VerifyWithin", "00:00:30")]);
        var spec = JobWorlds.Spec(JobWorlds.Copy("short.in", "short.out"));
        var view = await world.Reaches(await world.Ask(JobWorlds.Start("short", spec)), ChangeState.ChangesRequested);
        // The local runtime refuses the statement before the plan has a check of it.
        view.Row.StatusMessage.ShouldNotBeNull().ShouldContain("transaction.max.timeout.ms");
    }

    [Fact]
    public async Task A_test_is_kept_is_done_again_when_it_is_due_and_goes_with_its_Flink()
    {
        var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await WorkerWorld.OnFlink(cluster.Bootstrap, cluster.Flink, cluster.SqlGateway);
        var tests = world.Get<FlinkTests>();
        var dev = await Dev(world);
        await tests.Renew(Never);
        var first = (await tests.Of(dev, Never)).ShouldNotBeNull();
        (first.Failure, first.Facts!.GatewayVersion).ShouldBe((null, first.Facts.Version));

        await tests.Renew(Never);
        (await tests.Of(dev, Never))!.TriedAt.ShouldBe(first.TriedAt);

        await Ago(world, TimeSpan.FromHours(2));
        await cluster.DisposeAsync();
        await tests.Renew(Never);
        var failed = (await tests.Of(dev, Never))!;
        failed.Failure!.ShouldContain("can't be reached");
        (failed.TestedAt, failed.Facts!.Version).ShouldBe((first.TestedAt, first.Facts.Version));

        var sam = await world.Person(Role.Platform, SeededStructure.Platform);
        (await world.Get<FlinkRegistration>().Remove(sam, dev, Never)).ShouldBeOfType<Outcome<ClusterId>.Done>();
        (await tests.Of(dev, Never)).ShouldBeNull();
    }

    [Fact]
    public async Task A_Flink_with_a_run_of_a_job_is_neither_moved_nor_removed()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await WorkerWorld.OnFlink(
            cluster.Bootstrap,
            "http://127.0.0.1:8",
            "http://127.0.0.1:9"
        );
        var (flinks, dev) = (world.Get<FlinkRegistration>(), await Dev(world));
        var sam = await world.Person(Role.Platform, SeededStructure.Platform);
        FlinkDraft moved = new(cluster.Flink, cluster.SqlGateway);
        await using var db = await world.Open();
        var run = await AppliedChanges.Add(db, dev, "sums", "Upgrade", TimeProvider.System.GetUtcNow(), "stuck");
        var target = new RunTarget
        {
            Kind = JobKind.Word,
            ClusterId = dev,
            Name = "sums",
            RunId = run,
        };
        db.Add(target);
        await db.SaveChangesAsync();
        var change = (await db.Set<ApplyRun>().SingleAsync(r => r.Id == run)).ChangeId;
        var stuck =
            $"Change {change}, “Upgrade”, is stuck on dev. Retry or settle it first. If the engine moved, retry it, and set the address while it waits.";

        (await flinks.Save(sam, dev, moved, null, Never))
            .ShouldBeOfType<Outcome<FlinkFacts>.Refused>()
            .Why.Words.ShouldBe(stuck);
        (await flinks.Remove(sam, dev, Never)).ShouldBeOfType<Outcome<ClusterId>.Refused>().Why.Words.ShouldBe(stuck);

        await db.Database.ExecuteSqlAsync($"update change set state = 'applying' where id = {change.Value}");
        (await flinks.Remove(sam, dev, Never))
            .ShouldBeOfType<Outcome<ClusterId>.Refused>()
            .Why.Words.ShouldBe($"Change {change}, “Upgrade”, is under way on dev. Wait for its end or abort it.");

        await db.Database.ExecuteSqlAsync($"update apply_run set first_failed_at = now() where id = {run.Value}");
        (await flinks.Remove(sam, dev, Never)).ShouldBeOfType<Outcome<ClusterId>.Refused>();
        await Save(world, moved);
    }

    [Fact]
    public async Task What_was_found_of_a_Flink_that_was_replaced_meanwhile_is_not_kept()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await WorkerWorld.OnFlink(
            cluster.Bootstrap,
            "http://127.0.0.1:8",
            "http://127.0.0.1:9"
        );
        var tests = new FlinkTests(world.Stores, new Replaced(world), TimeProvider.System);

        await tests.Renew(Never);

        (await tests.Of(await Dev(world), Never)).ShouldBeNull();
        await tests.Renew(Never);
        (await tests.Of(await Dev(world), Never)).ShouldNotBeNull();
    }

    /// <summary>Another address is registered while the first is tested.</summary>
    private sealed class Replaced(WorkerWorld world) : IFlinkProbe
    {
        public async Task<Outcome<FlinkFacts>> Ask(
            ClusterId on,
            HttpAccess rest,
            HttpAccess? gateway,
            bool byWorker,
            CancellationToken stop
        )
        {
            await using var db = await world.Open();
            await db.Database.ExecuteSqlAsync(
                $"update endpoint set addresses = 'http://127.0.0.1:7' where cluster_id = {on.Value} and addresses = 'http://127.0.0.1:8'",
                stop
            );
            return Refusal.Conflict("It isn't there.");
        }
    }

    private static async Task HasAll(WorkerWorld world, string url, string gateway)
    {
        var facts = await Save(world, new(url, gateway));

        facts
            .All.Where(fact => fact.State != FlinkFactState.Fine)
            .Select(fact => (fact.Name, fact.State))
            .ShouldBe([("worker-folders", FlinkFactState.Unknown)]);
        facts.All.ShouldContain(fact => fact.Words == "Kafka connector found");
        facts.All.ShouldContain(fact => fact.Words == "Formats raw, json, avro-confluent");
        facts.All.ShouldContain(fact => fact.Words == "Transactions on dev may last 15\u00A0min");
        var kept = (await world.Get<FlinkTests>().Of(await Dev(world), Never))!.Facts!;
        kept.All.ShouldBe(facts.All);

        await world.Get<FlinkTests>().Renew(Never);
        (await world.Get<FlinkTests>().Of(await Dev(world), Never))!.Facts!.All.ShouldAllBe(fact =>
            fact.State == FlinkFactState.Fine
        );
    }

    /// <summary>What it has is told from what it hasn't: nothing has these names.</summary>
    private static async Task Misses(string gateway)
    {
        using var http = EngineHttp.Client(new Uri(gateway), FlinkCalls.Accepts, null, null, new ClusterReach());
        var look = new ConnectorLook(new FlinkCalls(http, "The SQL Gateway", "here", TimeProvider.System));

        (await look.Of("kafka", ["raw", "portal-nothing"], Never)).ShouldBe([
            new("kafka", true),
            new("raw", true),
            new("portal-nothing", false),
        ]);
        var without = await look.Of("portal-nothing", ["raw"], Never);
        without[0].ShouldBe(new("portal-nothing", false));
        (without[1].Name, without[1].IsThere).ShouldBe(("raw", null));
    }

    private static async Task<FlinkFacts> Save(WorkerWorld world, FlinkDraft draft) =>
        (
            await world
                .Get<FlinkRegistration>()
                .Save(await world.Person(Role.Platform, SeededStructure.Platform), await Dev(world), draft, null, Never)
        )
            .ShouldBeOfType<Outcome<FlinkFacts>.Done>()
            .Value;

    private static async Task Ago(WorkerWorld world, TimeSpan ago)
    {
        await using var db = await world.Open();
        await db.Database.ExecuteSqlAsync($"update flink_test set tried_at = tried_at - {ago}, tested_at = tested_at");
    }

    private static async Task<ClusterId> Dev(WorkerWorld world)
    {
        await using var db = await world.Open();
        return (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
    }
}
