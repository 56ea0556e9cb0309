using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Tests.Access;
using Portal.Tests.Applying;
using Portal.Tests.Kit;

namespace Portal.Tests.Changes;

/// <summary>
/// A topic that was deleted by hand is still its team's: nobody else gets it by making it again. And what another team owns by now isn't for an open
/// change of its former owner.
/// </summary>
public sealed class OwnershipTests(ChangeWorld world, WorkerWorld workers)
    : IClassFixture<ChangeWorld>,
        IClassFixture<WorkerWorld>
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task Another_team_cannot_create_what_is_managed_for_somebody_else()
    {
        await Managed("owned.theirs", SeededStructure.Payments);

        var refused = (
            await Ask(SeededStructure.Logistics, "owned.theirs")
        ).ShouldBeOfType<Outcome<ChangeId>.Refused>();

        refused.Why.Fields!["resources[0].name"].ShouldContain("belongs to Payments");
    }

    [Fact]
    public async Task Its_own_team_may_make_it_again()
    {
        await Managed("owned.ours", SeededStructure.Payments);
        (await Ask(SeededStructure.Payments, "owned.ours")).ShouldBeOfType<Outcome<ChangeId>.Done>();
    }

    [Fact]
    public async Task What_is_wrong_with_a_resources_own_owner_is_said_there()
    {
        await Managed("owned.named", SeededStructure.Payments);
        var draft = ChangeWorld.Draft("owned.named");
        var asked = draft.Resources[0] with { Operation = ResourceOperation.Update, Owner = SeededStructure.Logistics };

        var refused = (
            await world.Get<ChangeRequests>().Submit(await world.Approver(), draft with { Resources = [asked] }, Never)
        ).ShouldBeOfType<Outcome<ChangeId>.Refused>();

        refused.Why.Fields!["resources[0].owner"].ShouldContain("belongs to Payments");
    }

    [Fact]
    public async Task A_request_from_before_somebody_owned_the_topic_does_not_take_it()
    {
        var late = (await Ask(SeededStructure.Logistics, "owned.raced")).ShouldBeOfType<Outcome<ChangeId>.Done>().Value;
        await Managed("owned.raced", SeededStructure.Payments);
        await using var db = await world.Open();
        var change = await db.Set<Change>().SingleAsync(c => c.Id == late);
        var cluster = await db.Set<Cluster>().SingleAsync(c => c.Name == "main");

        await world
            .Get<ManagedRecords>()
            .Write(
                db,
                change,
                new Dictionary<ResourceRef, EngineId?>
                {
                    [TopicKind.On(cluster.Id, "owned.raced")] = TopicIds.Of(Guid.Empty),
                },
                Never
            );

        var owner = (await db.Set<Resource>().SingleAsync(r => r.Name == "owned.raced")).OwnerTeamId;
        (await db.Set<Team>().SingleAsync(t => t.Id == owner)).Name.ShouldBe(SeededStructure.Payments);
    }

    [Theory]
    [InlineData(ResourceOperation.Delete, "former.deleted")]
    [InlineData(ResourceOperation.Update, "former.changed")]
    public async Task What_another_team_owns_by_now_an_approved_change_of_its_former_owner_does_not_touch(
        ResourceOperation operation,
        string topic
    )
    {
        await workers.Manage(topic);
        var change = await workers.Ask(
            operation == ResourceOperation.Delete ? WorkerWorld.Delete(topic) : WorkerWorld.Update(topic, 6)
        );
        await workers.PlanAll();
        await workers.Agree(change);
        (await workers.View(change)).Row.State.ShouldBe(ChangeState.Approved);
        await workers.Give(topic, SeededStructure.Checkout);

        await workers.ApplyAll();

        var stale = (await workers.View(change)).Row;
        stale.State.ShouldBe(ChangeState.Stale);
        stale.StatusMessage.ShouldBe($"{topic} belongs to Checkout since the plan was computed.");
        await IsSentBack(change, $"{topic} belongs to Checkout by now. Contact that team for a transfer.");
        workers.Kafka.Topic(topic).ShouldNotBeNull().Partitions.ShouldBe(3);
    }

    [Fact]
    public async Task What_another_team_owns_by_now_an_approved_creation_does_not_make()
    {
        var change = await workers.Ask(WorkerWorld.Create("former.made"));
        await workers.PlanAll();
        await workers.Agree(change);
        (await workers.View(change)).Row.State.ShouldBe(ChangeState.Approved);
        await workers.Record(TopicKind.Word, "former.made", WorkerWorld.Spec(3, 1), owner: SeededStructure.Checkout);

        await workers.ApplyAll();

        (await workers.View(change)).Row.State.ShouldBe(ChangeState.Stale);
        await IsSentBack(
            change,
            "former.made belongs to Checkout by now. Choose another name, or contact that team for a transfer."
        );
        workers.Kafka.Topic("former.made").ShouldBeNull();
    }

    [Fact]
    public async Task Of_two_teams_that_request_one_name_the_second_reads_whose_it_is()
    {
        var change = await workers.Ask(WorkerWorld.Create("former.raced"));
        workers.Kafka.Put("former.raced");
        await workers.Record(TopicKind.Word, "former.raced", WorkerWorld.Spec(3, 1), owner: SeededStructure.Checkout);

        await IsSentBack(
            change,
            "former.raced belongs to Checkout by now. Choose another name, or contact that team for a transfer."
        );
    }

    [Fact]
    public async Task A_former_owner_does_not_hand_over_what_another_team_owns_by_now()
    {
        await workers.Manage("former.given");
        var change = await workers.Ask(
            new ResourceDraft(
                TopicKind.Word,
                ResourceOperation.Transfer,
                "dev",
                "former.given",
                null,
                Owner: SeededStructure.Checkout
            )
        );
        await workers.Give("former.given", SeededStructure.Search);

        await IsSentBack(change, "former.given belongs to Search by now. Contact that team for a transfer.");
    }

    [Fact]
    public async Task What_came_to_be_another_teams_while_a_run_was_at_work_is_not_deleted()
    {
        await workers.Manage("former.first");
        await workers.Manage("former.last");
        var change = await workers.Ask(
            WorkerWorld.Update("former.first", 3, ("max.message.bytes", "2000000")),
            WorkerWorld.Delete("former.last")
        );
        await workers.PlanAll();
        await workers.Agree(change);
        workers.Kafka.AfterAct = act =>
        {
            if (act == nameof(FakeKafka.SetConfigs))
            {
                GiveAtOnce("former.last");
            }
        };

        await workers.ApplyAll();
        workers.Kafka.AfterAct = _ => { };

        var view = await workers.View(change);
        view.Row.State.ShouldBe(ChangeState.RolledBack);
        view.Timeline.ShouldContain(e => e.Words.Contains("former.last belongs to Checkout"));
        workers.Kafka.Topic("former.last").ShouldNotBeNull();
        workers.Kafka.Topic("former.first")!.Configs.ShouldNotContainKey("max.message.bytes");
    }

    [Fact]
    public async Task What_a_run_changed_before_it_was_another_teams_is_not_taken_back_for_that()
    {
        await workers.Manage("former.kept");
        await workers.Manage("former.goes");
        var change = await workers.Ask(
            WorkerWorld.Update("former.kept", 3, ("max.message.bytes", "2000000")),
            WorkerWorld.Delete("former.goes")
        );
        await workers.PlanAll();
        await workers.Agree(change);
        workers.Kafka.AfterAct = act =>
        {
            if (act == nameof(FakeKafka.SetConfigs))
            {
                GiveAtOnce("former.kept");
            }
        };

        await workers.ApplyAll();
        workers.Kafka.AfterAct = _ => { };

        (await workers.View(change)).Row.State.ShouldBe(ChangeState.Applied);
        workers.Kafka.Topic("former.goes").ShouldBeNull();
        workers.Kafka.Topic("former.kept")!.Configs.ShouldContainKey("max.message.bytes");
    }

    [Fact]
    public async Task A_run_that_ends_leaves_what_is_recorded_for_another_team_by_then()
    {
        await workers.Manage("former.ended");
        var id = await workers.Ask(WorkerWorld.Delete("former.ended"));
        await workers.Give("former.ended", SeededStructure.Checkout);
        await using var db = await workers.Open();
        var change = await db.Set<Change>().SingleAsync(c => c.Id == id);

        await workers.Get<ManagedRecords>().Write(db, change, new Dictionary<ResourceRef, EngineId?>(), Never);

        (await db.Set<Resource>().SingleAsync(r => r.Name == "former.ended")).GoneAt.ShouldBeNull();
    }

    [Fact]
    public void A_grant_that_stays_and_one_that_the_clock_ends_are_not_another_teams()
    {
        var kinds = TestKinds.All;
        var reads = kinds.Of(AccessKind.Word).WriteSpec(AccessWorlds.Reads("orders", "User:billing"));
        var (person, clock) = (By(new Actor("ada", ActorVia.Page)), By(Actor.Clock));
        var (stays, ends) = (Grant(ResourceOperation.Update, reads), Grant(ResourceOperation.Delete, null));
        var (theirs, another) = (stays.OwnerTeamId, new TeamId(2));

        RecordedOwner.IsAnothers(kinds, person, stays, another).ShouldBeFalse("its data's owner approves it");
        RecordedOwner.IsAnothers(kinds, person, ends, another).ShouldBeTrue();
        RecordedOwner.IsAnothers(kinds, person, ends, theirs).ShouldBeFalse();
        RecordedOwner.IsAnothers(kinds, clock, ends, another).ShouldBeFalse("its end was agreed to");
    }

    private void GiveAtOnce(string topic)
    {
        using var db = workers.Stores.CreateDbContext();
        db.Database.ExecuteSql(
            $"""
            update resource set owner_team_id = (select id from team where name = {SeededStructure.Checkout})
            where name = {topic}
            """
        );
    }

    private static Change By(Actor actor)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new()
        {
            Title = "For a test",
            State = ChangeState.Planning,
            Environment = SeededStructure.Dev,
            Actor = actor,
            Authors = [],
            CreatedAt = now,
            UpdatedAt = now,
            ExpiresAt = now,
        };
    }

    private static ChangeResource Grant(ResourceOperation operation, string? wanted) =>
        new()
        {
            Ordinal = 0,
            Kind = AccessKind.Word,
            Operation = operation,
            ClusterId = new(1),
            Name = "billing-reads",
            LockKey = "billing-reads",
            OwnerTeamId = new(1),
            Wanted = wanted,
        };

    // No plan is possible, for this reason.
    private async Task IsSentBack(ChangeId change, string why)
    {
        await workers.PlanAll();
        var row = (await workers.View(change)).Row;
        row.State.ShouldBe(ChangeState.ChangesRequested);
        row.StatusMessage.ShouldBe(why);
    }

    private async Task<Outcome<ChangeId>> Ask(string team, string topic)
    {
        var who = await world.Person((m, held) => m.Role == Role.Member && held == team);
        return await world.Get<ChangeRequests>().Submit(who, ChangeWorld.Draft(topic) with { Owner = team }, Never);
    }

    private Task Managed(string topic, string team) =>
        world.Manage(TopicKind.Word, topic, new TopicSpec(3, 3, TopicSpec.NoConfigs, team), team);
}
