using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Planning;

/// <summary>A run ends between what a planner reads and what it writes: what is as wanted already is recorded only over what was recorded then.</summary>
public sealed class OvertakenPlanTests : IAsyncLifetime
{
    private const string Topic = "plan.overtaken";
    private const string Largest = "max.message.bytes";
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task What_a_run_records_meanwhile_is_not_overwritten_and_the_change_is_planned_again()
    {
        await _world.Manage(Topic, 3, (Largest, "1000000"));
        _world.Kafka.Change(Topic, there => With(there, "2000000"));
        var id = await _world.Ask(Update(Topic, 3, (Largest, "2000000")));
        EndsMeanwhile("3000000");
        await using (var db = await _world.Open())
        {
            // So long without an answer that the next failure would be the last.
            await db.Database.ExecuteSqlAsync(
                $"update planning_run set first_failed_at = now() - interval '1 day' where change_id = {id.Value}"
            );
        }

        await Deadline.Until(async () =>
        {
            await _world.PlanAll();
            return (await _world.View(id)).Row.State != ChangeState.Planning;
        });

        (await Recorded()).ShouldBe("3000000");
        var view = await _world.View(id);
        view.Row.State.ShouldNotBe(ChangeState.Applied);
        view.Plan!.Steps.ShouldHaveSingleItem()
            .ShouldBeOfType<AlterConfigs>()
            .Configs.ShouldBe([new(Largest, "3000000", "2000000")]);
    }

    [Fact]
    public async Task A_transfer_that_was_found_done_takes_nothing_from_a_team_that_got_it_meanwhile()
    {
        await _world.Manage(Topic);
        var id = await Transfer(SeededStructure.Checkout);
        await using (var db = await _world.Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            var change = (await ChangeMover.Lock(db, id, Never))!;
            var (_, found) = await RecordedSpecs.Read(db, id, Never);
            await _world.Get<UnchangedRecords>().Write(db, change, [], found, Never);
            await transaction.CommitAsync();
        }

        await using var after = await _world.Open();
        var owner = (await after.Set<Resource>().SingleAsync(r => r.Name == Topic)).OwnerTeamId;
        (await after.Set<Team>().SingleAsync(t => t.Id == owner)).Name.ShouldBe(SeededStructure.Payments);
    }

    // The planner is shown what was there before; then another change's run does its step and records it.
    private void EndsMeanwhile(string largest)
    {
        var isOver = false;
        _world.Kafka.Shown = there =>
        {
            if (!isOver && there?.Name == Topic)
            {
                isOver = true;
                _world.Kafka.Change(Topic, now => With(now, largest));
                Record(CoreJson.Write<object>(Spec(3, 1, (Largest, largest))));
            }

            return there;
        };
    }

    private void Record(string spec)
    {
        using var db = _world.Stores.CreateDbContext();
        db.Database.ExecuteSql($"update resource set spec = {spec}::jsonb where name = {Topic}");
    }

    private static LiveTopic With(LiveTopic topic, string largest) =>
        topic with
        {
            Configs = topic.Configs.SetItem(Largest, new LiveConfig(largest, false)),
        };

    private async Task<string> Recorded()
    {
        await using var db = await _world.Open();
        var recorded = await db.Set<Resource>().SingleAsync(r => r.Name == Topic);
        return ((TopicSpec)recorded.Read(TestKinds.All)).Configs[Largest];
    }

    private async Task<ChangeId> Transfer(string to)
    {
        var asker = await _world.Person(Role.Member, SeededStructure.Payments);
        var topic = new ResourceDraft(TopicKind.Word, ResourceOperation.Transfer, "dev", Topic, null, Owner: to);
        var draft = new ChangeDraft("", "Checkout writes it now", "", [topic]);
        return (await _world.Get<ChangeRequests>().Submit(asker, draft, Never))
            .ShouldBeOfType<Outcome<ChangeId>.Done>()
            .Value;
    }
}
