using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Tests.Kit;

namespace Portal.Tests.Clusters;

public sealed class DeregistrationTests : IAsyncLifetime
{
    private Registry _registry = null!;

    public async Task InitializeAsync() => _registry = await Registry.Open();

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task Credentials_are_erased_and_the_name_is_free_again()
    {
        var id = await _registry.Register(Registry.SignedIn());

        (await Deregister(id)).ShouldBeOfType<Outcome<ClusterId>.Done>();

        await using var db = await _registry.Db();
        var secret = await db.Set<Secret>().SingleAsync();
        secret.Protected.ShouldBeNull();
        secret.ErasedAt.ShouldNotBeNull();
        (await db.Set<Cluster>().SingleAsync()).DeregisteredAt.ShouldNotBeNull();
        await _registry.Register(Registry.Draft());
    }

    [Theory]
    [InlineData(ChangeState.Applying)]
    [InlineData(ChangeState.Verifying)]
    [InlineData(ChangeState.RollingBack)]
    [InlineData(ChangeState.Stuck)]
    public async Task A_cluster_with_an_unfinished_run_stays(ChangeState state)
    {
        var id = await _registry.Register(Registry.SignedIn());
        var waiting = await AChange(id, ChangeState.PendingApproval);
        var running = await AChange(id, state);

        var refused = (await Deregister(id)).ShouldBeOfType<Outcome<ClusterId>.Refused>().Why;

        refused.Words.ShouldContain($"Change {running}");
        (await StateOf(waiting)).ShouldBe(ChangeState.PendingApproval, "all or nothing");
        await using var db = await _registry.Db();
        (await db.Set<Secret>().SingleAsync()).Protected.ShouldNotBeNull();
    }

    [Fact]
    public async Task Open_changes_are_cancelled_and_say_why()
    {
        var id = await _registry.Register(Registry.Draft());
        ChangeState[] open = [ChangeState.Draft, ChangeState.Planning, ChangeState.PendingApproval, ChangeState.Stale];
        var changes = new List<ChangeId>();
        foreach (var state in open)
        {
            changes.Add(await AChange(id, state));
        }

        var applied = await AChange(id, ChangeState.Applied);
        (await Deregister(id)).ShouldBeOfType<Outcome<ClusterId>.Done>();

        foreach (var change in changes)
        {
            (await StateOf(change)).ShouldBe(ChangeState.Cancelled);
        }

        (await StateOf(applied)).ShouldBe(ChangeState.Applied);
        await using var db = await _registry.Db();
        var told = await db.Set<Change>().Where(c => c.Id == changes[0]).Select(c => c.StatusMessage).SingleAsync();
        told.ShouldBe("sam deregistered the cluster billing.");
        (await db.Set<AuditEvent>().CountAsync(e => e.Kind == "change.cancelled")).ShouldBe(open.Length);
    }

    [Fact]
    public async Task Only_platform_deregisters_and_only_once()
    {
        var id = await _registry.Register(Registry.Draft());

        var denied = await _registry.Deregistration.Deregister(_registry.Ada, id, default);
        denied.ShouldBeOfType<Outcome<ClusterId>.Refused>().Why.Kind.ShouldBe(RefusalKind.Denied);
        await Deregister(id);
        var again = (await Deregister(id)).ShouldBeOfType<Outcome<ClusterId>.Refused>().Why;
        again.Kind.ShouldBe(RefusalKind.NotFound);
    }

    [Fact]
    public async Task No_change_lands_on_a_cluster_while_it_is_being_let_go()
    {
        var id = await _registry.Register(Registry.Draft());
        var open = await AChange(id, ChangeState.PendingApproval);
        await using var held = await _registry.Db();
        var hold = await held.Database.BeginTransactionAsync();
        await ChangeMover.Lock(held, open, default);
        var letGo = Deregister(id);
        await Deadline.Until(async () => await Waiting() == 1);

        var asked = _registry.Requests.Submit(_registry.Sam, ATopic(), default);
        await Deadline.Until(async () => asked.IsCompleted || await Waiting() == 2);
        await hold.CommitAsync();

        (await letGo).ShouldBeOfType<Outcome<ClusterId>.Done>();
        var refused = (await asked).ShouldBeOfType<Outcome<ChangeId>.Refused>().Why;
        refused.Fields!["resources[0].cluster"].ShouldBe("No cluster named billing is registered.");
    }

    private async Task<int> Waiting()
    {
        await using var db = await _registry.Db();
        return await StoreLocks.Waiting(db);
    }

    private static ChangeDraft ATopic() =>
        new(
            "",
            "needed",
            "payments",
            [
                new(
                    TopicKind.Word,
                    ResourceOperation.Create,
                    "billing",
                    "orders",
                    new TopicSpec(3, 1, TopicSpec.NoConfigs, "")
                ),
            ]
        );

    private Task<Outcome<ClusterId>> Deregister(ClusterId id) =>
        _registry.Deregistration.Deregister(_registry.Sam, id, default);

    private async Task<ChangeId> AChange(ClusterId cluster, ChangeState state)
    {
        await using var db = await _registry.Db();
        var now = TimeProvider.System.GetUtcNow();
        var owner = await db.Set<Team>().Where(t => t.Name == "payments").Select(t => t.Id).SingleAsync();
        var change = new Change
        {
            Title = $"A change that is {state.InWords()}",
            State = state,
            Environment = "dev",
            Actor = new Actor("ada", ActorVia.Page),
            Authors = ["ada"],
            CreatedAt = now,
            UpdatedAt = now,
            ExpiresAt = now.AddDays(1),
            Resources =
            [
                new()
                {
                    Ordinal = 0,
                    Kind = TopicKind.Word,
                    Operation = ResourceOperation.Delete,
                    ClusterId = cluster,
                    Name = "orders",
                    LockKey = "orders",
                    OwnerTeamId = owner,
                },
            ],
        };
        db.Add(change);
        await db.SaveChangesAsync();
        return change.Id;
    }

    private async Task<ChangeState> StateOf(ChangeId change)
    {
        await using var db = await _registry.Db();
        return await db.Set<Change>().Where(c => c.Id == change).Select(c => c.State).SingleAsync();
    }
}
