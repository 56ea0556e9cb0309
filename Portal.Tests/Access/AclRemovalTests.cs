using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Engines;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using static Portal.Tests.Access.AccessWorlds;

namespace Portal.Tests.Access;

/// <summary>ACLs that were made behind the portal's back are removed by a change: exactly those that were approved.</summary>
public sealed class AclRemovalTests : IAsyncLifetime
{
    private const string Legacy = "User:legacy";
    private const string Portal = "User:ANONYMOUS";
    private static readonly Acl Read = On("orders", AclOperation.Read);
    private static readonly Acl Describe = On("orders", AclOperation.Describe);
    private readonly WorkerWorld _world = new();

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.Manage("orders");
        await There(Read, Describe);
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Exactly_what_was_approved_is_removed_and_nothing_is_managed_afterwards()
    {
        var id = await _world.Ask(AclRemoval.Draft("dev", [Read]));
        await _world.PlanAll();

        var view = await _world.View(id);
        view.Row.Title.ShouldBe("Remove 1 unmanaged ACL of User:legacy");
        view.Approvals.ShouldHaveSingleItem().Team.ShouldBe(SeededStructure.Payments, "the owner of the topic");
        await _world.Approve(id);
        await _world.ApplyAll();

        (await _world.View(id)).Row.State.ShouldBe(ChangeState.Applied);
        (await _world.AclsOf(Legacy)).ShouldBe([Describe]);
        await using var db = await _world.Open();
        (await db.Set<Resource>().AnyAsync(r => r.Kind == AccessKind.Word)).ShouldBeFalse();
        (await db.Set<AccessGrant>().AnyAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task What_a_grant_holds_is_removed_with_the_grant_and_not_so()
    {
        var approved = await _world.Ask(AclRemoval.Draft("dev", [Read]));
        await _world.PlanAll();
        await _world.Approve(approved);
        await using (var db = await _world.Open())
        {
            await db.Database.ExecuteSqlAsync($"update apply_run set retry_at = now() + interval '1 day'");
        }

        await _world.Carry(Grant("legacy-reads", Reads("orders", Legacy)));
        await using (var db = await _world.Open())
        {
            await db.Database.ExecuteSqlAsync($"update apply_run set retry_at = now()");
        }

        await _world.ApplyAll();
        (await _world.View(approved)).Row.State.ShouldBe(ChangeState.Stale);
        (await _world.AclsOf(Legacy)).ShouldContain(Read);

        await _world.PlanAll();
        var again = await _world.View(approved);
        again.Row.State.ShouldBe(ChangeState.ChangesRequested);
        again.Row.StatusMessage.ShouldBe("read topic orders: a grant holds it. Remove the grant instead.");
    }

    [Fact]
    public async Task What_somebody_else_removes_after_its_change_has_begun_is_done()
    {
        _world.Kafka.AfterAct = _ => _world.Kafka.Fault = call => new(EngineFault.Transient, "nobody answers");
        var id = await _world.Started(WorkerWorld.Create("invoices"), AclRemoval.Draft("dev", [Read]));
        _world.Kafka.Topic("invoices").ShouldNotBeNull();
        _world.Kafka.Fault = _ => null;
        await _world.Remove(Read);

        await Deadline.Until(async () =>
        {
            await _world.ApplyAll();
            return (await _world.View(id)).Row.State is ChangeState.Applied or ChangeState.RolledBack;
        });

        (await _world.View(id)).Row.State.ShouldBe(ChangeState.Applied);
        (await _world.AclsOf(Legacy)).ShouldBe([Describe]);
    }

    [Fact]
    public async Task What_is_gone_already_is_named_and_a_deny_needs_an_override()
    {
        var deny = Read with { Permission = AclPermission.Deny, Principal = "User:denied" };
        await There(deny);
        var (gone, denied) = (
            await _world.Ask(AclRemoval.Draft("dev", [On("orders", AclOperation.Alter)])),
            await _world.Ask(AclRemoval.Draft("dev", [deny]))
        );
        await _world.PlanAll();

        (await _world.View(gone)).Row.StatusMessage.ShouldBe("Not on the cluster any more: alter topic orders.");
        (await _world.View(denied)).Approvals.ShouldContain(step => step.IsOverride);
    }

    [Fact]
    public async Task Removing_a_deny_widens_access_and_the_plan_says_so()
    {
        var deny = Read with { Permission = AclPermission.Deny, Principal = Acl.Everybody };
        await There(deny);
        var id = await _world.Ask(AclRemoval.Draft("dev", [deny]));
        await _world.PlanAll();

        var plan = (await _world.View(id)).Plan.ShouldNotBeNull();
        plan.RiskReasons.Select(reason => reason.Words)
            .ShouldBe([
                "Widened access: User:* may again do what 1 DENY refuses, where another ACL allows it: DENY read topic orders.",
                "User:* is everybody who reaches the cluster.",
            ]);
    }

    [Fact]
    public async Task What_is_not_about_one_topic_is_for_platform_though_one_team_owns_every_topic()
    {
        foreach (
            var acl in new[]
            {
                new Acl(Legacy, AclOperation.Alter, AclResource.Cluster, AclPattern.Literal, "kafka-cluster"),
                new Acl(Legacy, AclOperation.Read, AclResource.Group, AclPattern.Literal, "app"),
                new Acl(Legacy, AclOperation.Write, AclResource.TransactionalId, AclPattern.Literal, "app"),
                On(Acl.Any, AclOperation.Read),
            }
        )
        {
            await There(acl);
            var id = await _world.Ask(AclRemoval.Draft("dev", [acl]));
            await _world.PlanAll();
            (await _world.View(id)).Approvals.Select(step => step.Team).Distinct().ShouldBe([SeededStructure.Platform]);
        }
    }

    [Fact]
    public async Task What_brokers_and_the_portal_need_is_not_removed_like_the_rest()
    {
        var brokers = new Acl(
            "User:broker",
            AclOperation.ClusterAction,
            AclResource.Cluster,
            AclPattern.Literal,
            "kafka-cluster"
        );
        var anybody = brokers with { Principal = Acl.Everybody, Operation = AclOperation.Describe };
        var portal = Read with { Principal = "User:ANONYMOUS" };
        await There(brokers, anybody, portal);
        var (ofBrokers, ofAnybody, ofPortal) = (
            await _world.Ask(AclRemoval.Draft("dev", [brokers])),
            await _world.Ask(AclRemoval.Draft("dev", [anybody])),
            await _world.Ask(AclRemoval.Draft("dev", [portal]))
        );
        await _world.PlanAll();

        (await _world.View(ofBrokers)).Approvals.ShouldContain(step => step.IsOverride);
        (await _world.View(ofAnybody)).Approvals.ShouldContain(step => step.IsOverride);
        var blocked = (await _world.View(ofPortal)).Row;
        blocked.State.ShouldBe(ChangeState.ChangesRequested);
        blocked
            .StatusMessage.ShouldNotBeNull()
            .ShouldStartWith("The portal signs in to this cluster as User:ANONYMOUS");
    }

    [Fact]
    public async Task A_grant_does_not_take_over_ACLs_that_the_portal_itself_needs()
    {
        await There(Read with { Principal = Portal });
        var id = await _world.Ask(Grant("portal-reads", Reads("orders", Portal)));
        await _world.PlanAll();

        var blocked = (await _world.View(id)).Row;
        blocked.State.ShouldBe(ChangeState.ChangesRequested);
        blocked.StatusMessage.ShouldBe(
            "The portal signs in to this cluster as User:ANONYMOUS and needs its ACLs, so none becomes part of a grant that ends: read topic orders. Have it sign in as another principal first, on the cluster's page."
        );
    }

    [Fact]
    public async Task A_grant_that_ends_leaves_the_ACLs_of_the_portal_on_the_cluster()
    {
        var granted = await _world.Carry(Grant("portal-reads", Reads("orders", Portal)));
        (await _world.View(granted))
            .Checks.Single(check => check.Name.StartsWith("own ", StringComparison.Ordinal))
            .ShouldSatisfyAllConditions(
                check => check.Verdict.ShouldBe(CheckVerdict.NeedsOverride),
                check => check.Words.ShouldContain("stays on the cluster after the grant has ended")
            );
        var held = await _world.AclsOf(Portal);
        held.Count.ShouldBe(3);
        var id = await _world.Ask(End("portal-reads"));
        await _world.PlanAll();
        (await _world.View(id))
            .Checks.Single(check => check.Name.StartsWith("left", StringComparison.Ordinal))
            .Words.ShouldStartWith("The portal signs in to this cluster as User:ANONYMOUS, so these ACLs stay");
        await _world.Approve(id);
        await _world.ApplyAll();

        (await _world.View(id)).Row.State.ShouldBe(ChangeState.Applied);
        (await _world.AclsOf(Portal)).ShouldBe(held);
        await using var db = await _world.Open();
        (await db.Set<AccessGrant>().AnyAsync(g => g.EndedAt == null)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_removal_that_was_approved_before_the_portal_signed_in_as_its_principal_removes_nothing()
    {
        var id = await _world.Ask(AclRemoval.Draft("dev", [Read]));
        await _world.PlanAll();
        await _world.Approve(id);
        await using (var db = await _world.Open())
        {
            await db.Database.ExecuteSqlAsync(
                $"update endpoint set username = 'legacy', sasl_mechanism = 'PLAIN' where kind = 'kafka'"
            );
        }

        await _world.ApplyAll();

        (await _world.View(id)).Row.State.ShouldNotBe(ChangeState.Applied);
        (await _world.AclsOf(Legacy)).ShouldContain(Read);
    }

    [Fact]
    public async Task Whose_approval_it_needs_can_not_be_chosen_by_naming_another_topic()
    {
        var draft = AclRemoval.Draft("dev", [On("secrets", AclOperation.Read)]);
        var spec = (AccessSpec)draft.Spec! with { Topic = "orders" };

        (await Refused(draft with { Spec = spec })).Keys.ShouldBe(["resources[0].spec.topic"]);
        (await Refused(draft with { Spec = spec with { Topic = "secrets", Principal = "User:other" } })).Keys.ShouldBe([
            "resources[0].spec.principal",
        ]);
        (await Refused(draft with { Spec = spec with { Topic = "secrets", Group = "app-" } })).Keys.ShouldBe([
            "resources[0].spec.removes",
        ]);
        var group = new Acl(Legacy, AclOperation.Read, AclResource.Group, AclPattern.Prefixed, "app-");
        ((AccessSpec)AclRemoval.Draft("dev", [group, Read]).Spec!).Topic.ShouldBe(Acl.Any, "Platform approves");
    }

    [Theory]
    [InlineData("orders\u200b")]
    [InlineData("shop\\users")]
    public async Task An_ACL_whose_name_is_not_written_as_it_is_listed_is_refused(string topic) =>
        (await Refused(AclRemoval.Draft("dev", [On(topic, AclOperation.Read)]))).Keys.ShouldBe([
            "resources[0].spec.removes",
        ]);

    private static Acl On(string topic, AclOperation operation) =>
        new(Legacy, operation, AclResource.Topic, AclPattern.Literal, topic);

    private async Task There(params Acl[] acls) =>
        await (await _world.Acls()).Create(acls, Soon, CancellationToken.None);

    private async Task<IReadOnlyDictionary<string, string>> Refused(ResourceDraft draft) =>
        (
            (Outcome<ChangeId>.Refused)
                await _world
                    .Get<ChangeRequests>()
                    .Submit(
                        await _world.Person(Role.Member, SeededStructure.Payments),
                        new("", "gone since 2024", "", [draft]),
                        CancellationToken.None
                    )
        )
            .Why
            .Fields!;
}
