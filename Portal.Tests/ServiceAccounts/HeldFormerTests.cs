using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Core.Teams;
using Portal.Engines;
using Portal.Tests.Access;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Calendar;

namespace Portal.Tests.ServiceAccounts;

/// <summary>A former password whose account a run has in hand for long: it ends in its time, or its page has why it doesn't.</summary>
public sealed class HeldFormerTests : IAsyncLifetime
{
    private const string Name = "billing";
    private const string Ended = "former-password.ended";
    private const string Overdue = "former-password.overdue";

    private readonly WorkerWorld _world = new();

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.Manage("orders");
        await _world.Carry(ServiceAccountWorlds.Create(Name));
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task It_ends_while_another_change_of_its_account_is_stuck_and_that_change_goes_on()
    {
        await Rotated();
        var id = await Stuck(await Spec() with { Description = "Sends invoices." });
        var worker = Later(2);

        await Sweeps(worker);

        (await Both()).ShouldBe((null, 8194));
        (await Spec()).ShouldSatisfyAllConditions(
            spec => spec.FormerUntil.ShouldBeNull(),
            spec => spec.Rotation.ShouldBe(2),
            spec => spec.Description.ShouldBeEmpty()
        );
        (await State(id)).ShouldBe(ChangeState.Stuck);
        await Sweeps(worker);
        (await Events(Ended, id)).ShouldBe(1);
        await using var db = await _world.Open();
        (await db.Set<Due>().AnyAsync(d => d.Kind == ServiceAccountDues.FormerPasswordEnds)).ShouldBeFalse();

        await Retried(id);
        await Applies(id, ChangeState.RolledBack);
        (await Both()).ShouldBe((null, 8194));
    }

    [Fact]
    public async Task What_was_deleted_by_a_worker_that_wrote_nothing_down_any_more_is_ended_once()
    {
        await Rotated();
        var id = await Stuck(await Spec() with { Description = "Sends invoices." });
        var worker = Later(2);
        _world.CredentialStore.Fault = act =>
            act == FakeCredentials.Deleted ? new InvalidOperationException("The worker ended here.") : null;
        await Sweeps(worker);
        (await Both()).ShouldBe((null, 8194));
        (await Events(Ended, id)).ShouldBe(0);
        (await Spec()).FormerUntil.ShouldNotBeNull();

        _world.CredentialStore.Fault = null;
        await Sweeps(worker);
        await Sweeps(worker);

        (await Events(Ended, id)).ShouldBe(1);
        (await Spec()).FormerUntil.ShouldBeNull();
    }

    [Fact]
    public async Task A_cluster_that_refuses_is_tried_again_and_the_account_is_shown_with_the_change()
    {
        await Rotated();
        var id = await Stuck(await Spec() with { Description = "Sends invoices." });
        _world.CredentialStore.Fault = act =>
            act == "Delete" ? new EngineException(EngineFault.Final, "not allowed to") : null;
        var worker = Later(2);

        await Sweeps(worker);
        await Sweeps(worker);

        (await Both()).ShouldBe((8193, 8194));
        (await Events(Overdue, id)).ShouldBe(1);
        var overdue = (await Row()).Overdue(In(2)).ShouldNotBeNull();
        (overdue.Change, overdue.IsReplacement).ShouldBe((id, false));
        _world.CredentialStore.Fault = null;
        await Sweeps(worker);
        (await Both()).ShouldBe((null, 8194));
        (await Row()).Overdue(In(2)).ShouldBeNull();
    }

    [Fact]
    public async Task It_stays_while_the_change_that_replaces_it_is_not_over_and_is_shown_with_that()
    {
        var id = await Stuck(ServiceAccountWorlds.Beside(In(1)));
        (await Both()).ShouldBe((8193, 8194));
        var worker = Later(2);

        await Sweeps(worker);
        await Sweeps(worker);

        (await Both()).ShouldBe((8193, 8194), "nobody can see the new one yet");
        (await Events(Overdue, id)).ShouldBe(1);
        var overdue = (await Row()).Overdue(In(2)).ShouldNotBeNull();
        (overdue.Change, overdue.IsReplacement).ShouldBe((id, true));

        await Retried(id);
        await Applies(id, ChangeState.RolledBack);
        (await Both()).ShouldBe((8193, null));
        (await Row()).Overdue(In(2)).ShouldBeNull();
    }

