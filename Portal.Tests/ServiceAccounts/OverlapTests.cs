using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Changes.Transfers;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;
using Portal.Engines;
using Portal.Tests.Access;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Calendar;
using Portal.Workers.Calendar.ServiceAccounts;
using Portal.Workers.Collecting.ServiceAccounts;

namespace Portal.Tests.ServiceAccounts;

/// <summary>Two passwords of one account: for how long, who decides that, and what ends the former one.</summary>
public sealed class OverlapTests : IAsyncLifetime
{
    private const string Name = "billing";
    private const int ByHand = 4096;

    private readonly WorkerWorld _world = new();

    private static DateTimeOffset InAnHour => In(1);

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.Carry(ServiceAccountWorlds.Create(Name));
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_rotation_to_the_other_mechanism_keeps_the_former_password_until_it_is_over()
    {
        var rotated = ServiceAccountWorlds.Beside(InAnHour);
        await Applied(rotated);
        (await Both()).ShouldBe((8193, 8194));

        // Its end is a change that nobody has to approve, and the new password stays.
        await Swept(TwoHoursLater);
        await Deadline.Until(async () => await Spec() is { FormerUntil: null, Rotation: 2 });
        (await Both()).ShouldBe((null, 8194));
    }

    [Fact]
    public async Task A_former_password_that_was_extended_outlives_its_first_end()
    {
        var rotated = ServiceAccountWorlds.Beside(InAnHour);
        await Applied(rotated);
        await Look(_world);
        await Applied(rotated with { FormerUntil = rotated.FormerUntil + TimeSpan.FromHours(3) });

        await Swept(TwoHoursLater);

        (await Both()).ShouldBe((8193, 8194));
        await using var db = await _world.Open();
        (
            await db.Set<Due>().SingleAsync(d => d.Kind == ServiceAccountDues.FormerPasswordEnds)
        ).DueAt.ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().AddHours(3));
        (await db.Set<Change>().AnyAsync(c => c.Actor.Name == Actor.Clock.Name)).ShouldBeFalse();
    }

    [Fact]
    public async Task Its_end_that_an_extension_came_before_is_cancelled_and_requested_again_at_the_new_end()
    {
        var rotated = ServiceAccountWorlds.Beside(InAnHour);
        await Applied(rotated);
        await Look(_world);
        var until = rotated.FormerUntil!.Value + TimeSpan.FromHours(3);
        var extension = await _world.Ask(ServiceAccountWorlds.Update(Name, rotated with { FormerUntil = until }));
        await _world.PlanAll();
        await _world.Agree(extension);
        await Sweep(new LaterClock(2));
        await _world.ApplyAll();
        (await _world.View(extension)).Row.State.ShouldBe(ChangeState.Applied);

        await _world.PlanAll();

        await using var db = await _world.Open();
        var ends = db.Set<Change>().AsNoTracking().Where(c => c.Actor.Name == Actor.Clock.Name).OrderBy(c => c.Id);
        var end = await ends.SingleAsync();
        end.State.ShouldBe(ChangeState.Cancelled);
        end.StatusMessage.ShouldBe(
            $"Change {extension} came first: the former password of {Name} works until {UtcTime.InWords(until)}."
        );
        (await Both()).ShouldBe((8193, 8194));
        await Sweep(new LaterClock(5));
        (await ends.Select(c => c.State).ToListAsync()).ShouldBe([ChangeState.Cancelled, ChangeState.Planning]);
    }

    [Fact]
    public async Task What_requests_its_end_holds_no_account_while_it_waits_for_a_transfer_or_for_that_change()
    {
        await Applied(ServiceAccountWorlds.Beside(InAnHour));
        await Look(_world);

        await SweepsBehind(db => OwnersLock.Take(db, CancellationToken.None), hours: 2);
        await using var store = await _world.Open();
        var end = await store.Set<Change>().AsNoTracking().SingleAsync(c => c.Actor.Name == Actor.Clock.Name);
        await SweepsBehind(db => ChangeMover.Lock(db, end.Id, CancellationToken.None), hours: 3);
    }

    [Fact]
    public async Task A_former_password_ends_with_its_own_rotation_and_not_with_an_earlier_one()
    {
        var rotated = ServiceAccountWorlds.Beside(InAnHour);
        await Applied(rotated);
        await Look(_world);
        await Applied(rotated with { FormerUntil = rotated.FormerUntil + TimeSpan.FromHours(9) });
        await Applied(rotated.WithoutFormer);

        var again = (await Spec()).Rotated(InAnHour);
        await Applied(again);

        (await _world.FormerEnds(Name)).ShouldNotBeNull().ShouldBe(again.FormerUntil!.Value, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Its_end_leaves_a_password_alone_that_somebody_set_meanwhile()
    {
        const int theirs = 4096;
        await Applied(ServiceAccountWorlds.Beside(InAnHour));
        await (await _world.Credentials()).Set(
            Name,
            CredentialMechanism.ScramSha256,
            theirs,
            "of-on-call",
            AccessWorlds.Soon,
            CancellationToken.None
        );

        await Swept(TwoHoursLater);

        await Deadline.Until(async () => await Spec() is { FormerUntil: null });
        (await Both()).ShouldBe((null, theirs));
    }

    [Fact]
    public async Task The_only_password_that_works_is_not_ended()
    {
        await Applied(ServiceAccountWorlds.Beside(InAnHour));
        var onCluster = await _world.Credentials();
        await onCluster.Delete(Name, CredentialMechanism.ScramSha256, AccessWorlds.Soon, CancellationToken.None);
        await Look(_world);

        await Sweep(new LaterClock(2));
        await _world.PlanAll();

        (await Both()).ShouldBe((8193, null));
        await using var db = await _world.Open();
        (await db.Set<Change>().SingleAsync(c => c.Actor.Name == Actor.Clock.Name)).State.ShouldBe(
            ChangeState.ChangesRequested
        );
    }

    [Fact]
    public async Task A_deletion_that_stops_between_two_passwords_names_the_one_that_is_gone_and_goes_on()
    {
        await Applied(ServiceAccountWorlds.Beside(InAnHour));
        var deletions = 0;
        _world.CredentialStore.Fault = act =>
            act == "Delete" && deletions++ % 2 == 1 ? new EngineException(EngineFault.Final, "Not allowed to.") : null;

        var id = await _world.Started(ServiceAccountWorlds.Delete(Name));

        var waiting = await _world.View(id);
        waiting.Row.State.ShouldBe(ChangeState.Applying);
        waiting.Run!.StatusMessage.ShouldBe($"Not allowed to. The SCRAM-SHA-512 credential of {Name} is gone already.");
        (await Both()).ShouldBe((null, 8194));
        _world.CredentialStore.Fault = null;
        await Deadline.Until(async () =>
        {
            await _world.ApplyAll();
            return (await _world.View(id)).Row.State == ChangeState.Applied;
        });
        (await Both()).ShouldBe((null, null));
    }

    [Fact]
    public async Task Its_end_does_not_end_another_password_that_somebody_set_in_its_place()
    {
        await Applied(ServiceAccountWorlds.Beside(InAnHour));
        await SetByHand();
        await Look(_world);

        await Sweep(new LaterClock(2));
        await _world.PlanAll();

        (await Both()).ShouldBe((ByHand, 8194));
        await using var db = await _world.Open();
        var end = await db.Set<Change>().SingleAsync(c => c.Actor.Name == Actor.Clock.Name);
        end.State.ShouldBe(ChangeState.ChangesRequested);
        end.StatusMessage.ShouldNotBeNull().ShouldContain("isn't the former one that was to end");
        // Planned again once in twelve minutes after two hours, and in the end once an hour.
        await Sweep(new LaterClock(3));
        (await NextLook()).ShouldBe(In(3).AddMinutes(12), TimeSpan.FromMinutes(1));
        await _world.PlanAll();
        await Sweep(new LaterClock(30));
        (await NextLook()).ShouldBe(In(31), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task An_end_whose_plan_got_no_answer_is_planned_again_after_a_minute_however_late_it_is()
    {
        await Applied(ServiceAccountWorlds.Beside(InAnHour));
        await Look(_world);
        await Sweep(new LaterClock(2));
        (await NextLook()).ShouldBe(In(2).AddMinutes(1), TimeSpan.FromSeconds(50));
        await using var db = await _world.Open();
        var ends = db.Set<Change>().Where(c => c.Actor.Name == Actor.Clock.Name);
        await ends.ExecuteUpdateAsync(set => set.SetProperty(c => c.State, ChangeState.PlanFailed));

        await Sweep(new LaterClock(30));

        (await NextLook()).ShouldBe(In(30).AddMinutes(1), TimeSpan.FromSeconds(50));
        (await ends.AsNoTracking().SingleAsync()).State.ShouldBe(ChangeState.Planning);
    }

    [Fact]
    public async Task One_that_somebody_had_set_before_the_rotation_is_the_former_one_and_ends()
    {
        await SetByHand();
        await Applied(ServiceAccountWorlds.Beside(InAnHour));
        (await Both()).ShouldBe((ByHand, 8194));

        await Swept(TwoHoursLater);

        await Deadline.Until(async () => await Spec() is { FormerUntil: null });
        (await Both()).ShouldBe((null, 8194));
    }

    [Fact]
    public async Task One_that_somebody_set_in_its_place_ends_once_its_own_end_was_agreed_to()
    {
        var rotated = ServiceAccountWorlds.Beside(InAnHour);
        await Applied(rotated);
        await SetByHand();
        await Applied(rotated with { FormerUntil = rotated.FormerUntil + TimeSpan.FromMinutes(30) });

        await Swept(TwoHoursLater);

        await Deadline.Until(async () => await Spec() is { FormerUntil: null });
        (await Both()).ShouldBe((null, 8194));
    }

    [Fact]
    public async Task An_end_that_was_not_possible_is_planned_again()
    {
        await Applied(ServiceAccountWorlds.Beside(InAnHour));
        await Look(_world);
        await Sweep(new LaterClock(2));
        await using var db = await _world.Open();
        var ends = db.Set<Change>().Where(c => c.Actor.Name == Actor.Clock.Name);
        await ends.ExecuteUpdateAsync(set => set.SetProperty(c => c.State, ChangeState.ChangesRequested));

        await Sweep(new LaterClock(3));

        (await ends.AsNoTracking().SingleAsync()).State.ShouldBe(ChangeState.Planning);
    }

    [Fact]
    public async Task The_end_that_waits_for_a_former_owner_does_not_stand_for_that_of_the_account_s_own()
    {
        await Applied(ServiceAccountWorlds.Beside(InAnHour));
        await Look(_world);
        await Sweep(new LaterClock(2));
        await using var db = await _world.Open();
        var ends = db.Set<Change>().Where(c => c.Actor.Name == Actor.Clock.Name);
        await ends.ExecuteUpdateAsync(set => set.SetProperty(c => c.State, ChangeState.ChangesRequested));
        await _world.Give(Name, SeededStructure.Checkout);

        await Sweep(new LaterClock(3));
        await Sweep(new LaterClock(4));

        var states = await ends.AsNoTracking().OrderBy(c => c.Id).Select(c => c.State).ToListAsync();
        states.ShouldBe([ChangeState.ChangesRequested, ChangeState.Planning]);
    }

    [Fact]
    public async Task Nobody_waits_for_it_once_its_cluster_was_deregistered()
    {
        await Applied(ServiceAccountWorlds.Beside(InAnHour));
        (await _world.FormerEnds(Name)).ShouldNotBeNull();
        var now = TimeProvider.System.GetUtcNow();
        await using var db = await _world.Open();
        await db.Set<Core.Clusters.Cluster>().ExecuteUpdateAsync(set => set.SetProperty(c => c.DeregisteredAt, now));

        await Sweep(new LaterClock(2));
        (await _world.FormerEnds(Name)).ShouldBeNull();
        await new CredentialWatch(_world.Stores, _world.CredentialStore, TimeProvider.System).Look(
            CancellationToken.None
        );

        (await _world.FormerEnds(Name)).ShouldBeNull();
    }

    [Fact]
    public async Task Ending_it_early_is_for_people_to_approve()
    {
        var rotated = ServiceAccountWorlds.Beside(InAnHour);
        await Applied(rotated);

        var early = await _world.Ask(ServiceAccountWorlds.Update(Name, rotated.WithoutFormer));
        await _world.PlanAll();

        (await _world.View(early)).Row.State.ShouldBe(ChangeState.PendingApproval);
        await _world.Agree(early);
        await _world.ApplyAll();
        (await Both()).ShouldBe((null, 8194));
    }

    [Fact]
    public async Task An_earlier_end_weighs_as_much_as_ending_it()
    {
        var rotated = ServiceAccountWorlds.Beside(InAnHour);
        await Applied(rotated);

        var earlier = rotated with { FormerUntil = TimeProvider.System.GetUtcNow().AddMinutes(1) };
        var moved = await _world.Ask(ServiceAccountWorlds.Update(Name, earlier));
        await _world.PlanAll();

        (await _world.View(moved)).Row.State.ShouldBe(ChangeState.PendingApproval);
    }

    [Fact]
    public async Task The_end_that_was_agreed_to_takes_no_other_edit_with_it()
    {
        await Applied(ServiceAccountWorlds.Beside(InAnHour));
        await using (var db = await _world.Open())
        {
            var spec = ServiceAccountWorlds.Beside(TimeProvider.System.GetUtcNow().AddHours(-1));
            await db.Set<Resource>()
                .Where(r => r.Name == Name)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.Spec, Core.CoreJson.Write<object>(spec)));
        }

        var more = (await Spec()).WithoutFormer with { Rotation = 3 };
        var asked = await _world.Ask(ServiceAccountWorlds.Update(Name, more));
        await _world.PlanAll();

        (await _world.View(asked)).Row.State.ShouldBe(ChangeState.PendingApproval);
    }

    [Fact]
    public async Task By_the_same_mechanism_the_former_password_cannot_go_on()
    {
        var same = ServiceAccountWorlds.Spec(rotation: 2) with { FormerUntil = InAnHour };

        var id = await _world.Ask(ServiceAccountWorlds.Update(Name, same));
        await _world.PlanAll();

        var view = await _world.View(id);
        view.Row.State.ShouldBe(ChangeState.ChangesRequested);
        view.Row.StatusMessage.ShouldNotBeNull().ShouldContain("Rotate to SCRAM-SHA-256");
    }

    [Fact]
    public async Task An_end_in_the_past_is_refused_and_one_too_far_away_needs_an_override()
    {
        (await Judged(TimeProvider.System.GetUtcNow().AddMinutes(-5))).ShouldBe(CheckVerdict.Blocked);
        (await Judged(TimeProvider.System.GetUtcNow().AddDays(100))).ShouldBe(CheckVerdict.NeedsOverride);
    }

    [Fact]
    public void A_file_that_names_an_end_that_is_over_asks_for_nothing()
    {
        var now = TimeProvider.System.GetUtcNow();
        var file = ServiceAccountWorlds.Beside(now.AddDays(-1));
        var kind = TestKinds.All.Of(ServiceAccountKind.Word);

        (kind.Complete(file, file.WithoutFormer, now) == file.WithoutFormer).ShouldBeTrue();
        kind.Complete(file, ServiceAccountWorlds.Spec(rotation: 1), now)
            .ShouldBeOfType<ServiceAccountSpec>()
            .FormerUntil.ShouldNotBeNull("it rotates");
    }

    [Fact]
    public void A_file_from_before_a_rotation_does_not_undo_it()
    {
        var now = TimeProvider.System.GetUtcNow();
        var file = ServiceAccountWorlds.Spec(rotation: 1);
        var rotated = file.Rotated(now.AddHours(1));
        var kind = TestKinds.All.Of(ServiceAccountKind.Word);

        kind.Complete(file, rotated, now).ShouldBe(rotated);
        kind.Complete(rotated.Rotated(null), rotated, now).ShouldBe(rotated.Rotated(null));
    }

    [Fact]
    public async Task A_second_password_that_nobody_requested_is_drift()
    {
        await (await _world.Credentials()).Set(
            Name,
            CredentialMechanism.ScramSha256,
            4096,
            "theirs",
            AccessWorlds.Soon,
            CancellationToken.None
        );
        var live = (await (await _world.Credentials()).All(CancellationToken.None)).Single(a => a.Name == Name);

        var kind = TestKinds.All.Of(ServiceAccountKind.Word);
        kind.Drift(await Spec(), live).Select(d => d.Field).ShouldBe(["second password"]);
    }

    private async Task<CheckVerdict> Judged(DateTimeOffset until)
    {
        var id = await _world.Ask(ServiceAccountWorlds.Update(Name, ServiceAccountWorlds.Beside(until)));
        await _world.PlanAll();
        return (await _world.View(id))
            .Checks.Single(c => c.Name.Contains("former-password", StringComparison.Ordinal))
            .Verdict;
    }

    private async Task Applied(ServiceAccountSpec spec)
    {
        var id = await _world.Carry(ServiceAccountWorlds.Update(Name, spec));
        (await _world.View(id)).Row.State.ShouldBe(ChangeState.Applied);
    }

    // By the mechanism of the first password.
    private async Task SetByHand() =>
        await (await _world.Credentials()).Set(
            Name,
            CredentialMechanism.ScramSha512,
            ByHand,
            "of-on-call",
            AccessWorlds.Soon,
            CancellationToken.None
        );

    private async Task<DateTimeOffset> NextLook()
    {
        await using var db = await _world.Open();
        return await db.Set<Due>()
            .Where(d => d.Kind == ServiceAccountDues.FormerPasswordEnds)
            .Select(d => d.DueAt)
            .SingleAsync();
    }

    private static DateTimeOffset In(int hours) => TimeProvider.System.GetUtcNow().AddHours(hours);

    private async Task Swept(Action<IServiceCollection> clock)
    {
        var worker = await _world.StartWorker(clock);
        await worker.Services.GetRequiredService<CredentialWatch>().Look(CancellationToken.None);
        await worker.Services.GetRequiredService<DueSweep>().Sweep(CancellationToken.None);
    }

    // Whoever holds that gets the account's row too, at once.
    private async Task SweepsBehind(Func<PortalDb, Task> hold, int hours)
    {
        await using var db = await _world.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await hold(db);
        var sweep = Task.Run(() => Sweep(new LaterClock(hours)));
        await Deadline.Until(async () => await StoreLocks.Waiting(db) > 0);

        await db.Database.ExecuteSqlAsync($"select from resource where name = {Name} for update nowait");
        await transaction.CommitAsync();
        await sweep;
    }

    // With nobody who plans or applies.
    private async Task Sweep(TimeProvider clock) =>
        await new DueSweep(
            _world.Stores,
            [
                new FormerPasswordEnd(
                    _world.Get<ChangeRequests>(),
                    new AgreedEnd(_world.Get<ChangeMover>()),
                    new HeldFormerEnd(
                        _world.CredentialStore,
                        _world.Get<HeldFormers>(),
                        new TimelyActs(clock),
                        _world.Get<ResourceKinds>(),
                        clock,
                        NullLogger<HeldFormerEnd>.Instance
                    ),
                    _world.Get<ResourceKinds>(),
                    clock,
                    NullLogger<FormerPasswordEnd>.Instance
                ),
            ],
            clock,
            NullLogger<DueSweep>.Instance
        ).Sweep(CancellationToken.None);

    private static async Task Look(WorkerWorld world)
    {
        var worker = await world.StartWorker();
        await worker.Services.GetRequiredService<CredentialWatch>().Look(CancellationToken.None);
        await WorkerWorld.Stop(worker);
    }

    private async Task<(int?, int?)> Both() =>
        (await _world.Iterations(Name), await _world.Iterations(Name, CredentialMechanism.ScramSha256));

    private async Task<ServiceAccountSpec> Spec()
    {
        await using var db = await _world.Open();
        var row = await db.Set<Resource>().AsNoTracking().SingleAsync(r => r.Name == Name);
        return (ServiceAccountSpec)row.Read(_world.Get<ResourceKinds>());
    }

    private static void TwoHoursLater(IServiceCollection services) =>
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new LaterClock(2)));

    private sealed class LaterClock(int hours) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddHours(hours);
    }
}
