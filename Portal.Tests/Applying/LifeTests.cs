using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Topics;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Applying;

/// <summary>The life of a change from request to end, in the hands of real workers.</summary>
public sealed class LifeTests(WorkerWorld world) : IClassFixture<WorkerWorld>
{
    [Fact]
    public async Task A_topic_in_dev_is_made_without_anybody_waiting()
    {
        await world.StartWorker();
        var id = await world.Ask(Create("life.created", partitions: 4));
        var view = await world.Reaches(id, ChangeState.Applied);
        world.Kafka.Topic("life.created")!.Partitions.ShouldBe(4);
        view.Run!.Journal.Select(j => j.Phase).ShouldBe([StepPhase.Intent, StepPhase.Done]);
        await using var db = await world.Open();
        (await db.Set<Resource>().SingleAsync(r => r.Name == "life.created")).GoneAt.ShouldBeNull();
        (await db.Set<Incarnation>().SingleAsync(i => i.Name == "life.created")).EngineId.ShouldBe(
            world.Kafka.Topic("life.created")!.TopicId.ToString()
        );
        (await db.Set<RunTarget>().AnyAsync(t => t.RunId == view.Run.Id)).ShouldBeFalse();
    }

    [Fact]
    public async Task Growing_waits_for_an_approval_and_then_goes_forward()
    {
        await world.StartWorker();
        await world.Manage("life.grown");
        var id = await world.Ask(Update("life.grown", 6));
        var waiting = await world.Reaches(id, ChangeState.PendingApproval);
        waiting.Plan!.PointOfNoReturn.ShouldBe(0);
        await world.Approve(id);
        await world.Reaches(id, ChangeState.Applied);
        world.Kafka.Topic("life.grown")!.Partitions.ShouldBe(6);
    }

    [Fact]
    public async Task A_topic_that_moved_after_approval_makes_the_plan_stale_and_it_is_planned_again()
    {
        await world.StartWorker();
        await world.Manage("life.moved");
        var id = await world.Ask(Update("life.moved", 6));
        await world.Reaches(id, ChangeState.PendingApproval);
        world.Kafka.Change("life.moved", t => t with { Partitions = 4 });
        await world.Approve(id);
        var again = await Kit.Deadline.For(async () => await world.View(id) is { Plan.Number: 2 } v ? v : null);
        again = await world.Reaches(id, ChangeState.PendingApproval);
        again.Plan!.Steps.ShouldHaveSingleItem().ShouldBeOfType<GrowPartitions>().Before.ShouldBe(4);
        again.Timeline.ShouldContain(e => e.Kind == "run.stale" && e.Words.Contains("has 4 now"));
        world.Kafka.Topic("life.moved")!.Partitions.ShouldBe(4);
    }

    [Fact]
    public async Task A_delete_goes_by_id_and_the_resource_is_gone()
    {
        await world.StartWorker();
        await world.Manage("life.deleted");
        world.Kafka.Write("life.deleted", 1_000);
        var id = await world.Ask(Delete("life.deleted"));
        await world.Reaches(id, ChangeState.PendingApproval);
        await world.Approve(id);
        await world.Reaches(id, ChangeState.Applied);
        world.Kafka.Topic("life.deleted").ShouldBeNull();
        await using var db = await world.Open();
        (await db.Set<Resource>().SingleAsync(r => r.Name == "life.deleted")).GoneAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_is_there_already_as_wanted_is_applied_without_a_run()
    {
        await world.StartWorker();
        await world.Manage("life.same");
        var id = await world.Ask(Update("life.same", 3));
        (await world.Reaches(id, ChangeState.Applied)).Run.ShouldBeNull();
    }

    [Fact]
    public async Task A_name_that_collides_is_sent_back_in_words()
    {
        await world.StartWorker();
        world.Kafka.Put("life_collides");
        var id = await world.Ask(Create("life.collides"));
        (await world.Reaches(id, ChangeState.ChangesRequested)).Row.StatusMessage!.ShouldContain(
            "collides with the topic life_collides"
        );
    }
}