    [Fact]
    public async Task It_stays_while_a_change_that_sets_the_newest_again_is_not_over()
    {
        await Rotated();
        await (await _world.Credentials()).Delete(
            Name,
            CredentialMechanism.ScramSha256,
            AccessWorlds.Soon,
            CancellationToken.None
        );
        var id = await Stuck(await Spec() with { Description = "Sends invoices." });
        (await Both()).ShouldBe((8193, 8194));

        await Sweeps(Later(2));

        (await Both()).ShouldBe((8193, 8194), "nobody can see the newest yet");
        (await Events(Ended, id)).ShouldBe(0);
        (await Row()).Overdue(In(2)).ShouldNotBeNull().IsReplacement.ShouldBeTrue();
        await Retried(id);
        await Applies(id, ChangeState.RolledBack);
        (await Both()).ShouldBe((8193, null), "taken back, and the former one is there");
    }

    [Fact]
    public async Task The_new_password_of_a_change_that_is_settled_is_shown_to_its_requester_once()
    {
        await _world.Taken(Name);
        var id = await Stuck(ServiceAccountWorlds.Beside(In(1)));
        (await Both()).ShouldBe((8193, 8194));
        (await Shown(Role.Member)).ShouldBeOfType<Outcome<byte[]>.Refused>("it may still be taken back");

        await Settled(id);

        (await Shown(Role.Approver)).ShouldBeOfType<Outcome<byte[]>.Refused>("another person requested it");
        (await _world.Taken(Name)).ShouldNotBeEmpty();
        (await Shown(Role.Member)).ShouldBeOfType<Outcome<byte[]>.Refused>();
        await using var db = await _world.Open();
        (await db.Set<AuditEvent>().CountAsync(e => e.Kind == "credential.revealed")).ShouldBe(2);
    }

    [Fact]
    public async Task The_new_password_of_a_change_that_is_settled_is_erased_a_day_later()
    {
        await _world.Taken(Name);
        await Settled(await Stuck(ServiceAccountWorlds.Beside(In(1))));

        await Later(23).Services.GetRequiredService<DueSweep>().Sweep(CancellationToken.None);
        (await Sealed()).ShouldBe(1);

        await Later(27).Services.GetRequiredService<DueSweep>().Sweep(CancellationToken.None);
        (await Sealed()).ShouldBe(0);
    }

    [Fact]
    public async Task It_ends_under_a_rotation_that_waits_to_replace_it_and_the_rotation_goes_on()
    {
        await Rotated();
        _world.CredentialStore.Fault = act =>
            act == "Set" ? new EngineException(EngineFault.Transient, "nobody answers") : null;
        var again = (await Spec()).Rotated(In(9));
        var id = await _world.Started(ServiceAccountWorlds.Update(Name, again));

        // The rotation has moved the row that waits for the end by then: to its own.
        await Later(2).Services.GetRequiredService<DueSweep>().Sweep(CancellationToken.None);

        (await Both()).ShouldBe((null, 8194));
        (await Events(Ended, id)).ShouldBe(1);
        _world.CredentialStore.Fault = null;
        await Applies(id, ChangeState.Applied);
        (await Both()).ShouldBe((8195, 8194));
        (await Spec()).FormerUntil.ShouldBe(again.FormerUntil);
    }

    [Fact]
    public async Task An_extension_that_was_carried_out_counts_though_its_change_is_stuck()
    {
        await Rotated();
        var id = await Stuck(await Spec() with { FormerUntil = In(4) });
        var sweep = Later(2).Services.GetRequiredService<DueSweep>();
        await sweep.Sweep(CancellationToken.None);
        (await Both()).ShouldBe((8193, 8194));
        (await Row()).Overdue(In(2)).ShouldBeNull();

        await Later(5).Services.GetRequiredService<DueSweep>().Sweep(CancellationToken.None);

        (await Both()).ShouldBe((null, 8194));
        await Retried(id);
        await _world.StartWorker(services => At(services, 5));
        await _world.Reaches(id, ChangeState.RolledBack);
    }

