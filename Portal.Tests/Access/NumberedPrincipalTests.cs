using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Clusters;
using Portal.Engines;
using Portal.Engines.Kafka;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Collecting.Access;
using static Portal.Tests.Access.AccessWorlds;

namespace Portal.Tests.Access;

/// <summary>A cluster that lists principals by numbers, and by their names only in answers about each, as Confluent Cloud does.</summary>
public sealed class NumberedPrincipalTests : IAsyncLifetime
{
    private const string App = "User:sa-123";
    private static readonly Acl Legacy = new(
        "User:legacy",
        AclOperation.Read,
        AclResource.Topic,
        AclPattern.Literal,
        "orders"
    );
    private readonly WorkerWorld _world = new() { Topics = ["orders", "invoices"] };

    public Task InitializeAsync()
    {
        _world.AclStore.ListedAs = principal => principal.Replace("sa-", "", StringComparison.Ordinal);
        return _world.InitializeAsync();
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_grant_is_seen_once_it_is_made_and_gone_once_it_is_removed()
    {
        await IsApplied(await _world.Carry(Grant("app-reads", Reads("orders", App))));
        (await There()).Count.ShouldBe(3);

        await IsApplied(await _world.Carry(End("app-reads")));
        (await There()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_grant_is_taken_back_with_its_change()
    {
        _world.Kafka.Fault = call => call == "Create" ? new EngineException(EngineFault.Final, "no room") : null;

        var id = await _world.Carry(Grant("app-reads", Reads("orders", App)), WorkerWorld.Create("refunds"));

        (await _world.View(id)).Row.State.ShouldBe(ChangeState.RolledBack);
        (await There()).ShouldBeEmpty();
        (await Granted("app-reads")).EndedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_grant_that_is_over_while_its_run_is_stuck_is_removed_by_the_ledger()
    {
        _world.Kafka.Fault = call => call == "Create" ? new EngineException(EngineFault.Final, "no room") : null;
        _world.AclStore.Fault = act =>
            act == "Delete" ? new EngineException(EngineFault.Final, "not allowed to") : null;
        var inAnHour = TimeProvider.System.GetUtcNow().AddHours(1);
        inAnHour = inAnHour.AddTicks(-(inAnHour.Ticks % TimeSpan.TicksPerSecond));
        var id = await _world.Carry(Grant("app-reads", Reads("orders", App, inAnHour)), WorkerWorld.Create("refunds"));
        (await _world.View(id)).Row.State.ShouldBe(ChangeState.Stuck);
        (await There()).Count.ShouldBe(3);

        _world.AclStore.Fault = null;
        await using var db = await _world.Open();
        await _world.Ledger(new LaterClock()).End(db, (await Granted("app-reads")).Id, CancellationToken.None);

        (await There()).ShouldBeEmpty();
        (await Granted("app-reads")).EndedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_a_principal_has_itself_is_not_taken_for_what_another_has()
    {
        await _world.Carry(Grant("app-reads", Reads("orders", App)));

        var id = await _world.Ask(Grant("app-reads-more", Reads("invoices", App)));
        await _world.PlanAll();

        var view = await _world.View(id);
        view.Row.State.ShouldBe(ChangeState.PendingApproval);
        view.Approvals.ShouldAllBe(step => !step.IsOverride);
    }

    [Fact]
    public async Task What_the_cluster_does_not_show_is_deleted_all_the_same()
    {
        await _world.Carry(Grant("app-reads", Reads("orders", App)));
        _world.AclStore.IsBehind = true;

        await IsApplied(await _world.Carry(End("app-reads")));

        _world.AclStore.IsBehind = false;
        (await There()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_grant_that_the_cluster_refuses_ends_though_it_refuses_to_delete_as_well()
    {
        _world.AclStore.Fault = act => new EngineException(EngineFault.Final, $"not allowed to {act}");

        var view = await _world.View(await _world.Carry(Grant("app-reads", Reads("orders", App))));

        view.Row.State.ShouldBe(ChangeState.RolledBack);
        view.Row.StatusMessage.ShouldNotBeNull().ShouldContain("not allowed to Create");
        (await Granted("app-reads")).EndedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Collected_are_all_under_their_names_and_a_look_requests_a_bounded_number_of_principals()
    {
        await _world.Carry(Grant("app-reads", Reads("orders", App)));
        await Granted(AclTurns.AtOnce + 5);
        var requested = Requested();
        var watch = new AclWatch(_world.Stores, _world.AclStore, TimeProvider.System);

        await watch.Look(CancellationToken.None);
        requested.Count(question => question == nameof(IClusterAcls.Of)).ShouldBe(AclTurns.AtOnce);
        await watch.Look(CancellationToken.None);
        requested.Count(question => question == nameof(IClusterAcls.Of)).ShouldBe(2 * AclTurns.AtOnce);

        var seen = await Seen();
        seen.ShouldAllBe(acl => acl.Principal.StartsWith("User:sa-", StringComparison.Ordinal));
        seen.Count.ShouldBe(3 + AclTurns.AtOnce + 5);
    }

    [Fact]
    public async Task No_principal_is_requested_that_the_list_names()
    {
        _world.AclStore.ListedAs = null;
        await _world.Carry(Grant("app-reads", Reads("orders", App)));
        var requested = Requested();

        await new AclWatch(_world.Stores, _world.AclStore, TimeProvider.System).Look(CancellationToken.None);

        requested.ShouldNotContain(nameof(IClusterAcls.Of));
        (await Seen()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_principal_that_the_cluster_does_not_take_hides_none_of_the_others()
    {
        await _world.Carry(Grant("app-reads", Reads("orders", App)));
        Refuse(EngineFault.Final);

        await new AclWatch(_world.Stores, _world.AclStore, TimeProvider.System).Look(CancellationToken.None);

        (await Seen()).Select(acl => acl.Principal).Distinct().ShouldBe(["User:123"]);
        await using var db = await _world.Open();
        (await db.Set<AclReading>().ToListAsync()).ShouldAllBe(reading => reading.Failure == null);
    }

    [Fact]
    public async Task A_principal_about_whom_nothing_is_answered_leaves_the_list_and_what_was_seen()
    {
        await _world.Carry(Grant("app-reads", Reads("orders", App)));
        var watch = new AclWatch(_world.Stores, _world.AclStore, TimeProvider.System);
        await watch.Look(CancellationToken.None);
        Refuse(EngineFault.Transient);
        await _world.AclStore.Create([Legacy], Soon, CancellationToken.None);

        await watch.Look(CancellationToken.None);

        var seen = await Seen();
        seen.Count(acl => acl.Principal == App).ShouldBe(3);
        seen.ShouldContain(acl => acl.Principal == Legacy.Principal);
        await using var db = await _world.Open();
        (await db.Set<AclReading>().ToListAsync()).ShouldAllBe(reading => reading.Failure == null);
    }

    [Fact]
    public async Task A_grant_of_a_principal_that_the_cluster_does_not_take_any_more_is_removed()
    {
        await _world.Carry(Grant("app-reads", Reads("orders", App)));
        Refuse(EngineFault.Final);

        await IsApplied(await _world.Carry(End("app-reads")));

        (await Granted("app-reads")).EndedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_a_grant_holds_under_a_name_is_not_removed_under_the_number()
    {
        await _world.Carry(Grant("app-reads", Reads("orders", App)));
        var listed = Legacy with { Principal = "User:123" };
        (await _world.AclStore.All(CancellationToken.None)).Acls.ShouldContain(listed);

        var id = await _world.Carry(AclRemoval.Draft("dev", [listed]));

        var view = await _world.View(id);
        view.Row.State.ShouldNotBe(ChangeState.Applied);
        (view.Row.StatusMessage ?? "").ShouldContain($"User:123 may be {App}");
        (await There()).Count.ShouldBe(3);
    }

    private void Refuse(EngineFault fault) =>
        _world.AclStore.Hold = question =>
            question == nameof(IClusterAcls.Of)
                ? Task.FromException(new EngineException(fault, "no such principal"))
                : Task.CompletedTask;

    private ConcurrentQueue<string> Requested()
    {
        var requested = new ConcurrentQueue<string>();
        _world.AclStore.Hold = question =>
        {
            requested.Enqueue(question);
            return Task.CompletedTask;
        };
        return requested;
    }

    // As many grants as that, each of a principal of its own with one ACL.
    private async Task Granted(int many)
    {
        var first = await Granted("app-reads");
        await using var db = await _world.Open();
        for (var i = 1; i <= many; i++)
        {
            var acl = new Acl($"User:sa-9{i:d3}", AclOperation.Read, AclResource.Topic, AclPattern.Literal, "orders");
            await _world.AclStore.Create([acl], Soon, CancellationToken.None);
            db.Add(
                new AccessGrant
                {
                    ClusterId = first.ClusterId,
                    Name = $"more-{i}",
                    Principal = acl.Principal,
                    Topic = first.Topic,
                    TopicId = first.TopicId,
                    RunId = first.RunId,
                    GrantedAt = first.GrantedAt,
                }
            );
        }

        await db.SaveChangesAsync();
    }

    private async Task<IReadOnlyCollection<Acl>> There() =>
        (await _world.AclStore.Of(App, CancellationToken.None)).Acls;

    private async Task<AccessGrant> Granted(string name)
    {
        await using var db = await _world.Open();
        return await db.Set<AccessGrant>().AsNoTracking().SingleAsync(g => g.Name == name);
    }

    private async Task<List<SeenAcl>> Seen()
    {
        await using var db = await _world.Open();
        return await db.Set<SeenAcl>()
            .AsNoTracking()
            .Where(a => db.Set<Cluster>().Any(c => c.Id == a.ClusterId && c.Name == "dev"))
            .ToListAsync();
    }

    private async Task IsApplied(ChangeId id) => (await _world.View(id)).Row.State.ShouldBe(ChangeState.Applied);

    private sealed class LaterClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddHours(2);
    }
}
