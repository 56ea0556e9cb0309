using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Access.Reviews;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Wording;
using Portal.Engines;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Calendar;
using Portal.Workers.Calendar.Access;
using static Portal.Tests.Access.AccessWorlds;

namespace Portal.Tests.Access;

/// <summary>A grant that a run has in hand for long: it is seen, and it ends in its time.</summary>
public sealed class HeldGrantTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task What_a_stuck_create_granted_is_listed_and_reviewed_and_removed_when_it_expires()
    {
        var id = await StuckAfterItsGrant(Grant("app-reads", Reads("orders", "User:app", InAnHour)));
        (await _world.AclsOf("User:app")).Count.ShouldBe(3);
        var row = (await Listed("app-reads")).ShouldNotBeNull();
        (row.IsManaged, row.HeldBy, row.Owner).ShouldBe((false, id, SeededStructure.Payments));
        row.Spec.Act.ShouldBe("read orders");
        var around = await _world.Get<AccessCatalogue>().OfTopic("dev", "orders", CancellationToken.None);
        around.Grants.ShouldHaveSingleItem().Name.ShouldBe("app-reads");
        around = await _world.Get<AccessCatalogue>().OfPrincipal("dev", "User:app", CancellationToken.None);
        around.Grants.ShouldHaveSingleItem().HeldBy.ShouldBe(id);

        // The cluster refuses at first: then it is said, once, and tried again.
        var worker = await Later(2);
        await Sweeps(worker);
        await Sweeps(worker);
        (await _world.AclsOf("User:app")).Count.ShouldBe(3);
        (await Events("access.overdue", id)).ShouldBe(1);
        (await Listed("app-reads")).ShouldNotBeNull().IsOverdue(InAnHour.AddHours(1)).ShouldBeTrue();

        _world.AclStore.Fault = null;
        await Sweeps(worker);
        (await _world.AclsOf("User:app")).ShouldBeEmpty();
        (await Events("access.ended", id)).ShouldBe(1);
        (await _world.View(id)).Row.State.ShouldBe(ChangeState.Stuck);
        (await Listed("app-reads")).ShouldBeNull();

        await Retried(id);
        await _world.Reaches(id, ChangeState.RolledBack);
        await NothingWaits(worker);
    }

    [Fact]
    public async Task What_was_removed_by_a_worker_that_wrote_nothing_down_any_more_is_ended_once()
    {
        var id = await StuckAfterItsGrant(Grant("app-reads", Reads("orders", "User:app", InAnHour)));
        _world.AclStore.Fault = act =>
            act == FakeAcls.Deleted ? new InvalidOperationException("The worker ended here.") : null;
        // A sweep of its own would come between those that are counted.
        var worker = _world.IdleWorker(services => At(services, hoursLater: 2));
        await Sweeps(worker);
        (await _world.AclsOf("User:app")).ShouldBeEmpty();
        (await Events("access.ended", id)).ShouldBe(0);
        (await Listed("app-reads")).ShouldNotBeNull();

        _world.AclStore.Fault = null;
        await Sweeps(worker);
        await Sweeps(worker);

        (await Events("access.ended", id)).ShouldBe(1);
        (await Listed("app-reads")).ShouldBeNull();
    }

    [Fact]
    public async Task A_review_has_what_a_stuck_create_granted()
    {
        await StuckAfterItsGrant(Grant("app-reads", Reads("orders", "User:app")));
        var who = await _world.Person(Role.Platform, SeededStructure.Platform);
        var wish = new ReviewWish(null, "Yearly review", TimeProvider.System.GetUtcNow().AddDays(10));
        (
            await _world.Get<AccessReviewOpening>().Open(who, wish, CancellationToken.None)
        ).ShouldBeOfType<Outcome<long>.Done>();
        await using var db = await _world.Open();
        (await db.Set<AccessReviewItem>().SingleAsync()).Name.ShouldBe("app-reads");
    }

    [Fact]
    public async Task A_grant_that_expires_while_its_change_waits_for_another_resource_ends_and_is_not_made_again()
    {
        await _world.Manage("orders");
        _world.Kafka.Fault = call =>
            call == "Create" ? new EngineException(EngineFault.Transient, "nobody answers") : null;
        var id = await _world.Ask(
            Grant("app-reads", Reads("orders", "User:app", InAnHour)),
            WorkerWorld.Create("invoices")
        );
        await _world.PlanAll();
        await _world.Agree(id);
        await _world.ApplyAll();
        (await _world.AclsOf("User:app")).Count.ShouldBe(3);

        var worker = await Later(2);
        await Sweeps(worker);
        (await _world.AclsOf("User:app")).ShouldBeEmpty();

        _world.Kafka.Fault = _ => null;
        await _world.Reaches(id, ChangeState.Applied);
        (await _world.AclsOf("User:app")).ShouldBeEmpty();
        await NothingWaits(worker);
        await using var db = await _world.Open();
        (await db.Set<Resource>().AnyAsync(r => r.Kind == AccessKind.Word && r.GoneAt == null)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_grant_whose_update_is_stuck_is_removed_when_it_expires()
    {
        var spec = Reads("orders", "User:app", InAnHour);
        await _world.Manage("orders");
        await _world.Carry(Grant("app-reads", spec));
        var id = await StuckAfterItsGrant(Change("app-reads", spec with { Group = "other-" }));
        _world.AclStore.Fault = null;

        var worker = await Later(2);
        await Sweeps(worker);
        (await _world.AclsOf("User:app")).ShouldBeEmpty();
        (await _world.View(id)).Row.State.ShouldBe(ChangeState.Stuck);

        await Retried(id);
        await _world.Reaches(id, ChangeState.RolledBack);
        (await _world.AclsOf("User:app")).ShouldBeEmpty();
        await NothingWaits(worker);
        (await Listed("app-reads")).ShouldBeNull();
    }

    [Fact]
    public async Task A_dropped_grant_that_ended_while_its_extension_waited_is_not_made_again()
    {
        var later = Whole(TimeProvider.System.GetUtcNow().AddDays(200));
        await _world.Manage("orders");
        await _world.Carry(Grant("app-reads", Reads("orders", "User:app")));
        _world.Kafka.Fault = call =>
            call == nameof(FakeKafka.SetConfigs) ? new EngineException(EngineFault.Transient, "nobody answers") : null;
        var id = await _world.Started(
            WorkerWorld.Update("orders", 3, ("max.message.bytes", "2000000")),
            Change("app-reads", Reads("orders", "User:app", later))
        );
        (await _world.View(id)).Row.State.ShouldBe(ChangeState.Applying);
        await Dropped("app-reads");
        var worker = await Later(2);
        await Sweeps(worker);
        (await _world.AclsOf("User:app")).ShouldBeEmpty();

        _world.Kafka.Fault = _ => null;
        var view = await _world.Reaches(id, ChangeState.RolledBack);
        view.Row.StatusMessage.ShouldNotBeNull()
            .ShouldStartWith("app-reads isn't in force any more, so there is nothing to change. Request a new grant.");
        (await _world.AclsOf("User:app")).ShouldBeEmpty();
        await NothingWaits(worker);
        (await Listed("app-reads")).ShouldBeNull();
    }

    [Fact]
    public async Task A_removal_that_an_extension_came_before_is_cancelled_and_the_grant_stays_until_its_new_end()
    {
        var (spec, later) = (Reads("orders", "User:app", InAnHour), InAnHour.AddHours(8));
        await _world.Manage("orders");
        await _world.Carry(Grant("app-reads", spec));
        var extension = await _world.Ask(Change("app-reads", spec with { Expires = later }));
        await _world.PlanAll();
        await _world.Agree(extension);
        await RequestsEnds(new LaterClock(2));
        await _world.ApplyAll();
        (await _world.View(extension)).Row.State.ShouldBe(ChangeState.Applied);

        await _world.PlanAll();
        await _world.ApplyAll();

        await using var db = await _world.Open();
        var removal = await db.Set<Change>().SingleAsync(c => c.Actor.Name == Actor.Clock.Name);
        (removal.State, removal.StatusMessage).ShouldBe(
            (
                ChangeState.Cancelled,
                $"Change {extension} came first: app-reads is in force until {UtcTime.InWords(later)}."
            )
        );
        (await _world.AclsOf("User:app")).Count.ShouldBe(3);
        (await db.Set<Due>().SingleAsync(d => d.Kind == AccessDues.Ends)).DueAt.ShouldBe(later);
    }

    // With nobody who plans or applies, and whose requests are of now.
    private Task RequestsEnds(TimeProvider clock) =>
        new DueSweep(
            _world.Stores,
            [
                new AccessExpiry(
                    _world.Get<ChangeRequests>(),
                    new AgreedEnd(_world.Get<ChangeMover>()),
                    _world.Ledger(clock),
                    clock,
                    NullLogger<AccessExpiry>.Instance
                ),
            ],
            clock,
            NullLogger<DueSweep>.Instance
        ).Sweep(CancellationToken.None);

    private async Task Dropped(string grant)
    {
        var grace = await _world.Person(Role.Approver, SeededStructure.Payments);
        var wish = new ReviewWish(null, "Yearly review", TimeProvider.System.GetUtcNow().AddDays(10));
        var review = (
            await _world
                .Get<AccessReviewOpening>()
                .Open(await _world.Person(Role.Platform, SeededStructure.Platform), wish, CancellationToken.None)
        ).ShouldBeOfType<Outcome<long>.Done>();
        (
            await _world
                .Get<AccessReviewAnswers>()
                .Answer(grace, review.Value, [new("dev", grant, ReviewVerdict.Drop)], CancellationToken.None)
        ).ShouldBeOfType<Outcome<int>.Done>();
    }

    // Its second resource is refused, and so is taking the grant back.
    private async Task<ChangeId> StuckAfterItsGrant(ResourceDraft grant)
    {
        if (await _world.Live("orders") is null)
        {
            await _world.Manage("orders");
        }

        _world.Kafka.Fault = call => call == "Create" ? new EngineException(EngineFault.Final, "no room") : null;
        _world.AclStore.Fault = act =>
            act == "Delete" ? new EngineException(EngineFault.Final, "not allowed to") : null;
        var id = await _world.Ask(grant, WorkerWorld.Create("invoices"));
        await _world.PlanAll();
        await _world.Agree(id);
        await _world.ApplyAll();
        (await _world.View(id)).Row.State.ShouldBe(ChangeState.Stuck);
        return id;
    }

    private async Task Retried(ChangeId id)
    {
        _world.Kafka.Fault = _ => null;
        (
            await _world
                .Get<RunControl>()
                .Retry(await _world.Person(Role.Platform, SeededStructure.Platform), id, CancellationToken.None)
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();
    }

    private async Task<AccessRow?> Listed(string name) =>
        (await _world.Get<AccessList>().Page(new(), null, 100, CancellationToken.None)).SingleOrDefault(row =>
            row.Name == name
        );

    private async Task<int> Events(string kind, ChangeId change)
    {
        await using var db = await _world.Open();
        return await db.Set<AuditEvent>().CountAsync(e => e.Kind == kind && e.ChangeId == change);
    }

    // Rows are looked at again a while later: here, at once.
    private async Task Sweeps(WebApplication worker)
    {
        await using var db = await _world.Open();
        await db.Set<Due>().ExecuteUpdateAsync(due => due.SetProperty(d => d.DueAt, InAnHour));
        await worker.Services.GetRequiredService<DueSweep>().Sweep(CancellationToken.None);
    }

    private Task NothingWaits(WebApplication worker) =>
        Deadline.Until(async () =>
        {
            await Sweeps(worker);
            await using var db = await _world.Open();
            return !await db.Set<Due>().AnyAsync(d => d.Kind == AccessDues.Ends);
        });

    private Task<WebApplication> Later(int hours) => _world.StartWorker(services => At(services, hours));

    private static void At(IServiceCollection services, int hoursLater) =>
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new LaterClock(hoursLater)));

    private static DateTimeOffset InAnHour { get; } = Whole(TimeProvider.System.GetUtcNow().AddHours(1));

    private static DateTimeOffset Whole(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));

    private sealed class LaterClock(int hours) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddHours(hours);
    }
}