    [Fact]
    public async Task A_sooner_end_counts_once_its_change_is_applied()
    {
        await Rotated(hours: 4);
        var agreed = await Spec();
        var id = await Stuck(agreed with { FormerUntil = In(1) });

        await Sweeps(Later(2));

        (await Both()).ShouldBe((8193, 8194), "it may be taken back");
        (await Row()).Overdue(In(2)).ShouldBeNull();
        (await _world.FormerEnds(Name)).ShouldNotBeNull().ShouldBe(In(2), TimeSpan.FromMinutes(10));
        await Retried(id);
        await _world.StartWorker(services => At(services, 2));
        await _world.Reaches(id, ChangeState.RolledBack);
        (await Both()).ShouldBe((8193, 8194));
        (await _world.FormerEnds(Name)).ShouldBe(agreed.FormerUntil);
    }

    [Fact]
    public async Task Nothing_is_deleted_apart_from_a_run_that_a_worker_carries_on()
    {
        await Rotated();
        _world.Kafka.Fault = call =>
            call == "Create" ? new EngineException(EngineFault.Transient, "nobody answers") : null;
        var id = await _world.Started(
            ServiceAccountWorlds.Update(Name, await Spec() with { Description = "Sends invoices." }),
            WorkerWorld.Create("invoices")
        );
        var worker = Later(2);
        await Leased(id, In(1));
        await Sweeps(worker);
        (await Both()).ShouldBe((8193, 8194));

        await Leased(id, null);
        await Sweeps(worker);
        (await Both()).ShouldBe((null, 8194));
        _world.Kafka.Fault = _ => null;
        await Applies(id, ChangeState.Applied);
    }

    [Fact]
    public async Task A_password_that_somebody_else_set_in_its_place_is_left_to_a_change()
    {
        await Rotated();
        var id = await Stuck(await Spec() with { Description = "Sends invoices." });
        await (await _world.Credentials()).Set(
            Name,
            CredentialMechanism.ScramSha512,
            4096,
            "of-on-call",
            AccessWorlds.Soon,
            CancellationToken.None
        );

        await Sweeps(Later(2));

        (await Both()).ShouldBe((4096, 8194));
        (await Events(Overdue, id)).ShouldBe(1);
    }

    [Fact]
    public async Task It_ends_on_the_cluster_though_the_broker_that_answers_has_lost_it()
    {
        await Rotated();
        var id = await Stuck(await Spec() with { Description = "Sends invoices." });
        _world.CredentialStore.Lost = CredentialMechanism.ScramSha512;

        await Sweeps(Later(2));

        _world.CredentialStore.Lost = null;
        (await Both()).ShouldBe((null, 8194));
        (await Events(Ended, id)).ShouldBe(1);
        (await Spec()).FormerUntil.ShouldBeNull();
    }

    [Fact]
    public async Task What_a_rotation_set_in_its_place_stays_though_the_broker_that_answers_has_lost_it()
    {
        await Rotated();
        _world.CredentialStore.Fault = act =>
        {
            if (act != FakeCredentials.Stored)
            {
                return null;
            }

            _world.CredentialStore.Lost = CredentialMechanism.ScramSha512;
            return new EngineException(EngineFault.Unknown, "the connection broke");
        };
        var id = await _world.Started(ServiceAccountWorlds.Update(Name, (await Spec()).Rotated(In(9))));
        _world.CredentialStore.Fault = null;

        await Later(2).Services.GetRequiredService<DueSweep>().Sweep(CancellationToken.None);

        _world.CredentialStore.Lost = null;
        (await Both()).ShouldBe((8195, 8194));
        (await Events(Ended, id)).ShouldBe(1);
        (await Spec()).FormerUntil.ShouldBeNull();
    }

    [Fact]
    public async Task A_new_password_is_taken_back_though_the_broker_that_answers_has_lost_it()
    {
        var id = await Stuck(ServiceAccountWorlds.Beside(In(1)));
        (await Both()).ShouldBe((8193, 8194));
        _world.CredentialStore.Lost = CredentialMechanism.ScramSha256;

        await Retried(id);
        await Applies(id, ChangeState.RolledBack);

        _world.CredentialStore.Lost = null;
        (await Both()).ShouldBe((8193, null));
    }

    [Fact]
    public async Task An_extension_is_taken_back_though_the_broker_that_answers_has_lost_the_former_password()
    {
        await Rotated();
        var agreed = await Spec();
        var id = await Stuck(agreed with { FormerUntil = In(4) });
        _world.CredentialStore.Lost = CredentialMechanism.ScramSha512;

        await Retried(id);
        await Applies(id, ChangeState.RolledBack);

        (await _world.FormerEnds(Name)).ShouldBe(agreed.FormerUntil);
    }

