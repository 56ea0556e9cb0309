using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Requests;
using Portal.Core.Evaluation;
using Portal.Core.Teams;
using Portal.Tests.Applying;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Planning;

/// <summary>A plan that can never be approved says so while there is time to name somebody.</summary>
public sealed class ApproverShortageTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task One_person_alone_for_two_steps_is_said_though_each_step_by_itself_could_be_met()
    {
        await Read("short.owned", SeededStructure.Platform);
        var asker = await _world.Person(Role.Platform, SeededStructure.Platform);

        var view = await Planned(asker, SeededStructure.Platform, Delete("short.owned"));

        view.Approvals.Select(step => step.CanApprove.Count).ShouldBe([1, 1]);
        Shortage(view).ShouldContain("need 2 different people");
    }

    [Fact]
    public async Task Every_team_without_an_approver_is_said_at_once()
    {
        await Read("short.nobody", SeededStructure.Payments);
        await using var db = await _world.Open();
        await db.Set<Membership>().Where(m => m.Role == Role.Approver).ExecuteDeleteAsync();
        var asker = await _world.Person(Role.Member, SeededStructure.Payments);

        var view = await Planned(asker, SeededStructure.Payments, Delete("short.nobody"));

        Shortage(view)
            .ShouldSatisfyAllConditions(
                words => words.ShouldContain("“Owning team” needs 1"),
                words => words.ShouldContain("“Override")
            );
    }

    [Fact]
    public async Task Enough_approvers_are_not_worth_a_word()
    {
        await Read("short.enough", SeededStructure.Payments);
        var asker = await _world.Person(Role.Member, SeededStructure.Payments);
        var view = await Planned(asker, SeededStructure.Payments, Delete("short.enough"));
        view.Checks.ShouldNotContain(c => c.Name == "approvers");
    }

    private static string Shortage(ChangeView view) => view.Checks.Single(c => c.Name == "approvers").Words;

    // A topic of this team that a group reads: deleting it takes the owner's approval and an override.
    private async Task Read(string topic, string owner)
    {
        await _world.Manage(topic);
        _world.Kafka.Write(topic, 10);
        _world.Readers.Readers = [new("billing", 2, null, false)];
        await _world.Give(topic, owner);
    }

    private async Task<ChangeView> Planned(Caller asker, string owner, ResourceDraft topic)
    {
        var draft = new ChangeDraft("", "needed", owner, [topic]);
        var id = (await _world.Get<ChangeRequests>().Submit(asker, draft, CancellationToken.None))
            .ShouldBeOfType<Outcome<ChangeId>.Done>()
            .Value;
        await _world.PlanAll();
        var view = await _world.View(id);
        view.Row.State.ShouldBe(ChangeState.PendingApproval);
        return view;
    }
}
