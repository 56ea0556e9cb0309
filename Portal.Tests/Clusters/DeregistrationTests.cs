using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Tests.Kit;

namespace Portal.Tests.Clusters;

public sealed class DeregistrationTests : IAsyncLifetime
{
    private static readonly ClusterDraft Edge = new("edge", "dev", "local", "", HasKafka: false);
    private static readonly string ReadsBilling = CoreJson.Write(
        new { Sources = new[] { "billing.orders" }, Sinks = Array.Empty<string>() }
    );
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

    [Theory]
    [InlineData(ChangeState.Applying, true)]
    [InlineData(ChangeState.RollingBack, false)]
    [InlineData(ChangeState.Stuck, false)]
    public async Task A_cluster_stays_while_a_run_of_a_job_on_another_ones_Flink_uses_its_topics(
        ChangeState state,
        bool isNew
    )
    {
        var id = await _registry.Register(Registry.SignedIn());
        var edge = await _registry.Register(Edge);
        if (!isNew)
        {
            await AManagedJob(edge);
        }

        var running = await AChange(edge, state, JobKind.Word, isNew ? ReadsBilling : null);

        var refused = (await Deregister(id)).ShouldBeOfType<Outcome<ClusterId>.Refused>().Why;

        refused.Words.ShouldStartWith($"Change {running}");
        refused.Words.ShouldContain("with a job that uses topics of billing. ");
        await using var db = await _registry.Db();
        (await db.Set<Secret>().SingleAsync()).Protected.ShouldNotBeNull();
    }

    [Fact]
    public async Task Jobs_on_another_ones_Flink_are_counted_and_their_changes_go_on_where_none_is_being_applied()
    {
        var id = await _registry.Register(Registry.Draft());
        var edge = await _registry.Register(Edge);
        await AManagedJob(edge);
        ChangeState[] open = [ChangeState.PendingApproval, ChangeState.Approved];
        var changes = new List<ChangeId>();
        foreach (var state in open)
        {
            changes.Add(await AChange(edge, state, JobKind.Word, ReadsBilling));
        }

        (await _registry.Deregistration.JobsElsewhere(id, default)).ShouldBe(1);
        (await _registry.Deregistration.JobsElsewhere(edge, default)).ShouldBe(0);
        (await Deregister(id)).ShouldBeOfType<Outcome<ClusterId>.Done>();

        foreach (var (change, state) in changes.Zip(open))
        {
            (await StateOf(change)).ShouldBe(state);
        }
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

    /// <summary>It reads a topic of billing.</summary>
    private async Task AManagedJob(ClusterId on)
    {
        await using var db = await _registry.Db();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into resource (kind, cluster_id, name, owner_team_id, spec, created_at, updated_at)
            select 'job', {on.Value}, 'orders', id, {ReadsBilling}::jsonb, now(), now() from team where name = 'payments'
            """
        );
    }

    private Task<ChangeId> AChange(ClusterId cluster, ChangeState state) =>
        AChange(cluster, state, TopicKind.Word, wanted: null);

    /// <param name="wanted">Null: it is to be deleted.</param>
    private async Task<ChangeId> AChange(ClusterId cluster, ChangeState state, ResourceKind kind, string? wanted)
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
                    Kind = kind,
                    Operation = wanted is null ? ResourceOperation.Delete : ResourceOperation.Update,
                    ClusterId = cluster,
                    Name = "orders",
                    LockKey = "orders",
                    OwnerTeamId = owner,
                    Wanted = wanted,
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
