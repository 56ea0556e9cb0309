using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Requests;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Core.Topics;
using Portal.Tests.Access;
using Portal.Tests.Applying;
using Portal.Workers.Planning;

namespace Portal.Tests.ServiceAccounts;

/// <summary>Before a password stops working the plan says who is connected with it, as far as consumer groups show it.</summary>
public sealed class PrincipalUseTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly Acl OnGroup = new(
        "User:app",
        AclOperation.Read,
        AclResource.Group,
        AclPattern.Prefixed,
        "app-"
    );
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public void A_group_that_only_it_may_use_shows_that_it_is_connected()
    {
        var use = Of([OnGroup], new("app-mail", 2, null, false), new("app-audit", 0, Now.AddMinutes(-3), false));

        use.Groups.ShouldBe(["app-audit", "app-mail"]);
        use.Words.ShouldBe(
            "In use by consumer groups that no other principal may use: app-audit (last commit 2026-11-24 11:57 UTC), app-mail (2 members). Kafka doesn't show who is connected without a consumer group."
        );
    }

    [Fact]
    public void What_is_not_known_is_said_with_why()
    {
        Unknown(Of([]), "no consumer group of it is seen");
        Unknown(Of([OnGroup], new ReaderEvidence("other", 2, Now, false)), "no consumer group of it is seen");
        Unknown(
            Of([OnGroup, OnGroup with { Principal = "User:b" }], new ReaderEvidence("app-mail", 2, Now, false)),
            "User:b may use the consumer group app-mail too"
        );
        Unknown(Of([OnGroup], new ReaderEvidence("app-mail", null, null, false)), "wasn't seen whole");
        Unknown(Of([OnGroup], new ReaderEvidence("app-mail", 0, Now.AddHours(-1), false)), "has no members");
        Unknown(PrincipalUse.Of("User:app", Acls(AuthorizerState.Off), [], Now), "the cluster enforces no ACLs");
        Unknown(PrincipalUse.Of("User:app", Acls(AuthorizerState.NotRead), [], Now), "ACLs haven't been read");
    }

    [Fact]
    public async Task The_plans_of_a_deletion_a_rotation_and_an_end_of_the_former_password_say_so()
    {
        await _world.Manage("orders");
        await Seen("orders");
        await _world.Carry(ServiceAccountWorlds.Create("app"));
        await (await _world.Acls()).Create(
            [OnGroup, new("User:app", AclOperation.Read, AclResource.Topic, AclPattern.Literal, "orders")],
            AccessWorlds.Soon,
            CancellationToken.None
        );
        _world.Readers.Readers = [new("app-mail", 1, null, false)];
        const string InUse = "In use by consumer groups that no other principal may use: app-mail (1 member).";

        var deletion = await Planned(ServiceAccountWorlds.Delete("app"));
        (deletion.Verdict, deletion.Words[..InUse.Length]).ShouldBe((CheckVerdict.NeedsOverride, InUse));
        (await Planned(ServiceAccountWorlds.Rotate("app", to: 2))).Words.ShouldStartWith(InUse);

        var beside = ServiceAccountWorlds.Beside(TimeProvider.System.GetUtcNow().AddHours(1));
        await _world.Carry(ServiceAccountWorlds.Update("app", beside));
        _world.Readers.Readers = [];
        (await Planned(ServiceAccountWorlds.Update("app", beside.WithoutFormer))).ShouldSatisfyAllConditions(
            check => check.Verdict.ShouldBe(CheckVerdict.Noted),
            check => check.Words.ShouldStartWith("Who is connected as it is unknown: no consumer group of it is seen.")
        );
    }

    [Fact]
    public async Task A_group_is_not_its_own_because_the_plan_has_ended_the_access_of_another()
    {
        await _world.Manage("orders");
        await Seen("orders");
        await (await _world.Acls()).Create(
            [OnGroup, new("User:app", AclOperation.Read, AclResource.Topic, AclPattern.Literal, "orders")],
            AccessWorlds.Soon,
            CancellationToken.None
        );
        _world.Readers.Readers = [new("app-mail", 1, null, false)];

        (await UseAfter()).Groups.ShouldBe(["app-mail"]);
        Unknown(
            await UseAfter(OnGroup with { Principal = "User:b" }),
            "User:b may use the consumer group app-mail too"
        );
    }

    /// <summary>As it is seen by a run that has revoked these.</summary>
    private async Task<PrincipalUse> UseAfter(params Acl[] revoked)
    {
        await using var db = await _world.Open();
        var cluster = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
        var on = new ResourceRef(ServiceAccountKind.Word, cluster, "app");
        var grant = new ResourceRef(AccessKind.Word, cluster, "b-orders");
        var plan = new PlanBody([new RevokeAccess(grant, "User:b", "read orders", [.. revoked], IsEnd: true)], []);
        var readers = _world.IdleWorker(_ => { }).Services.GetRequiredService<EngineReaders>();
        var live = await readers.Live(on.Kind).Read(cluster, [on.Name], [], CancellationToken.None);
        var seen = await readers.Evidence(plan, [live], CancellationToken.None);
        return seen.Of(on).ShouldBeOfType<ServiceAccountEvidence>().Use.ShouldNotBeNull();
    }

    private async Task<CheckResult> Planned(ResourceDraft asked)
    {
        var id = await _world.Ask(asked);
        await _world.PlanAll();
        var view = await _world.View(id);
        await _world.SendBack(id);
        return view.Checks.Single(check => check.Name.StartsWith("clients", StringComparison.Ordinal));
    }

    private async Task Seen(string topic)
    {
        await using var db = await _world.Open();
        var cluster = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
        var live = (await _world.Live(topic))!;
        var now = TimeProvider.System.GetUtcNow();
        db.Add(
            new SeenTopic
            {
                ClusterId = cluster,
                Name = topic,
                TopicId = live.TopicId,
                Partitions = 3,
                Replication = 1,
                IsInternal = false,
                Configs = live.Configs,
                FirstSeenAt = now,
                SeenAt = now,
            }
        );
        await db.SaveChangesAsync();
    }

    private static void Unknown(PrincipalUse use, string why)
    {
        use.Groups.ShouldBeEmpty();
        use.Words.ShouldStartWith("Who is connected as it is unknown: ");
        use.Words.ShouldContain(why);
    }

    private static PrincipalUse Of(IReadOnlyCollection<Acl> acls, params ReaderEvidence[] readers) =>
        PrincipalUse.Of("User:app", Acls(AuthorizerState.On, [.. acls]), [new([.. readers], AreAll: true)], Now);

    private static AclsSeen Acls(AuthorizerState authorizer, params Acl[] acls) =>
        new(authorizer, acls.ToHashSet(), Now);
}
