using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Access.Reviews;
using Portal.Core.Changes;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Runs;
using Portal.Core.Evaluation;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using static Portal.Tests.Access.AccessWorlds;

namespace Portal.Tests.Access;

/// <summary>What an access review dropped ends: no run that was under way, and no later request, gives it more time.</summary>
public sealed class AccessDropTests : IAsyncLifetime
{
    private static readonly DateTimeOffset InAYear = new(2027, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly WorkerWorld _world = new();

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.Manage("orders");
        await _world.Carry(Grant("a-reads", Reads("orders", "User:a")));
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_run_that_is_under_way_gives_a_dropped_grant_no_more_time()
    {
        var (run, step) = await Extension();
        await Drop();

        (await Hold(run, step)).ShouldBe(Holding.Dropped);
        await HasEnded();
    }

    [Fact]
    public async Task A_run_that_is_under_way_does_not_make_a_dropped_grant_again_that_has_ended_by_then()
    {
        var (run, step) = await Extension();
        await Drop();
        await using var db = await _world.Open();
        await db.Database.ExecuteSqlAsync($"update access_grant set ended_at = now()");

        (await Hold(run, step)).ShouldBe(Holding.Ended);
        (await db.Set<AccessGrant>().AnyAsync(g => g.EndedAt == null)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_drop_that_is_being_written_is_waited_for()
    {
        var (run, step) = await Extension();
        await using var db = await _world.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.Database.ExecuteSqlAsync($"select from access_grant for update");
        var holding = Hold(run, step);
        await using (var watching = await _world.Open())
        {
            await Deadline.Until(async () => await StoreLocks.Waiting(watching) == 1);
        }

        await Dropped(db);
        await transaction.CommitAsync();

        (await holding).ShouldBe(Holding.Dropped);
        await HasEnded();
    }

    [Fact]
    public async Task A_run_whose_grant_is_dropped_right_after_it_wrote_it_ends_as_planned()
    {
        var id = await _world.Ask(Change("a-reads", Reads("orders", "User:a", InAYear)));
        await _world.PlanAll();
        await _world.Approve(id);
        await using (var db = await _world.Open())
        {
            await db.Database.ExecuteSqlRawAsync(
                """
                insert into access_review (reason, opened_by, opened_at, ends_at)
                values ('yearly', 'grace', now() - interval '1 day', now() + interval '1 day');
                create function dropped() returns trigger language plpgsql as $$
                begin
                    insert into access_review_item
                    select 1, new.id, new.cluster_id, new.name, new.principal, 'read orders', t.id, 'drop', 'grace', now()
                    from team t where t.name = 'payments';
                    new.expires_at := now();
                    return new;
                end $$;
                create trigger dropped before update on access_grant
                for each row when (new.expires_at > now() + interval '200 days') execute function dropped();
                """
            );
        }

        await _world.ApplyAll();
        (await _world.View(id)).Row.State.ShouldBe(ChangeState.Applied);
        await HasEnded();
    }

    [Fact]
    public async Task A_step_that_is_taken_back_does_not_take_back_a_drop()
    {
        var (run, step) = await Extension();
        (await Hold(run, step)).ShouldBe(Holding.Written);
        await Drop();

        await Holdings.Release(run, step.On, [], isEnd: false, step, CancellationToken.None);
        await HasEnded();
    }

    [Fact]
    public async Task A_removal_that_is_taken_back_leaves_a_grant_that_was_dropped_meanwhile_to_end()
    {
        var (run, step) = await Extension();
        var end = new RevokeAccess(step.On, "User:a", "read orders", step.Acls, IsEnd: true);
        await Holdings.Release(run, step.On, step.Acls, isEnd: true, undone: null, CancellationToken.None);
        await Drop();

        (await Holdings.Reopen(run, end, CancellationToken.None)).ShouldBe(Holding.Written);
        await HasEnded();
        await using var db = await _world.Open();
        (await db.Set<Due>().SingleAsync(d => d.Kind == AccessDues.Ends)).DueAt.ShouldBeLessThanOrEqualTo(
            TimeProvider.System.GetUtcNow()
        );
    }

    [Fact]
    public async Task A_removal_that_is_taken_back_leaves_a_grant_that_expired_meanwhile()
    {
        var (run, step) = await Extension();
        var end = new RevokeAccess(step.On, "User:a", "read orders", step.Acls, IsEnd: true);
        await using (var db = await _world.Open())
        {
            await db.Database.ExecuteSqlAsync($"update access_grant set ended_at = now()");
        }

        (await Holdings.Reopen(run, end, CancellationToken.None)).ShouldBe(Holding.Expired);
    }

    [Fact]
    public async Task A_removal_that_is_taken_back_after_the_grant_s_time_is_over_leaves_it_removed()
    {
        var (run, step) = await Extension();
        var end = new RevokeAccess(step.On, "User:a", "read orders", step.Acls, IsEnd: true);
        await Holdings.Release(run, step.On, step.Acls, isEnd: true, undone: null, CancellationToken.None);
        await using (var db = await _world.Open())
        {
            await db.Database.ExecuteSqlAsync($"update access_grant set expires_at = now()");
        }

        (await Holdings.Reopen(run, end, CancellationToken.None)).ShouldBe(Holding.Expired);
        await using (var db = await _world.Open())
        {
            (await db.Set<AccessGrant>().SingleAsync(g => g.Name == "a-reads")).EndedAt.ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task A_step_that_is_taken_back_gives_the_former_end_back()
    {
        var (run, step) = await Extension();
        await Hold(run, step);
        await Holdings.Release(run, step.On, [], isEnd: false, step, CancellationToken.None);

        (await Granted()).ExpiresAt.ShouldBe(step.Before);
    }

    [Fact]
    public async Task An_update_of_a_dropped_grant_is_refused_and_nobody_is_offered_one()
    {
        await Drop();
        var row = (await _world.Get<AccessCatalogue>().Get("dev", "a-reads", CancellationToken.None)).ShouldNotBeNull();
        (row.IsDropped, row.IsExtensible).ShouldBe((true, false));
        row.Expires.ShouldBe((await Granted()).ExpiresAt);

        foreach (var draft in new[] { Change("a-reads", Reads("orders", "User:a")), Grant("a-reads", row.Spec) })
        {
            var update = await _world.Ask(draft);
            await _world.PlanAll();
            (await _world.View(update)).Row.StatusMessage.ShouldBe(
                "a-reads was dropped in access review 1 and is being removed. Request a new grant once it is gone."
            );
        }

        await HasEnded();
    }

    [Fact]
    public async Task A_grant_that_comes_back_after_its_review_was_closed_is_dropped_as_it_would_have_been_then()
    {
        var (run, step) = await Extension();
        var end = new RevokeAccess(step.On, "User:a", "read orders", step.Acls, IsEnd: true);
        var review = await Opened();
        await Holdings.Release(run, step.On, step.Acls, isEnd: true, undone: null, CancellationToken.None);
        await using (var db = await _world.Open())
        {
            await db.Database.ExecuteSqlAsync($"update access_review set closed_at = now(), ends_at = now()");
        }

        (await Holdings.Reopen(run, end, CancellationToken.None)).ShouldBe(Holding.Written);
        await HasEnded();
        await using (var db = await _world.Open())
        {
            var item = await db.Set<AccessReviewItem>().SingleAsync(i => i.ReviewId == review);
            (item.Verdict, item.AnsweredBy).ShouldBe((ReviewVerdict.Drop, Actor.Clock.Name));
        }
    }

    [Fact]
    public async Task An_answer_counts_while_the_grant_s_removal_is_under_way()
    {
        var (run, step) = await Extension();
        var end = new RevokeAccess(step.On, "User:a", "read orders", step.Acls, IsEnd: true);
        var review = await Opened();
        await Holdings.Release(run, step.On, step.Acls, isEnd: true, undone: null, CancellationToken.None);

        var grace = await _world.Person(Role.Approver, SeededStructure.Payments);
        var answers = _world.Get<AccessReviewAnswers>();
        (await answers.Answer(grace, review, [new("dev", "a-reads", ReviewVerdict.Drop)], CancellationToken.None))
            .ShouldBeOfType<Outcome<int>.Done>()
            .Value.ShouldBe(1);

        (await Holdings.Reopen(run, end, CancellationToken.None)).ShouldBe(Holding.Written);
        await HasEnded();
    }

    [Fact]
    public async Task More_time_for_a_grant_that_is_gone_by_now_is_refused_and_grants_nothing()
    {
        var id = await _world.Ask(Change("a-reads", Reads("orders", "User:a", InAYear)));
        await using (var db = await _world.Open())
        {
            await db.Database.ExecuteSqlAsync($"update access_grant set ended_at = now()");
        }

        await _world.PlanAll();
        (await _world.View(id)).Row.StatusMessage.ShouldBe(
            "a-reads isn't in force any more, so there is nothing to change. Request a new grant."
        );
    }

    private AccessHoldings Holdings => _world.Get<AccessHoldings>();

    private Task<Holding> Hold(FencedRun run, GrantAccess step) =>
        Holdings.Hold(run, step, step.TopicId, new HashSet<Acl>(), CancellationToken.None);

    // More time that was approved, as a worker has it that is about to write it down.
    private async Task<(FencedRun Run, GrantAccess Step)> Extension()
    {
        var id = await _world.Ask(Change("a-reads", Reads("orders", "User:a", InAYear)));
        await _world.PlanAll();
        await _world.Approve(id);
        var run = await _world.Claimed(TimeSpan.FromMinutes(10));
        await using var db = await _world.Open();
        var plan = await db.Set<Plan>().SingleAsync(p => p.ChangeId == id);
        return (run, (GrantAccess)plan.Body.Steps.Single());
    }

    private async Task<long> Opened() => (await Opening()).ShouldBeOfType<Outcome<long>.Done>().Value;

    private async Task<Outcome<long>> Opening()
    {
        var grace = await _world.Person(Role.Approver, SeededStructure.Payments);
        var wish = new ReviewWish("payments", "yearly", TimeProvider.System.GetUtcNow().AddDays(7));
        return await _world.Get<AccessReviewOpening>().Open(grace, wish, CancellationToken.None);
    }

    private async Task Drop()
    {
        if (await Opening() is Outcome<long>.Done(var review))
        {
            var grace = await _world.Person(Role.Approver, SeededStructure.Payments);
            (
                await _world
                    .Get<AccessReviewAnswers>()
                    .Answer(grace, review, [new("dev", "a-reads", ReviewVerdict.Drop)], CancellationToken.None)
            ).ShouldBeOfType<Outcome<int>.Done>();
            return;
        }

        // A removal is under way: whoever answered saw the grant before it was.
        await using var db = await _world.Open();
        await Dropped(db);
    }

    private static async Task Dropped(PortalDb db)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            with review as (
                insert into access_review (reason, opened_by, opened_at, ends_at)
                values ('yearly', 'grace', now() - interval '1 day', now() + interval '1 day') returning id
            )
            insert into access_review_item
            select review.id, g.id, g.cluster_id, g.name, g.principal, 'read orders', t.id, 'drop', 'grace', now()
            from review, access_grant g, team t where t.name = 'payments'
            """
        );
        await db.Database.ExecuteSqlAsync($"update access_grant set expires_at = now() where ended_at is null");
    }

    private async Task<AccessGrant> Granted()
    {
        await using var db = await _world.Open();
        return await db.Set<AccessGrant>().SingleAsync(g => g.Name == "a-reads" && g.EndedAt == null);
    }

    private async Task HasEnded() =>
        (await Granted()).ExpiresAt.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(TimeProvider.System.GetUtcNow());
}
