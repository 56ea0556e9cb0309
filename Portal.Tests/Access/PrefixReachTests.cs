using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Tests.ServiceAccounts;
using static Portal.Tests.Access.AccessWorlds;

namespace Portal.Tests.Access;

/// <summary>A topic's owner approves access to the topic, and not to the consumer groups and transactional ids of others.</summary>
public sealed class PrefixReachTests : IAsyncLifetime
{
    private const string App = "User:app";
    private readonly WorkerWorld _world = new();

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.Manage("orders");
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData("che")]
    [InlineData("checkout-mail-eu")]
    public async Task A_prefix_that_covers_what_another_may_use_or_is_covered_by_it_needs_an_override(string prefix)
    {
        await Allowed(OnGroup("User:checkout", "checkout-mail"));

        var view = await Planned(Reads("orders", App) with { Group = prefix });

        Words(view).ShouldContain("User:checkout: read group checkout-mail… (prefix).");
        view.Approvals.ShouldContain(step => step.IsOverride);
        view.Plan!.RiskReasons.Select(reason => reason.Words)
            .ShouldContain("User:app may use consumer groups of others: their names begin as its own are to.");
    }

    [Fact]
    public async Task Consumer_groups_that_were_seen_and_are_not_its_own_are_named()
    {
        await Seen("checkout-mail", "billing-mail");

        Words(await Planned(Reads("orders", App) with { Group = "checkout" }))
            .ShouldContain("Seen on the cluster: checkout-mail.");
    }

    [Fact]
    public async Task Another_s_transactional_ids_would_be_fenced()
    {
        await Allowed(
            OnGroup("User:capture", "capture-0") with
            {
                Operation = AclOperation.Write,
                Resource = AclResource.TransactionalId,
                Pattern = AclPattern.Literal,
            }
        );

        Words(await Planned(Transactions("capture-")))
            .ShouldBe(
                "Others have transactional ids that begin with capture-, or with what it begins with. User:app could fence the producers that use these ids. Allowed already: User:capture: write transactional id capture-0. A longer prefix, of this principal's own, needs no override."
            );
        Check(await Planned(Transactions("app-"))).ShouldBeNull();
    }

    [Fact]
    public async Task What_is_its_own_already_or_its_team_s_or_everybody_s_needs_none()
    {
        await _world.Carry(ServiceAccountWorlds.Create("app"));
        await _world.Carry(ServiceAccountWorlds.Create("beside"));
        await Allowed(
            OnGroup("User:beside", "shared-"),
            OnGroup(App, "mine-"),
            OnGroup("User:tool", Acl.Any) with
            {
                Pattern = AclPattern.Literal,
            },
            OnGroup("User:watch", "mine-") with
            {
                Operation = AclOperation.Describe,
            }
        );
        await Seen("mine-mail");

        foreach (var prefix in new[] { "shared-", "mine-", "fresh-" })
        {
            Check(await Planned(Reads("orders", App) with { Group = prefix })).ShouldBeNull(prefix);
        }

        await Allowed(
            OnGroup(Acl.Everybody, Acl.Any) with
            {
                Pattern = AclPattern.Literal,
            },
            OnGroup("User:b", "open-")
        );
        Check(await Planned(Reads("orders", App) with { Group = "open-" })).ShouldBeNull();
    }

    [Fact]
    public async Task Two_grants_of_one_change_see_each_other()
    {
        var id = await _world.Ask(
            Grant("a", Reads("orders", "User:aaa") with { Group = "both-" }),
            Grant("b", Reads("orders", "User:bbb") with { Group = "both-b" })
        );
        await _world.PlanAll();

        (await _world.View(id))
            .Checks.Count(check => check.Name.StartsWith("prefix", StringComparison.Ordinal))
            .ShouldBe(2);
    }

    [Fact]
    public async Task What_another_is_allowed_after_the_approval_makes_it_stale()
    {
        await Allowed(OnGroup("User:checkout", "checkout-mail"));
        var id = await _world.Ask(Grant("app-reads", Reads("orders", App) with { Group = "checkout-" }));
        await _world.PlanAll();
        await _world.Agree(id);
        await Allowed(OnGroup("User:audit", "checkout-audit"));
        await _world.ApplyAll();

        var view = await _world.View(id);
        view.Row.State.ShouldBe(ChangeState.Stale);
        view.Row.StatusMessage.ShouldNotBeNull().ShouldContain("User:audit was allowed what this grant reaches too");
    }

    [Fact]
    public async Task A_preview_says_so_from_what_was_last_seen()
    {
        await using var db = await _world.Open();
        var (now, cluster) = (TimeProvider.System.GetUtcNow(), await Dev());
        db.Add(
            new AclReading
            {
                ClusterId = cluster,
                ReadAt = now,
                TriedAt = now,
            }
        );
        db.Add(SeenAcl.Of(cluster, OnGroup("User:checkout", "checkout-mail"), now));
        await db.SaveChangesAsync();
        var spec = Reads("orders", App) with { Group = "checkout-" };
        var on = new ResourceRef(AccessKind.Word, cluster, "app-reads");
        var step = TestKinds
            .All.Of(AccessKind.Word)
            .Steps(new(on, ResourceOperation.Create, spec, null, null), spec, null, null);
        var preview = _world.Get<AccessPreview>();
        var state = await preview.Read(cluster, ["app-reads"], CancellationToken.None);

        var seen = await preview.Evidence(
            state.Live,
            new(on, step.ShouldBeOfType<PlannedSteps.Needed>().Steps, null),
            CancellationToken.None
        );

        seen.ShouldBeOfType<AccessEvidence>().Reach.Acls.ShouldBe([OnGroup("User:checkout", "checkout-mail")]);
    }

    [Fact]
    public void A_prefix_of_a_letter_or_two_is_refused()
    {
        var kind = TestKinds.All.Of(AccessKind.Word);

        kind.SpecProblems(Reads("orders", App) with { Group = "c" }).ShouldHaveSingleItem().Field.ShouldBe("group");
        kind.SpecProblems(Transactions("ca")).ShouldHaveSingleItem().Field.ShouldBe("transactionalId");
        kind.SpecProblems(Reads("orders", App) with { Group = "che" }).ShouldBeEmpty();
    }

    private static AccessSpec Transactions(string prefix) =>
        Reads("orders", App) with
        {
            Mode = AccessMode.WriteInTransactions,
            Group = null,
            TransactionalId = prefix,
        };

    private async Task<ChangeView> Planned(AccessSpec spec)
    {
        var id = await _world.Ask(Grant($"app-{spec.Group}{spec.TransactionalId}", spec));
        await _world.PlanAll();
        return await _world.View(id);
    }

    private static string Words(ChangeView view) => Check(view).ShouldNotBeNull();

    private static string? Check(ChangeView view) =>
        view.Checks.SingleOrDefault(check => check.Name.StartsWith("prefix", StringComparison.Ordinal))?.Words;

    private async Task Seen(params string[] groups)
    {
        await using var db = await _world.Open();
        var (now, cluster) = (TimeProvider.System.GetUtcNow(), await Dev());
        db.AddRange(
            groups.Select(name => new SeenGroup
            {
                ClusterId = cluster,
                Name = name,
                Type = GroupType.Classic,
                State = "Stable",
                FirstSeenAt = now,
                SeenAt = now,
            })
        );
        await db.SaveChangesAsync();
    }

    private async Task<Core.ClusterId> Dev()
    {
        await using var db = await _world.Open();
        return (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
    }

    private async Task Allowed(params Acl[] acls) =>
        await (await _world.Acls()).Create(acls, Soon, CancellationToken.None);

    private static Acl OnGroup(string principal, string prefix) =>
        new(principal, AclOperation.Read, AclResource.Group, AclPattern.Prefixed, prefix);
}
