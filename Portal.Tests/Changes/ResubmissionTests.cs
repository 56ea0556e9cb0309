using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Evaluation;
using Portal.Core.Teams;
using Portal.Tests.Applying;
using Portal.Tests.ServiceAccounts;

namespace Portal.Tests.Changes;

/// <summary>A request that was sent back stays its first requester's: they are shown the password that it makes.</summary>
public sealed class ResubmissionTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Nobody_sees_a_password_of_another_team_because_somebody_else_edited_their_request()
    {
        var ada = await _world.Person(Role.Member, SeededStructure.Payments);
        var grace = await _world.Person(Role.Approver, SeededStructure.Payments);
        var draft = new ChangeDraft("", "needed", SeededStructure.Payments, [ServiceAccountWorlds.Create("billing")]);
        var id = (
            (Outcome<ChangeId>.Done)await _world.Get<ChangeRequests>().Submit(ada, draft, CancellationToken.None)
        ).Value;
        (await Resubmitted(grace, id, draft)).ShouldBeOfType<Outcome<ChangeId>.Done>("ada is of the team");

        await using (var db = await _world.Open())
        {
            await db.Database.ExecuteSqlAsync(
                $"delete from membership where person_id = (select id from person where handle = {ada.Actor.Name})"
            );
        }

        (await Resubmitted(grace, id, draft))
            .ShouldBeOfType<Outcome<ChangeId>.Refused>()
            .Why.Words.ShouldBe(
                $"{ada.DisplayName} requested this first and would see the password of billing, without being in the team that owns it. Request the account in a change of your own."
            );
    }

    [Fact]
    public async Task What_is_requested_again_with_fewer_resources_is_shown_though_its_former_plan_had_more()
    {
        await _world.Manage("orders");
        await _world.Manage("invoices");
        var id = await _world.Ask(WorkerWorld.Update("orders", 6), WorkerWorld.Update("invoices", 6));
        await _world.PlanAll();
        await _world.SendBack(id);
        var asker = await _world.Person(Role.Member, SeededStructure.Payments);
        var fewer = new ChangeDraft("", "needed", SeededStructure.Payments, [WorkerWorld.Update("orders", 6)]);

        (await Resubmitted(asker, id, fewer)).ShouldBeOfType<Outcome<ChangeId>.Done>();

        var view = await _world.View(id);
        view.Row.State.ShouldBe(ChangeState.Planning);
        view.Plan.ShouldBeNull();
        view.Votes.ShouldHaveSingleItem("what was voted on the former plan stays");
        await _world.PlanAll();
        (await _world.View(id)).Plan.ShouldNotBeNull().Number.ShouldBe(2);
    }

    private async Task<Outcome<ChangeId>> Resubmitted(Caller who, ChangeId id, ChangeDraft draft)
    {
        await using (var db = await _world.Open())
        {
            await db.Database.ExecuteSqlAsync($"update change set state = 'changes_requested' where id = {id.Value}");
        }

        var version = (await _world.View(id)).Version;
        return await _world.Get<ChangeRequests>().Resubmit(who, id, version, draft, CancellationToken.None);
    }
}
