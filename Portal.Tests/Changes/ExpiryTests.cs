using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Evaluation;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Workers.Calendar;

namespace Portal.Tests.Changes;

/// <summary>An expiry counts only until a worker has begun, and counts again when the work comes back.</summary>
public sealed class ExpiryTests(ChangeWorld world) : IClassFixture<ChangeWorld>
{
    [Fact]
    public async Task A_change_whose_time_was_over_while_it_ran_expires_when_it_comes_back_to_be_approved()
    {
        var id = await Running("expiry.stale");
        await Sweep();
        (await world.View(id)).Row.State.ShouldBe(ChangeState.Applying);

        await world.Happen(id, new ChangeEvent.ClusterMoved());
        await world.Happen(id, new ChangeEvent.PlanAskedAgain());
        await world.Plan(id, (SeededStructure.Payments, 1));
        await Sweep();

        (await world.View(id)).Row.State.ShouldBe(ChangeState.Expired);
    }

    [Fact]
    public async Task A_change_that_ended_waits_for_nothing_more()
    {
        var id = await Running("expiry.ended");
        await world.Happen(id, new ChangeEvent.StepsDone());
        await world.Happen(id, new ChangeEvent.VerifiedWhole());

        await Sweep();

        (await world.View(id)).Row.State.ShouldBe(ChangeState.Applied);
        await using var db = await world.Open();
        (await db.Set<Due>().AnyAsync(d => d.SubjectId == id.Value)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(true, "It was approved, and could not begin before it expired.")]
    [InlineData(false, "It expired before it was approved and applied.")]
    public async Task A_change_that_expired_says_whether_it_had_been_approved(bool isApproved, string words)
    {
        var id = await world.Submit(ChangeWorld.Draft(isApproved ? "expiry.approved" : "expiry.waiting"));
        (string, int)[] steps = isApproved ? [] : [(SeededStructure.Payments, 1)];
        await world.Plan(id, steps);
        await IsDue(id);

        await Sweep();

        var row = (await world.View(id)).Row;
        row.State.ShouldBe(ChangeState.Expired);
        row.StatusMessage.ShouldNotBeNull().ShouldStartWith(words);
    }

    // Begun by a worker, and its time is over.
    private async Task<ChangeId> Running(string topic)
    {
        var id = await world.Submit(ChangeWorld.Draft(topic));
        var plan = await world.Plan(id, (SeededStructure.Payments, 1));
        await world.Vote(await world.Approver(), id, plan);
        await world.Happen(id, new ChangeEvent.Claimed());
        await IsDue(id);
        return id;
    }

    private async Task IsDue(ChangeId id)
    {
        await using var db = await world.Open();
        await db.Set<Due>()
            .Where(d => d.SubjectId == id.Value)
            .ExecuteUpdateAsync(d => d.SetProperty(x => x.DueAt, TimeProvider.System.GetUtcNow().AddMinutes(-1)));
    }

    private Task Sweep() =>
        new DueSweep(
            world.Get<IDbContextFactory<PortalDb>>(),
            [new ChangeExpiry(world.Get<ChangeMover>())],
            TimeProvider.System,
            NullLogger<DueSweep>.Instance
        ).Sweep(CancellationToken.None);
}