    private async Task Rotated(int hours = 1)
    {
        var id = await _world.Carry(ServiceAccountWorlds.Update(Name, ServiceAccountWorlds.Beside(In(hours))));
        (await State(id)).ShouldBe(ChangeState.Applied);
        (await Both()).ShouldBe((8193, 8194));
    }

    // A resource beside the account is refused, and so is taking back what was granted before it.
    private async Task<ChangeId> Stuck(ServiceAccountSpec spec)
    {
        _world.Kafka.Fault = call => call == "Create" ? new EngineException(EngineFault.Final, "no room") : null;
        _world.AclStore.Fault = act =>
            act == "Delete" ? new EngineException(EngineFault.Final, "not allowed to") : null;
        var id = await _world.Started(
            ServiceAccountWorlds.Update(Name, spec),
            AccessWorlds.Grant("app-reads", AccessWorlds.Reads("orders", "User:app")),
            WorkerWorld.Create("invoices")
        );
        (await State(id)).ShouldBe(ChangeState.Stuck);
        return id;
    }

    private async Task Retried(ChangeId id)
    {
        _world.Kafka.Fault = _ => null;
        _world.AclStore.Fault = null;
        (
            await _world
                .Get<RunControl>()
                .Retry(await _world.Person(Role.Platform, SeededStructure.Platform), id, CancellationToken.None)
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();
    }

    private async Task Settled(ChangeId id) =>
        (
            await _world
                .Get<RunControl>()
                .Settle(
                    await _world.Person(Role.Platform, SeededStructure.Platform),
                    id,
                    "The topic isn't needed.",
                    CancellationToken.None
                )
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();

    // What somebody of the owning team gets who wants to see the password.
    private async Task<Outcome<byte[]>> Shown(Role role)
    {
        var who = await _world.Person(role, SeededStructure.Payments);
        var cluster = (await Row()).ClusterId;
        return await _world.Get<CredentialShelf>().Take(who, cluster, Name, CancellationToken.None);
    }

    private async Task<int> Sealed()
    {
        await using var db = await _world.Open();
        return await db.Set<FreshCredential>().CountAsync(c => c.Sealed != null);
    }

    private Task Applies(ChangeId id, ChangeState state) =>
        Deadline.Until(async () =>
        {
            await _world.ApplyAll();
            return await State(id) == state;
        });

    private async Task<ChangeState> State(ChangeId id) => (await _world.View(id)).Row.State;

    private async Task Leased(ChangeId id, DateTimeOffset? until)
    {
        await using var db = await _world.Open();
        await db.Set<ApplyRun>()
            .Where(r => r.ChangeId == id)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.LeaseUntil, until));
    }

    // Rows are looked at again a while later: here, at once.
    private async Task Sweeps(WebApplication worker)
    {
        var past = In(1);
        await using var db = await _world.Open();
        await db.Set<Due>()
            .Where(d => d.Kind == ServiceAccountDues.FormerPasswordEnds)
            .ExecuteUpdateAsync(due => due.SetProperty(d => d.DueAt, past));
        await worker.Services.GetRequiredService<DueSweep>().Sweep(CancellationToken.None);
    }

    private async Task<int> Events(string kind, ChangeId change)
    {
        await using var db = await _world.Open();
        return await db.Set<AuditEvent>().CountAsync(e => e.Kind == kind && e.ChangeId == change);
    }

    private async Task<(int?, int?)> Both() =>
        (await _world.Iterations(Name), await _world.Iterations(Name, CredentialMechanism.ScramSha256));

    private async Task<ServiceAccountSpec> Spec() => (await Row()).Spec.ShouldNotBeNull();

    private async Task<ServiceAccountRow> Row() =>
        (await _world.Get<ServiceAccountCatalogue>().Get("dev", Name, CancellationToken.None)).ShouldNotBeNull();

    // Nothing of it runs but what is called.
    private WebApplication Later(int hours) => _world.IdleWorker(services => At(services, hours));

    private static void At(IServiceCollection services, int hours) =>
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new LaterClock(hours)));

    private static DateTimeOffset In(int hours) => TimeProvider.System.GetUtcNow().AddHours(hours);

    private sealed class LaterClock(int hours) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddHours(hours);
    }
}
