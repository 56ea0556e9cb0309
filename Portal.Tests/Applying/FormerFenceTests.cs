using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Tests.Access;
using Portal.Tests.ServiceAccounts;

namespace Portal.Tests.Applying;

/// <summary>A worker that slept until another took over its run, which is still under way: what it goes on to write beside the journal is refused.</summary>
public sealed class FormerFenceTests : IAsyncLifetime
{
    private const string Account = "billing";
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task It_holds_releases_and_reopens_no_grant()
    {
        await _world.Manage("orders");
        var step = (GrantAccess)
            await Approved(AccessWorlds.Grant("app-reads", AccessWorlds.Reads("orders", "User:app")));
        var end = new RevokeAccess(step.On, "User:app", "read orders", step.Acls, IsEnd: true);
        var (former, next) = await TakenOver();
        var holdings = _world.Get<AccessHoldings>();

        await Refused(() => holdings.Hold(former, step, step.TopicId, new HashSet<Acl>(), Never));
        (await Grants()).ShouldBeEmpty();

        (await holdings.Hold(next, step, step.TopicId, new HashSet<Acl>(), Never)).ShouldBe(Holding.Written);
        await Refused(() => holdings.Release(former, step.On, step.Acls, isEnd: true, undone: null, Never));
        (await Grants()).ShouldHaveSingleItem().EndedAt.ShouldBeNull();

        await holdings.Release(next, step.On, step.Acls, isEnd: true, undone: null, Never);
        await Refused(() => holdings.Reopen(former, end, Never));
        (await Grants()).ShouldHaveSingleItem().EndedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task It_puts_no_password_down()
    {
        var step = await Approved(ServiceAccountWorlds.Create(Account));
        var (former, next) = await TakenOver();
        var shelf = _world.Get<CredentialShelf>();

        await Refused(() => shelf.PutDown(former, step.On, [1], Never));

        (await shelf.PutDown(next, step.On, [2], Never)).ShouldHaveSingleItem().ShouldBe((byte)2);
    }

    [Fact]
    public async Task It_moves_no_end_of_a_former_password()
    {
        await _world.Carry(ServiceAccountWorlds.Create(Account));
        var step = await Approved(ServiceAccountWorlds.Update(Account, ServiceAccountWorlds.Beside(In(1))));
        var (former, next) = await TakenOver();
        var end = _world.Get<FormerEnd>();
        await end.Move(next, step.On, In(1), Never);

        await Refused(() => end.Move(former, step.On, In(9), Never));

        (await _world.FormerEnds(Account)).ShouldNotBeNull().ShouldBe(In(1), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task It_writes_nothing_after_its_lease_though_nobody_took_over()
    {
        var step = await Approved(ServiceAccountWorlds.Create(Account));
        var run = await _world.Claimed(TimeSpan.Zero);

        await Refused(() => _world.Get<CredentialShelf>().PutDown(run, step.On, [1], Never));
    }

    private static Task Refused(Func<Task> write) => Should.ThrowAsync<ClaimLostException>(write);

    // The only step of the change.
    private async Task<Step> Approved(ResourceDraft draft)
    {
        var id = await _world.Ask(draft);
        await _world.PlanAll();
        if ((await _world.View(id)).Row.State == ChangeState.PendingApproval)
        {
            await _world.Agree(id);
        }

        await using var db = await _world.Open();
        return (await db.Set<Plan>().SingleAsync(p => p.ChangeId == id)).Body.Steps.Single();
    }

    private async Task<(FencedRun Former, FencedRun Next)> TakenOver() =>
        (await _world.Claimed(TimeSpan.FromMilliseconds(50)), await _world.Claimed(TimeSpan.FromMinutes(10)));

    private async Task<List<AccessGrant>> Grants()
    {
        await using var db = await _world.Open();
        return await db.Set<AccessGrant>().AsNoTracking().ToListAsync();
    }

    private static DateTimeOffset In(int hours) => TimeProvider.System.GetUtcNow().AddHours(hours);
}
