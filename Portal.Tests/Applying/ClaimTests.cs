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
using Portal.Workers.Claiming;

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
    public async Task A_claimant_gets_one_run_though_the_store_plans_for_a_table_of_one_row()
    {
        await Approved(1);
        await using (var db = await _world.Open())
        {
            await db.Database.ExecuteSqlAsync($"vacuum (full, analyze) apply_run");
        }

        await Approved(2, from: 1);
        var claims = Claims(TimeSpan.FromMinutes(1));

        var runs = new HashSet<RunId>();
        for (var i = 0; i < 3; i++)
        {
            runs.Add((await claims.Next(CancellationToken.None)).ShouldNotBeNull().Run);
        }

        runs.Count.ShouldBe(3);
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
    public async Task A_claim_that_another_worker_has_under_the_same_fence_is_lost()
    {
        await Approved(1);
        var claims = Claims(TimeSpan.FromMinutes(1));
        var claim = (await claims.Next(CancellationToken.None))!;
        await Intend(claim);

        // As after a failover that lost the claim.
        await using var db = await _world.Open();
        await db.Database.ExecuteSqlAsync($"update apply_run set owner = 'another'");

        (await claims.Renew(claim, CancellationToken.None)).ShouldBeFalse();
        (await claims.Park(claim, "It broke off.", CancellationToken.None)).ShouldBeFalse();
        await claims.GiveBack(claim, TimeSpan.Zero, CancellationToken.None);
        await Should.ThrowAsync<ClaimLostException>(() => Intend(claim));
        var fenced = new FencedRun(claim.Run, claim.Fence, ClaimOwner.This);
        await Should.ThrowAsync<ClaimLostException>(() =>
            fenced.Write(_world.Stores, _ => Task.CompletedTask, CancellationToken.None)
        );
        (await db.Set<ApplyRun>().Select(r => r.Owner).SingleAsync()).ShouldBe("another");
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

    [Fact]
    public async Task A_change_that_waits_for_what_another_holds_names_it_until_it_is_free()
    {
        await Approved(2);
        await using var db = await _world.Open();
        var runs = await db.Set<ApplyRun>().AsNoTracking().OrderBy(r => r.Id).ToListAsync();
        var (holder, waiting) = (runs[0].ChangeId, runs[1].ChangeId);
        var wanted = await db.Set<ChangeResource>().SingleAsync(r => r.ChangeId == waiting);
        var target = new RunTarget
        {
            Kind = TopicKind.Word,
            ClusterId = wanted.ClusterId,
            Name = wanted.LockKey,
            RunId = runs[0].Id,
        };
        db.Add(target);
        await db.SaveChangesAsync();
        await db.Database.ExecuteSqlAsync($"update change set state = 'stuck' where id = {holder.Value}");

        var held = (await _world.View(waiting)).Run.ShouldNotBeNull();

        held.WaitInWords.ShouldBe($"Waits for #{holder}, which is stuck and holds {wanted.Name}.");
        held.Holders.ShouldHaveSingleItem().Title.ShouldBe((await _world.View(holder)).Row.Title);
        db.Remove(target);
        await db.SaveChangesAsync();
        (await _world.View(waiting)).Run.ShouldNotBeNull().WaitInWords.ShouldBeNull();
    }

    /// <summary>Changes that are approved, with the applier asleep.</summary>
    private async Task Approved(int count, int from = 0)
    {
        for (var i = from; i < from + count; i++)
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
