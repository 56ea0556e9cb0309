using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Evaluation;
using Portal.Core.ServiceAccounts;
using Portal.Core.Teams;
using Portal.Engines;
using Portal.Tests.Access;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Calendar;
using Portal.Workers.Collecting.ServiceAccounts;

namespace Portal.Tests.ServiceAccounts;

/// <summary>
/// Passwords that the broker that answers has lost at its start, as one of Kafka 4.3.1 does, while others still take them: what isn't shown isn't taken for gone
/// before its deletion was answered, nor for the work of somebody else.
/// </summary>
public sealed class LostPasswordTests : IAsyncLifetime
{
    private const string Name = "billing";

    // By the other mechanism, and the former password ends with it.
    private static readonly ServiceAccountSpec WithoutOverlap = ServiceAccountWorlds.Spec(rotation: 2) with
    {
        Mechanism = CredentialMechanism.ScramSha256,
    };

    private readonly WorkerWorld _world = new();

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.Carry(ServiceAccountWorlds.Create(Name));
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_former_password_that_is_not_shown_is_deleted_at_its_end()
    {
        await Rotated();
        _world.CredentialStore.Lost = CredentialMechanism.ScramSha512;

        var worker = await _world.StartWorker(services =>
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new FastClock(TimeSpan.FromHours(2))))
        );
        await worker.Services.GetRequiredService<CredentialWatch>().Look(CancellationToken.None);
        await worker.Services.GetRequiredService<DueSweep>().Sweep(CancellationToken.None);

        await Deadline.Until(async () => await Spec() is { FormerUntil: null });
        (await OnCluster()).ShouldBe((null, 8194));
    }

    [Fact]
    public async Task A_former_password_that_is_lost_under_way_is_deleted_and_nobody_else_has_done_it()
    {
        IsLostOnceAnotherIsSet(refusal: null);

        var id = await _world.Carry(ServiceAccountWorlds.Update(Name, WithoutOverlap));

        (await State(id)).ShouldBe(ChangeState.Applied);
        (await OnCluster()).ShouldBe((null, 8194));
        (await _world.View(id))
            .Timeline.Select(happened => happened.Words)
            .ShouldNotContain(words => words.Contains("somebody else", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_deletion_that_the_cluster_refuses_is_not_done_because_the_password_is_not_shown()
    {
        IsLostOnceAnotherIsSet(new EngineException(EngineFault.Final, "Not allowed to."));

        var id = await _world.Started(ServiceAccountWorlds.Update(Name, WithoutOverlap));

        (await State(id)).ShouldBe(ChangeState.Stuck);
        (await OnCluster()).ShouldBe((8193, 8194));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_account_is_deleted_with_a_password_that_is_not_shown(bool hasAnother)
    {
        if (hasAnother)
        {
            await Rotated();
        }

        _world.CredentialStore.Lost = CredentialMechanism.ScramSha512;

        var id = await _world.Carry(ServiceAccountWorlds.Delete(Name));

        (await State(id)).ShouldBe(ChangeState.Applied);
        (await OnCluster()).ShouldBe((null, null));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deletion_goes_on_once_a_password_is_shown_that_its_plan_was_not(bool hasAnother)
    {
        if (hasAnother)
        {
            await Rotated();
        }

        _world.CredentialStore.Lost = CredentialMechanism.ScramSha512;
        _world.CredentialStore.Fault = act =>
            act == "Delete" ? new EngineException(EngineFault.Transient, "nobody answers") : null;
        var id = await _world.Started(ServiceAccountWorlds.Delete(Name));
        (await State(id)).ShouldBe(ChangeState.Applying);
        _world.CredentialStore.Fault = null;
        _world.CredentialStore.Lost = null;

        await Applies(id, ChangeState.Applied);

        (await OnCluster()).ShouldBe((null, null));
    }

    [Fact]
    public async Task A_deletion_that_the_cluster_refuses_is_over_and_names_no_password_that_the_account_never_had()
    {
        await _world.Carry(ServiceAccountWorlds.Update(Name, WithoutOverlap));
        (await OnCluster()).ShouldBe((null, 8194));
        _world.CredentialStore.Kept = CredentialMechanism.ScramSha256;

        var id = await _world.Started(ServiceAccountWorlds.Delete(Name));

        (await State(id)).ShouldBe(ChangeState.RolledBack);
        (await _world.View(id)).Row.StatusMessage.ShouldNotBeNull().ShouldNotContain("is gone already");
        (await OnCluster()).ShouldBe((null, 8194));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_rotation_that_was_never_answered_leaves_a_password_that_is_not_shown_when_it_is_taken_back(
        bool hasAnother
    )
    {
        if (hasAnother)
        {
            await Rotated();
        }

        var (agreed, there) = (await Spec(), await OnCluster());
        var until = TimeProvider.System.GetUtcNow().AddHours(9);
        var again = hasAnother ? agreed.Rotated(until) : ServiceAccountWorlds.Spec(rotation: 2);
        _world.CredentialStore.Lost = CredentialMechanism.ScramSha512;
        _world.CredentialStore.Fault = act =>
            act == "Set" ? new EngineException(EngineFault.Transient, "nobody answers") : null;
        var id = await _world.Started(ServiceAccountWorlds.Update(Name, again));
        (await State(id)).ShouldBe(ChangeState.Applying);
        _world.CredentialStore.Fault = null;

        await Aborted(id);
        await Applies(id, ChangeState.RolledBack);

        (await OnCluster()).ShouldBe(there);
        (await _world.FormerEnds(Name)).ShouldBe(agreed.FormerUntil);
        var view = await _world.View(id);
        view.Row.StatusMessage.ShouldNotBeNull().ShouldContain("may still work at other brokers");
        var words = view.Timeline.Select(happened => happened.Words).ToList();
        words.ShouldContain(line => line.StartsWith("Nothing is left to take back", StringComparison.Ordinal));
        words.ShouldNotContain(line => line.StartsWith("Taken back", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_new_password_that_got_no_answer_and_is_not_shown_is_taken_back()
    {
        const string another = "invoices";
        _world.CredentialStore.Fault = act =>
        {
            if (act != FakeCredentials.Stored)
            {
                return null;
            }

            _world.CredentialStore.Lost = CredentialMechanism.ScramSha512;
            return new EngineException(EngineFault.Unknown, "the connection broke");
        };
        var id = await _world.Started(ServiceAccountWorlds.Create(another));
        (await State(id)).ShouldBe(ChangeState.Applying);
        _world.CredentialStore.Fault = null;

        await Aborted(id);
        await Applies(id, ChangeState.RolledBack);

        _world.CredentialStore.Lost = null;
        (await _world.Iterations(another)).ShouldBeNull();
    }

    [Fact]
    public async Task A_rotation_that_does_not_find_what_it_replaces_names_nobody_else()
    {
        await Rotated();
        _world.CredentialStore.Fault = act =>
            act == "Set" ? new EngineException(EngineFault.Transient, "nobody answers") : null;
        var again = (await Spec()).Rotated(TimeProvider.System.GetUtcNow().AddHours(9));
        var id = await _world.Started(ServiceAccountWorlds.Update(Name, again));
        (_world.CredentialStore.Fault, _world.CredentialStore.Lost) = (null, CredentialMechanism.ScramSha512);

        await Applies(id, ChangeState.Stuck);

        (await _world.View(id)).Row.StatusMessage.ShouldNotBeNull().ShouldContain("It isn't as this change left it:");
    }

    private async Task Aborted(ChangeId id)
    {
        var requester = await _world.Person(Role.Member, SeededStructure.Payments);
        (
            await _world.Get<RunControl>().Abort(requester, id, CancellationToken.None)
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();
    }

    private async Task Rotated()
    {
        var until = TimeProvider.System.GetUtcNow().AddHours(1);
        var id = await _world.Carry(ServiceAccountWorlds.Update(Name, ServiceAccountWorlds.Beside(until)));
        (await State(id)).ShouldBe(ChangeState.Applied);
        (await OnCluster()).ShouldBe((8193, 8194));
    }

    /// <param name="refusal">Of each deletion; null: none is refused.</param>
    private void IsLostOnceAnotherIsSet(EngineException? refusal) =>
        _world.CredentialStore.Fault = act =>
        {
            if (act == FakeCredentials.Stored)
            {
                _world.CredentialStore.Lost = CredentialMechanism.ScramSha512;
            }

            return act == "Delete" ? refusal : null;
        };

    // Whatever the broker that answers has lost.
    private async Task<(int?, int?)> OnCluster()
    {
        _world.CredentialStore.Lost = null;
        return (await _world.Iterations(Name), await _world.Iterations(Name, CredentialMechanism.ScramSha256));
    }

    private Task Applies(ChangeId id, ChangeState state) =>
        Deadline.Until(async () =>
        {
            await _world.ApplyAll();
            return await State(id) == state;
        });

    private async Task<ChangeState> State(ChangeId id) => (await _world.View(id)).Row.State;

    private async Task<ServiceAccountSpec> Spec() =>
        (await _world.Get<ServiceAccountCatalogue>().Get("dev", Name, CancellationToken.None))
            .ShouldNotBeNull()
            .Spec.ShouldNotBeNull();
}
