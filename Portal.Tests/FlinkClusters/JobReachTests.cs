using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.FlinkClusters;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Tests.Applying;
using Portal.Tests.Jobs;
using Portal.Tests.Kit;

namespace Portal.Tests.FlinkClusters;

/// <summary>Which clusters the jobs of a Flink may use.</summary>
public sealed class JobReachTests
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly JobSpec Copies = JobWorlds.Spec(JobWorlds.Copy("reach.in", "reach.out"));

    [Fact]
    public async Task A_job_that_names_another_cluster_is_blocked_and_one_that_runs_is_left_alone()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await WorkerWorld.OnFlink(cluster.Bootstrap, cluster.Flink, cluster.SqlGateway);
        await world.SeeTopic("reach.in");
        await world.SeeTopic("reach.out");
        await Register(world, "beside", "dev", cluster.Bootstrap);
        await Register(world, "elsewhere", "prod", cluster.Bootstrap);
        FlinkDraft flink = new(cluster.Flink, cluster.SqlGateway);

        Why(await Save(world, flink with { JobClusters = ["elsewhere"] }))
            .Fields!["jobClusters"]
            .ShouldBe("There is no cluster elsewhere in dev; there is beside, dev.");
        Why(await Save(world, flink with { JobClusters = [] })).Fields!.Keys.ShouldBe(["jobClusters"]);
        (await Save(world, flink with { JobClusters = ["beside"] })).ShouldBeOfType<Outcome<FlinkFacts>.Done>();

        const string forbidden =
            "The jobs of dev may not use dev, only beside. A platform engineer allows it on the page of dev, under Flink.";
        (await Tables(world, isRequested: true)).ShouldAllBe(table => table.Problem == forbidden);
        (await Tables(world, isRequested: false)).ShouldAllBe(table => table.Problem == null);
        await world.StartWorker();
        var change = await world.Ask(JobWorlds.Start("reaching", Copies));
        (await world.Reaches(change, ChangeState.ChangesRequested))
            .Checks.Where(check => check.Verdict == CheckVerdict.Blocked)
            .ShouldContain(check => check.Words.Contains(forbidden));

        (await Save(world, flink)).ShouldBeOfType<Outcome<FlinkFacts>.Done>();
        (await Tables(world, isRequested: true)).ShouldAllBe(table => table.Problem == null);
    }

    private static async Task<ImmutableArray<JobTable>> Tables(WorkerWorld world, bool isRequested)
    {
        var (topics, on) = (world.Get<JobTopics>(), await Dev(world));
        return isRequested
            ? await topics.Requested(on, "reaching", Copies.Definition, PlannedTopics.None, Never)
            : await topics.Of(on, "reaching", Copies.Definition, PlannedTopics.None, Never);
    }

    private static async Task Register(WorkerWorld world, string name, string environment, string bootstrap)
    {
        await using var db = await world.Open();
        db.Add(
            new Cluster
            {
                Name = name,
                Environment = environment,
                Region = "local",
                RegisteredAt = TimeProvider.System.GetUtcNow(),
                Endpoints = [new Endpoint { Kind = EndpointKind.Kafka, Addresses = bootstrap }],
            }
        );
        await db.SaveChangesAsync();
    }

    private static async Task<Outcome<FlinkFacts>> Save(WorkerWorld world, FlinkDraft draft) =>
        await world
            .Get<FlinkRegistration>()
            .Save(await world.Person(Role.Platform, SeededStructure.Platform), await Dev(world), draft, null, Never);

    private static Refusal Why(Outcome<FlinkFacts> outcome) =>
        outcome.ShouldBeOfType<Outcome<FlinkFacts>.Refused>().Why;

    private static async Task<ClusterId> Dev(WorkerWorld world)
    {
        await using var db = await world.Open();
        return (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
    }
}
