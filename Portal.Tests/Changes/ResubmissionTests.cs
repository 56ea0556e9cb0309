using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Requests;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Tests.Access;
using Portal.Tests.Applying;
using Portal.Tests.ServiceAccounts;
using Portal.Web.Features.Changes;

namespace Portal.Tests.Changes;

/// <summary>
/// A request that was sent back stays its first requester's: not everybody edits it in their name, and they are shown the password that it makes.
/// </summary>
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
                $"{ada.DisplayName} requested this first and would see the password of billing, but has no role by which they can request it. Request the account in a change of your own."
            );

        await Part("prod");
        (await Resubmitted(grace, id, draft)).ShouldBeOfType<Outcome<ChangeId>.Refused>("it is an account in dev");
        await Part("dev");
        (await Resubmitted(grace, id, draft)).ShouldBeOfType<Outcome<ChangeId>.Done>("ada requests in dev");

        async Task Part(string environment)
        {
            await using var db = await _world.Open();
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into role_grant (person_id, team_id, role, reason, given_by, given_at, expires_at, only_environment)
                select p.id, t.id, 'member', 'A part of it', 'sam', now(), now() + interval '1 day', {environment}
                from person p, team t where p.handle = {ada.Actor.Name} and t.name = {SeededStructure.Payments}
                """
            );
        }
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

    [Fact]
    public async Task Access_is_edited_by_who_requested_it_and_by_the_team_of_the_data_alone()
    {
        await _world.Manage("orders");
        var (iris, omar) = (await _world.As("iris"), await _world.As("omar"));
        var ada = await _world.Person(Role.Member, SeededStructure.Payments);
        var id = (await _world.Get<ChangeRequests>().Submit(iris, Grant("User:iris"), CancellationToken.None))
            .ShouldBeOfType<Outcome<ChangeId>.Done>()
            .Value;

        (await Resubmitted(omar, id, Grant("User:omar")))
            .ShouldBeOfType<Outcome<ChangeId>.Refused>()
            .Why.ShouldSatisfyAllConditions(
                why => why.Kind.ShouldBe(RefusalKind.Denied),
                why => why.Words.ShouldContain("Request another like this")
            );

        var view = await _world.View(id);
        view.Resources[0].Wanted.ShouldBeOfType<AccessSpec>().Principal.ShouldBe("User:iris");
        new[] { iris, ada, omar }.Select(who => IsOfferedToEdit(view, who)).ShouldBe([true, true, false]);
        (await Resubmitted(iris, id, Grant("User:iris"))).ShouldBeOfType<Outcome<ChangeId>.Done>();
        (await _world.View(id)).EditOfOthers.ShouldBeNull();
        (await Resubmitted(ada, id, Grant("User:iris"))).ShouldBeOfType<Outcome<ChangeId>.Done>();
        (await _world.View(id)).EditOfOthers.ShouldNotBeNull().Actor.ShouldBe(ada.Actor.Name);
    }

    [Fact]
    public async Task Who_left_the_owning_team_is_not_offered_to_edit_what_only_its_members_request()
    {
        await _world.Manage("orders");
        var id = await _world.Ask(WorkerWorld.Update("orders", 6));
        await _world.PlanAll();
        await _world.SendBack(id);
        var ada = await _world.Person(Role.Member, SeededStructure.Payments);
        var view = await _world.View(id);

        IsOfferedToEdit(view, ada).ShouldBeTrue();
        IsOfferedToEdit(view, ada with { Memberships = (await _world.As("iris")).Memberships }).ShouldBeFalse();
    }

    [Theory]
    [InlineData(ResourceOperation.Adopt)]
    [InlineData(ResourceOperation.Claim)]
    public async Task What_has_no_form_is_not_offered_to_be_edited(ResourceOperation operation)
    {
        await _world.Manage("orders");
        var id = await _world.Ask(WorkerWorld.Update("orders", 6));
        await _world.PlanAll();
        await _world.SendBack(id);
        await using (var db = await _world.Open())
        {
            await db.Set<ChangeResource>()
                .Where(r => r.ChangeId == id)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.Operation, operation));
        }

        IsOfferedToEdit(await _world.View(id), await _world.Person(Role.Member, SeededStructure.Payments))
            .ShouldBeFalse();
    }

    private static bool IsOfferedToEdit(ChangeView view, Caller who) =>
        ChangeOffers.Of(view, who, act => Authority.May(who, act)).EditRequest;

    private static ChangeDraft Grant(string principal) =>
        new(
            "",
            "needed",
            SeededStructure.Payments,
            [AccessWorlds.Grant("iris-reads", AccessWorlds.Reads("orders", principal))]
        );

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
