using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.ServiceAccounts;
using Portal.Engines;
using Portal.Tests.Access;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Calendar;

namespace Portal.Tests.ServiceAccounts;

/// <summary>A password whose cluster takes it only after a day: each try sets the same one, and its requester has a day to see it from then on.</summary>
public sealed class LatePasswordTests : IAsyncLifetime
{
    private const string Name = "billing";

    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task It_is_kept_while_its_run_is_under_way_and_erased_a_day_after()
    {
        var id = await Waiting();
        var first = await Sealed();

        await Swept(hours: 25);

        (await Sealed()).ShouldNotBeNull().ShouldBe(first);
        await Applied(id);
        await Swept(hours: 23);
        (await Sealed()).ShouldBe(first);
        await Swept(hours: 27);
        (await Sealed()).ShouldBeNull();
        await using var db = await _world.Open();
        (await db.Set<AuditEvent>().CountAsync(e => e.Kind == "credential.erased")).ShouldBe(1);
    }

    [Fact]
    public async Task It_is_set_and_shown_after_more_than_a_day()
    {
        var id = await Waiting();
        await Swept(hours: 25);

        await Applied(id);

        (await _world.Iterations(Name)).ShouldBe(8193);
        (await _world.Taken(Name)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task One_that_an_earlier_build_erased_meanwhile_is_made_again()
    {
        var id = await Waiting();
        await using (var db = await _world.Open())
        {
            await db.Set<FreshCredential>().ExecuteUpdateAsync(set => set.SetProperty(c => c.Sealed, (byte[]?)null));
            await db.Set<Due>().Where(d => d.Kind == ServiceAccountDues.CredentialErased).ExecuteDeleteAsync();
        }

        await Applied(id);

        (await _world.Taken(Name)).ShouldNotBeEmpty();
        await using var after = await _world.Open();
        (await after.Set<Due>().AnyAsync(d => d.Kind == ServiceAccountDues.CredentialErased)).ShouldBeTrue();
    }

    private async Task<ChangeId> Waiting()
    {
        _world.CredentialStore.Fault = act =>
            act == "Set" ? new EngineException(EngineFault.Transient, "nobody answers") : null;
        var id = await _world.Started(ServiceAccountWorlds.Create(Name));
        (await _world.View(id)).Row.State.ShouldBe(ChangeState.Applying);
        return id;
    }

    private async Task Applied(ChangeId id)
    {
        _world.CredentialStore.Fault = null;
        await Deadline.Until(async () =>
        {
            await _world.ApplyAll();
            return (await _world.View(id)).Row.State == ChangeState.Applied;
        });
    }

    private async Task<string?> Sealed()
    {
        await using var db = await _world.Open();
        return (await db.Set<FreshCredential>().AsNoTracking().SingleAsync()).Sealed is { } bytes
            ? Convert.ToHexString(bytes)
            : null;
    }

    private Task Swept(int hours) =>
        _world
            .IdleWorker(services =>
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new FastClock(TimeSpan.FromHours(hours))))
            )
            .Services.GetRequiredService<DueSweep>()
            .Sweep(CancellationToken.None);
}
