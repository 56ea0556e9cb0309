using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Evaluation;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Tests.Kit;
using Portal.Workers.Applying;

namespace Portal.Tests.Applying;

public sealed class ClaimTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Many_claimants_at_once_get_each_run_once()
    {
        await Approved(5);
        var claims = Claims(TimeSpan.FromMinutes(1));
        var got = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => claims.Next(CancellationToken.None)));
        got.OfType<RunClaim>().Select(c => c.Run).Distinct().Count().ShouldBe(got.OfType<RunClaim>().Count());
        var rest = new List<RunClaim>();
        while (await claims.Next(CancellationToken.None) is { } late)
        {
            rest.Add(late);
        }

        (got.OfType<RunClaim>().Count() + rest.Count).ShouldBe(5);
    }

    [Fact]
    public async Task A_claim_taken_over_has_a_higher_fence_and_the_former_owner_writes_nothing()
    {
        await Approved(1);
        var former = await Claims(TimeSpan.FromMilliseconds(50)).Next(CancellationToken.None);
        var next = await Deadline.For(() => Claims(TimeSpan.FromMinutes(1)).Next(CancellationToken.None));
        next.Fence.ShouldBe(former!.Fence + 1);
        (await Claims(TimeSpan.FromMinutes(1)).Renew(former, CancellationToken.None)).ShouldBeFalse();
        await Should.ThrowAsync<ClaimLostException>(() => Intend(former));
        await Intend(next);
        await using var db = await _world.Open();
        (await db.Set<JournalEntry>().SingleAsync()).Fence.ShouldBe(next.Fence);
    }

    [Fact]
    public async Task A_claim_on_a_run_that_was_replaced_before_it_began_is_lost()
    {
        await Approved(1);
        var claims = Claims(TimeSpan.FromMinutes(1));
        var claim = (await claims.Next(CancellationToken.None))!;
        var asker = await _world.Person(Role.Member, SeededStructure.Payments);

        (
            await _world.Get<ChangeStops>().PlanAgain(asker, claim.Change, CancellationToken.None)
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();

        (await claims.Renew(claim, CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_lease_that_ran_out_writes_nothing_though_nobody_took_over()
    {
        await Approved(1);
        var claims = Claims(TimeSpan.FromMilliseconds(50));
        var claim = (await claims.Next(CancellationToken.None))!;
        await Deadline.Until(async () =>
        {
            await using var db = await _world.Open();
            return await db
                .Database.SqlQuery<bool>($"""select lease_until < clock_timestamp() as "Value" from apply_run""")
                .SingleAsync();
        });
        (await claims.Renew(claim, CancellationToken.None)).ShouldBeFalse();
        await Should.ThrowAsync<ClaimLostException>(() => Intend(claim));
    }

    [Fact]
    public async Task A_try_that_an_abort_overtook_is_repeated_at_once_and_one_that_knew_of_it_after_a_pause()
    {
        await Approved(1);
        var claims = Claims(TimeSpan.FromMinutes(1));
        var overtaken = (await claims.Next(CancellationToken.None))!;
        await using (var db = await _world.Open())
        {
            await db.Database.ExecuteSqlAsync($"update apply_run set state = 'applying', abort_by = 'ada'");
        }

        (await claims.Park(overtaken, "It broke off.", CancellationToken.None)).ShouldBeTrue();
        var decided = (await claims.Next(CancellationToken.None)).ShouldNotBeNull();
        decided.AbortBy.ShouldNotBeNull();
        (await claims.Park(decided, "It broke off.", CancellationToken.None)).ShouldBeTrue();

        (await claims.Next(CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_run_whose_target_is_locked_isnt_claimed_until_it_is_free()
    {
        await Approved(1);
        await using var db = await _world.Open();
        var run = await db.Set<ApplyRun>().SingleAsync();
        var resource = await db.Set<ChangeResource>().SingleAsync();
        var target = new RunTarget
        {
            Kind = TopicKind.Word,
            ClusterId = resource.ClusterId,
            Name = resource.Name.Replace('.', '_'),
            RunId = run.Id,
        };
        db.Add(target);
        await db.SaveChangesAsync();
        var claims = Claims(TimeSpan.FromMinutes(1));
        (await claims.Next(CancellationToken.None)).ShouldBeNull();
        db.Remove(target);
        await db.SaveChangesAsync();
        (await claims.Next(CancellationToken.None)).ShouldNotBeNull();
    }

    /// <summary>Changes that are approved, with the applier asleep.</summary>
    private async Task Approved(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _world.Ask(WorkerWorld.Create($"claim.{i}"));
        }

        await _world.PlanAll();
    }

    private RunClaims Claims(TimeSpan lease) =>
        new(
            _world.Get<IDbContextFactory<PortalDb>>(),
            Options.Create(
                new ApplyingOptions
                {
                    Lease = lease,
                    RenewEvery = lease / 4,
                    FirstPause = TimeSpan.FromMinutes(1),
                    LongestPause = TimeSpan.FromMinutes(1),
                }
            )
        );

    private Task Intend(RunClaim claim)
    {
        var journal = new StepJournal(_world.Get<IDbContextFactory<PortalDb>>(), new RunFence(), TimeProvider.System);
        var step = new DeleteTopic(TopicKind.On(new(1), "claim.0"), Guid.Empty);
        return journal.Intend(claim, new(0, step, StepDirection.Do), new BeforeImage(null), CancellationToken.None);
    }
}
