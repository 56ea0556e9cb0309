using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Requests;
using Portal.Core.Evaluation;
using Portal.Core.Teams;
using Portal.Tests.Applying;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Planning;

/// <summary>One change of two teams' topics, from the request to the stored approvals.</summary>
public sealed class TwoOwnersTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Each_owners_step_names_its_own_resources_and_one_owner_does_not_approve_for_the_other()
    {
        var asker = await _world.Person(Role.Platform, SeededStructure.Platform);
        var draft = new ChangeDraft(
            "",
            "needed",
            SeededStructure.Payments,
            [
                Create("owners.first", cluster: "prod"),
                Create("owners.second", cluster: "prod") with
                {
                    Owner = SeededStructure.Logistics,
                },
                Create("owners.third", cluster: "prod"),
            ]
        );
        var id = (await _world.Get<ChangeRequests>().Submit(asker, draft, CancellationToken.None))
            .ShouldBeOfType<Outcome<ChangeId>.Done>()
            .Value;
        await _world.PlanAll();

        var view = await _world.View(id);

        view.Resources.Select(r => r.Owner)
            .ShouldBe([SeededStructure.Payments, SeededStructure.Logistics, SeededStructure.Payments]);
        // One replica in production takes an override besides, which is about all of it.
        view.Approvals.Where(step => step.IsOverride).ShouldHaveSingleItem().Resources.ShouldBe([0, 1, 2]);
        ByOwner(view)
            .Select(step => (step.Title, step.Team, string.Join(' ', step.Resources)))
            .ShouldBe([
                ("Owning team: Payments", SeededStructure.Payments, "0 2"),
                ("Owning team: Logistics", SeededStructure.Logistics, "1"),
            ]);
        view.Checks.Single(c => c.Name == "replication · owners.second").Resource.ShouldBe(1);

        // Only one person approves for both, and has one vote.
        view.Checks.Single(c => c.Name == "approvers")
            .Words.ShouldStartWith("“Owning team: Payments” and “Owning team: Logistics” need 2 different people");
        var both = await _world.Person(Role.Approver, SeededStructure.Payments);
        (await Vote(both, id)).ShouldBe(ChangeState.PendingApproval);
        ByOwner(await _world.View(id)).Select(step => step.IsMet).ShouldBe([true, false]);
    }

    private static IEnumerable<ApprovalView> ByOwner(ChangeView view) => view.Approvals.Where(step => !step.IsOverride);

    private async Task<ChangeState> Vote(Caller who, ChangeId id)
    {
        var plan = (await _world.View(id)).Plan!;
        return (
            await _world
                .Get<Voting>()
                .Cast(who, id, new Ballot(plan.Number, plan.Hash, VoteVerdict.Approve, ""), CancellationToken.None)
        )
            .ShouldBeOfType<Outcome<ChangeState>.Done>()
            .Value;
    }
}
