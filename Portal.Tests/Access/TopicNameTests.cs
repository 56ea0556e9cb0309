using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Tests.Web;
using Portal.Workers.Calendar;
using Portal.Workers.Collecting.Access;
using static Portal.Tests.Access.AccessWorlds;

namespace Portal.Tests.Access;

/// <summary>ACLs are on a topic's name, and outlive it: who deletes a topic or creates one sees them.</summary>
public sealed class TopicNameTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task The_plan_of_a_deletion_names_the_grants_on_the_topic_and_they_end_with_it()
    {
        await _world.Manage("orders");
        await _world.Manage("orders.eu");
        await _world.Carry(Grant("app-reads", Reads("orders", "User:app")));
        await _world.Carry(Grant("other-reads", Reads("orders.eu", "User:other") with { Group = "other-" }));
        await _world.Make(Theirs);
        await Looked();

        var id = await _world.Ask(WorkerWorld.Delete("orders"));
        await _world.PlanAll();
        var view = await _world.View(id);
        Words(view, "grants")
            .ShouldStartWith(
                "1 grant on it ends with it: User:app: describe topic orders (grant app-reads); User:app: read"
            );
        Words(view, "acls").ShouldContain("User:theirs: read topic orders.");
        await _world.Agree(id);
        await _world.ApplyAll();
        (await _world.View(id)).Row.State.ShouldBe(ChangeState.Applied);

        // Nobody has looked at the cluster since.
        var worker = await _world.StartWorker();
        await worker.Services.GetRequiredService<DueSweep>().Sweep(CancellationToken.None);
        await Deadline.Until(async () => (await _world.AclsOf("User:app")).Count == 0);
        (await _world.AclsOf("User:other")).Count.ShouldBe(3);
        (await _world.AclsOf("User:theirs")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_creates_a_topic_whose_name_has_ACLs_sees_who_may_use_it_at_once()
    {
        await _world.Make(Theirs);
        await _world.Make(Theirs with { Principal = "User:everything", Name = Acl.Any });
        await Looked();
        var id = await _world.Ask(WorkerWorld.Create("orders"));
        await _world.PlanAll();
        var view = await _world.View(id);
        view.Checks.Single(c => c.Name.StartsWith("access", StringComparison.Ordinal))
            .Verdict.ShouldBe(CheckVerdict.NeedsOverride);
        Words(view, "access").ShouldContain("User:theirs: read topic orders.");
        Words(view, "access").ShouldNotContain("User:everything");
        Words(view, "patterns").ShouldContain("User:everything: read topic * (all)");
        view.Plan!.RiskReasons.ShouldContain(reason => reason.Words.Contains("User:theirs may use the topic"));

        // One that comes after the approval makes the plan stale.
        await _world.Agree(id);
        await _world.Make(Theirs with { Principal = "User:later" });
        await Looked();
        await _world.ApplyAll();
        (await _world.View(id)).Timeline.ShouldContain(e =>
            e.Words.Contains("an ACL appeared on the name orders: User:later")
        );
        (await _world.Live("orders")).ShouldBeNull();
    }

    [Fact]
    public async Task A_topic_that_is_created_while_a_grant_on_the_former_one_of_its_name_ends_needs_an_override()
    {
        await _world.Manage("orders");
        await _world.Carry(Grant("app-reads", Reads("orders", "User:app")));
        await _world.Carry(WorkerWorld.Delete("orders"));

        var id = await _world.Ask(WorkerWorld.Create("orders"));
        await _world.PlanAll();
        Words(await _world.View(id), "access").ShouldContain("User:app: read topic orders (grant app-reads)");

        var worker = await _world.StartWorker();
        await worker.Services.GetRequiredService<DueSweep>().Sweep(CancellationToken.None);
        await Deadline.Until(async () =>
            (await _world.Get<AccessCatalogue>().Get("dev", "app-reads", default)) is null
        );
        (await _world.AclsOf("User:app")).ShouldBeEmpty();
        // The worker may have looked at them before they were gone.
        await Looked();
        var again = await _world.Ask(WorkerWorld.Create("orders"));
        await _world.Reaches(again, ChangeState.Applied);
    }

    [Fact]
    public async Task A_topic_that_went_ends_its_grants_at_the_next_look_and_one_whose_time_was_far_off_within_an_hour()
    {
        await _world.Manage("orders");
        await _world.Manage("shipments");
        await _world.Carry(Grant("app-reads", Reads("orders", "User:app")));
        await _world.Carry(Grant("ship-reads", Reads("shipments", "User:ship") with { Group = "ship-" }));
        var clock = new HandClock();
        var watch = new AclWatch(_world.Stores, _world.AclStore, clock);
        await watch.Look(CancellationToken.None);
        (await Ending(clock)).ShouldBeEmpty();

        await Went("orders", clock.GetUtcNow());
        await Went("shipments", clock.GetUtcNow().AddDays(-1));
        clock.Pass(TimeSpan.FromMinutes(59));
        await watch.Look(CancellationToken.None);
        (await Ending(clock)).ShouldBe(["app-reads"]);

        clock.Pass(TimeSpan.FromMinutes(1));
        await watch.Look(CancellationToken.None);
        (await Ending(clock)).ShouldBe(["app-reads", "ship-reads"]);
    }

    private static Acl Theirs { get; } =
        new("User:theirs", AclOperation.Read, AclResource.Topic, AclPattern.Literal, "orders");

    private static string Words(Core.Changes.Lists.ChangeView view, string check) =>
        view.Checks.Single(c => c.Name.StartsWith(check, StringComparison.Ordinal)).Words;

    /// <summary>As a collector leaves it.</summary>
    private async Task Went(string topic, DateTimeOffset at)
    {
        await using var db = await _world.Open();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into incarnation (kind, cluster_id, name, engine_id, first_seen_at, gone_at)
            select 'topic', cluster_id, topic, topic_id, {at}, {at} from access_grant where topic = {topic}
            on conflict (kind, cluster_id, name, engine_id) do update set gone_at = {at}
            """
        );
    }

    /// <summary>The grants whose end is due by now.</summary>
    private async Task<List<string>> Ending(TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        await using var db = await _world.Open();
        return await (
            from due in db.Set<Due>()
            join grant in db.Set<AccessGrant>() on due.SubjectId equals grant.Id
            where due.Kind == AccessDues.Ends && due.DueAt <= now
            orderby grant.Name
            select grant.Name
        ).ToListAsync();
    }

    private async Task Looked() =>
        await new AclWatch(_world.Stores, _world.AclStore, TimeProvider.System).Look(CancellationToken.None);
}
