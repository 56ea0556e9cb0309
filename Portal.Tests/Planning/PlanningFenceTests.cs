using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Evaluation;
using Portal.Core.Teams;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Planning;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Planning;

/// <summary>A planner that slept past its lease writes nothing, however often the change was planned meanwhile.</summary>
public sealed class PlanningFenceTests : IAsyncLifetime
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_planner_of_a_former_request_cannot_write_under_the_claim_of_the_next()
    {
        await _world.Manage("fence.mended");
        var id = await _world.Ask(Update("fence.mended", 6));
        var former = (await Claims(TimeSpan.FromMilliseconds(50)).Next(Never)).ShouldNotBeNull();
        await PlannedByAnother(id);
        await SentBackAndMended(id, Update("fence.mended", 4));
        var mine = (await Claims(TimeSpan.FromMinutes(1)).Next(Never)).ShouldNotBeNull();

        mine.Fence.ShouldNotBe(former.Fence);
        (await Claims(TimeSpan.FromMinutes(1)).Renew(former, Never)).ShouldBeFalse();
        await Should.ThrowAsync<ClaimLostException>(() => Pass(former));
        await Pass(mine);
    }

    private PlanningClaims Claims(TimeSpan lease) =>
        new(_world.Stores, Options.Create(new PlanningOptions { Lease = lease, RenewEvery = lease / 4 }));

    private Task PlannedByAnother(ChangeId id) =>
        Deadline.Until(async () =>
        {
            await _world.PlanAll();
            return (await _world.View(id)).Row.State == ChangeState.PendingApproval;
        });

    private async Task SentBackAndMended(ChangeId id, ResourceDraft mended)
    {
        var plan = (await _world.View(id)).Plan!;
        var ballot = new Ballot(plan.Number, plan.Hash, VoteVerdict.RequestChanges, "Fewer.");
        var approver = await _world.Person(Role.Approver, SeededStructure.Payments);
        (await _world.Get<Voting>().Cast(approver, id, ballot, Never)).ShouldBeOfType<Outcome<ChangeState>.Done>();
        var asker = await _world.Person(Role.Member, SeededStructure.Payments);
        var draft = new ChangeDraft("", "needed", SeededStructure.Payments, [mended]);
        var version = (await _world.View(id)).Version;
        (
            await _world.Get<ChangeRequests>().Resubmit(asker, id, version, draft, Never)
        ).ShouldBeOfType<Outcome<ChangeId>.Done>();
    }

    private async Task Pass(PlanningClaim claim)
    {
        await using var db = await _world.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await PlanningClaims.Pass(db, claim, Never);
    }
}
