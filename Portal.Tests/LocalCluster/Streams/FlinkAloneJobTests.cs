using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.FlinkClusters;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Engines.Flink;
using Portal.Tests.Applying;
using Portal.Tests.Jobs;
using Portal.Tests.Kit;
using Portal.Workers.Collecting.Jobs;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>A Flink in a place of its own, whose jobs use topics of other clusters in its environment.</summary>
public sealed class FlinkAloneJobTests
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task A_cluster_with_Flink_alone_runs_a_job_on_the_topics_of_another()
    {
        await using var local = await LocalKafka.Start(brokers: 1);
        await using var world = await WorkerWorld.On(local.Bootstrap);
        await world.SeeTopic("far.in");
        await world.SeeTopic("far.out");
        var edge = await Register(world, local);
        await world.StartWorker(settings: [("Portal:Applying:VerifyWithin", "00:00:30")]);
        await Produce.Lines(local.Bootstrap, "far.in", "a\nb\n");
        var spec = JobWorlds.Spec(JobWorlds.Copy("far.in", "far.out"));

        await Applied(world, JobWorlds.Start("far-copier", spec));
        (await Produce.Committed(local.Bootstrap, "far.out", 2)).ShouldBe(["A", "B"]);

        await Applied(world, JobWorlds.Change("far-copier", spec with { State = JobDesired.Suspended }));
        await Produce.Lines(local.Bootstrap, "far.in", "c\n");
        await Applied(world, JobWorlds.Change("far-copier", spec));
        (await Produce.Committed(local.Bootstrap, "far.out", 3)).ShouldBe(["A", "B", "C"]);

        await new JobWatch(world.Stores, world.Get<IFlinkClusters>(), TimeProvider.System).Look(Never);
        await using (var db = await world.Open())
        {
            (await db.Set<FlinkReading>().SingleAsync()).ShouldSatisfyAllConditions(
                reading => reading.ClusterId.ShouldBe(edge),
                reading => reading.Failure.ShouldBeNull(),
                reading => reading.ReadAt.ShouldNotBeNull()
            );
        }

        var cancelled = await world.Ask(JobWorlds.Cancel("far-copier") with { Cluster = "edge" });
        await world.Reaches(cancelled, ChangeState.PendingApproval);
        await world.Agree(cancelled);
        await world.Reaches(cancelled, ChangeState.Applied);
        (await Produce.Committed(local.Bootstrap, "far.out", 3)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_topic_of_a_cluster_without_Kafka_is_refused_in_words_wherever_it_is_named()
    {
        await using var local = await LocalKafka.Start(brokers: 1);
        await using var world = await WorkerWorld.On(local.Bootstrap);
        await world.SeeTopic("far.in");
        var edge = await Register(world, local);
        var spec = JobWorlds.Spec("INSERT INTO edge.`far.out` SELECT `value` FROM dev.`far.in`");

        const string words = "edge has no Kafka, so it has no topics; there is dev.";
        (
            await world.Get<JobTopics>().Requested(edge, "far", spec.Definition, PlannedTopics.None, Never)
        ).ShouldSatisfyAllConditions(
            tables => tables.Single(table => table.IsWritten).Problem.ShouldBe(words),
            tables => tables.Single(table => !table.IsWritten).Problem.ShouldBeNull()
        );
        var change = await world.Ask(JobWorlds.Start("far", spec) with { Cluster = "edge" });
        await world.PlanAll();
        (await world.View(change)).Checks.ShouldContain(check =>
            check.Verdict == CheckVerdict.Blocked && check.Words.Contains(words)
        );

        (await Save(world, edge, new(local.Flink, local.SqlGateway, JobClusters: ["edge"])))
            .ShouldBeOfType<Outcome<FlinkFacts>.Refused>()
            .Why.Fields!["jobClusters"]
            .ShouldBe(words);
        var topic = new ChangeDraft(
            "",
            "needed",
            SeededStructure.Payments,
            [WorkerWorld.Create("far.new", cluster: "edge")]
        );
        var ada = await world.Person(Role.Member, SeededStructure.Payments);
        (await world.Get<ChangeRequests>().Submit(ada, topic, Never))
            .ShouldBeOfType<Outcome<ChangeId>.Refused>()
            .Why.Fields!["resources[0].cluster"]
            .ShouldBe("edge has no Kafka: choose a cluster that has one.");
    }

    /// <returns>A cluster named edge that has the local cluster's Flink alone.</returns>
    private static async Task<ClusterId> Register(WorkerWorld world, LocalKafka local)
    {
        var draft = new ClusterDraft("edge", "dev", SeededStructure.LocalRegion, "", HasKafka: false);
        var sam = await world.Person(Role.Platform, SeededStructure.Platform);
        var edge = (await world.Get<ClusterRegistration>().Register(sam, draft, Never))
            .ShouldBeOfType<Outcome<ClusterId>.Done>()
            .Value;
        var facts = (await Save(world, edge, new(local.Flink, local.SqlGateway)))
            .ShouldBeOfType<Outcome<FlinkFacts>.Done>()
            .Value;
        facts
            .All.Where(fact => fact.Words.Contains("ransaction"))
            .ShouldHaveSingleItem()
            .Words.ShouldContain("on dev", customMessage: "a cluster without Kafka isn't asked for its transactions");
        return edge;
    }

    private static async Task<Outcome<FlinkFacts>> Save(WorkerWorld world, ClusterId edge, FlinkDraft draft) =>
        await world
            .Get<FlinkRegistration>()
            .Save(await world.Person(Role.Platform, SeededStructure.Platform), edge, draft, null, Never);

    private static async Task Applied(WorkerWorld world, ResourceDraft job) =>
        await world.Reaches(await world.Ask(job with { Cluster = "edge" }), ChangeState.Applied);
}
