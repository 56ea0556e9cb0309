using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Requests;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Core.Topics;
using Portal.Engines;
using Portal.Engines.Kafka;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Tests.ServiceAccounts;
using Portal.Workers.Collecting.Access;
using Portal.Workers.Collecting.ServiceAccounts;
using Portal.Workers.Reconciling;
using Portal.Workers.Reconciling.Access;
using Portal.Workers.Reconciling.ServiceAccounts;
using Portal.Workers.Reconciling.Topics;
using static Portal.Tests.Access.AccessWorlds;

namespace Portal.Tests.Access;

/// <summary>What a policy or a cluster makes of a request for access, and what somebody does behind the portal's back.</summary>
public sealed class AccessPolicyTests : IAsyncLifetime
{
    private const string App = "User:app";
    private readonly WorkerWorld _world = new();

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.Manage("orders");
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_grant_on_a_cluster_without_an_authorizer_is_sent_back()
    {
        _world.AclStore.IsOff = true;

        var view = await Planned(Grant("app-reads", Reads("orders", App)));

        view.Row.State.ShouldBe(ChangeState.ChangesRequested);
        view.Row.StatusMessage.ShouldNotBeNull().ShouldContain("No authorizer is configured on this cluster");
    }

    [Fact]
    public async Task That_a_cluster_is_silent_is_known_before_its_quotas_are_waited_for()
    {
        var quotas = new TaskCompletionSource();
        _world.AclStore.Hold = question =>
            question == nameof(IClusterAcls.Quotas)
                ? quotas.Task
                : Task.FromException(new EngineException(EngineFault.Transient, "No broker answers."));
        var look = new AclWatch(_world.Stores, _world.AclStore, TimeProvider.System).Look(CancellationToken.None);

        await Deadline.Until(async () =>
        {
            await using var db = await _world.Open();
            return await db.Set<AclReading>().AnyAsync(r => r.Failure == "No broker answers.");
        });

        look.IsCompleted.ShouldBeFalse();
        quotas.SetResult();
        await look;
    }

    [Fact]
    public async Task An_account_on_a_cluster_that_takes_no_SCRAM_needs_an_override()
    {
        _world.CredentialStore.Taken = [];

        var view = await Planned(ServiceAccountWorlds.Create("app"));

        var check = Check(view, "mechanism");
        check.Verdict.ShouldBe(CheckVerdict.NeedsOverride);
        check.Words.ShouldContain("They take no SCRAM at all.");
        view.Row.State.ShouldBe(ChangeState.PendingApproval);
        view.Approvals.ShouldContain(step => step.IsOverride);
    }

    [Fact]
    public async Task A_grant_in_production_without_an_end_needs_an_override_and_one_elsewhere_does_not()
    {
        await _world.Record(TopicKind.Word, "orders", WorkerWorld.Spec(3, 1), "prod");
        var forever = Reads("orders", App) with { NeverExpires = true };
        var inProd = Grant("app-reads", forever) with { Cluster = "prod" };

        var view = await Planned(inProd);

        Check(view, "expiry").Verdict.ShouldBe(CheckVerdict.NeedsOverride);
        await _world.Approve(view.Row.Id);
        (await _world.View(view.Row.Id)).Row.State.ShouldBe(
            ChangeState.PendingApproval,
            "Platform hasn't overridden it"
        );
        await _world.Override(view.Row.Id);
        (await _world.View(view.Row.Id)).Row.State.ShouldBe(ChangeState.Approved);
        Check(await Planned(Grant("app-reads", forever)), "expiry").Verdict.ShouldBe(CheckVerdict.Noted);
    }

    [Fact]
    public async Task A_grant_that_names_no_end_gets_the_one_of_the_policy()
    {
        var now = TimeProvider.System.GetUtcNow();
        await _world.Carry(Grant("app-reads", Reads("orders", App)));

        await using var db = await _world.Open();
        var end = (await db.Set<AccessGrant>().SingleAsync(g => g.Name == "app-reads")).ExpiresAt.ShouldNotBeNull();
        (end - now).ShouldBeInRange(TimeSpan.FromDays(90) - TimeSpan.FromMinutes(2), TimeSpan.FromDays(90.1));
        IResourceKind week = new AccessKind(Options.Create(new AccessOptions { DefaultDays = 7 }));
        var completed = (AccessSpec)week.Complete(Reads("orders", App), null, now);
        (completed.Expires!.Value - now).ShouldBeInRange(TimeSpan.FromDays(6.9), TimeSpan.FromDays(7));
    }

    [Fact]
    public async Task Access_to_every_topic_and_for_everybody_is_of_high_risk_and_says_so()
    {
        var view = await Planned(Grant("all", Reads(Acl.Any, Acl.Everybody)));

        var reasons = view.Plan!.RiskReasons.Select(reason => reason.Words).ToList();
        reasons.ShouldContain(words => words.StartsWith("It counts for every topic of the cluster"));
        reasons.ShouldContain("User:* is everybody who reaches the cluster.");
        view.Plan.RiskBand.ShouldBe(RiskBand.High);
    }

    [Fact]
    public async Task Access_to_every_topic_is_for_Platform_to_approve_though_one_team_owns_all_that_are_there()
    {
        await _world.Record(TopicKind.Word, "pay.in", WorkerWorld.Spec(3, 1));

        (await Planned(Grant("all-topics", Reads(Acl.Any, App))))
            .Approvals.Select(step => step.Team)
            .Distinct()
            .ShouldBe([SeededStructure.Platform]);
    }

    [Fact]
    public async Task Access_to_topics_of_several_teams_by_their_prefix_is_for_Platform_to_approve()
    {
        await _world.Record(TopicKind.Word, "pay.in", WorkerWorld.Spec(3, 1));
        var prefix = Reads("pay.", App) with { Pattern = AclPattern.Prefixed };
        (await Planned(Grant("one-team", prefix)))
            .Approvals.Select(step => step.Team)
            .Distinct()
            .ShouldBe([SeededStructure.Payments]);

        await _world.Record(TopicKind.Word, "pay.out", WorkerWorld.Spec(3, 1), owner: SeededStructure.Checkout);

        (await Planned(Grant("two-teams", prefix)))
            .Approvals.Select(step => step.Team)
            .Distinct()
            .ShouldBe([SeededStructure.Platform]);
    }

    [Fact]
    public async Task An_ACL_of_a_grant_that_somebody_removed_is_drift_until_it_is_back()
    {
        await _world.Carry(Grant("app-reads", Reads("orders", App)));
        (await Drifts()).ShouldBeEmpty();
        var removed = (await _world.AclsOf(App)).Single(acl =>
            acl is { Operation: AclOperation.Read, Resource: AclResource.Topic }
        );

        await _world.Remove(removed);

        var drift = (await Drifts()).ShouldHaveSingleItem();
        drift.Field.ShouldContain("read topic orders");
        (drift.Wanted, drift.Live).ShouldBe(("allowed", "removed"));
        await _world.Make(removed);
        (await Drifts()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_repair_that_the_cluster_refuses_leaves_the_grant_what_it_held_and_the_drift()
    {
        await _world.Carry(Grant("app-reads", Reads("orders", App)));
        var before = await _world.AclsOf(App);
        await _world.Remove(before.Single(acl => acl is { Operation: AclOperation.Read, Resource: AclResource.Topic }));
        _world.AclStore.Fault = act =>
            act == "Create" ? new EngineException(EngineFault.Final, "not allowed to") : null;

        var id = await _world.Carry(Change("app-reads", Reads("orders", App) with { Group = "other-" }));

        (await _world.View(id)).Row.State.ShouldBe(ChangeState.RolledBack);
        (await _world.HeldAcls()).ShouldBe(before);
        var drift = (await Drifts()).ShouldHaveSingleItem();
        drift.Field.ShouldContain("read topic orders");
        drift.Live.ShouldBe("removed");
    }

    [Fact]
    public async Task A_DENY_that_is_created_later_and_wins_over_a_grant_is_drift_and_named()
    {
        await _world.Carry(Grant("app-reads", Reads("orders", App)));
        await _world.Carry(Grant("app-writes", Writes));
        (await Drifts()).ShouldBeEmpty();
        var deny = new Acl(
            Acl.Everybody,
            AclOperation.Describe,
            AclResource.Group,
            AclPattern.Prefixed,
            "app",
            AclPermission.Deny
        );

        await _world.Make(deny);

        var drift = (await Drifts()).ShouldHaveSingleItem();
        drift.Field.ShouldBe("User:*: DENY describe group app… (prefix)");
        drift.Live.ShouldBe("wins over the grant");
        var grants = await _world.Get<AccessList>().Page(new(), null, 100, CancellationToken.None);
        grants
            .Select(row => (row.Name, row.Missing, row.Denies.Count))
            .ShouldBe([("app-reads", 0, 1), ("app-writes", 0, 0)]);
        grants[0].Denies.ShouldBe([deny]);
        await _world.Remove(deny);
        (await Drifts()).ShouldBeEmpty();
    }

    private static AccessSpec Writes => Reads("orders", App) with { Mode = AccessMode.Write, Group = null };

    [Fact]
    public async Task A_password_that_was_changed_outside_of_the_portal_is_drift()
    {
        await _world.Carry(ServiceAccountWorlds.Create("app"));
        (await Drifts()).ShouldBeEmpty();

        await (await _world.Credentials()).Set(
            "app",
            CredentialMechanism.ScramSha512,
            4096,
            "theirs",
            Soon,
            CancellationToken.None
        );

        var drift = (await Drifts()).ShouldHaveSingleItem();
        (drift.Field, drift.Live).ShouldBe(("password", "changed outside the portal"));
    }

    private async Task<ChangeView> Planned(ResourceDraft draft)
    {
        var id = await _world.Ask(draft);
        await _world.PlanAll();
        return await _world.View(id);
    }

    private static CheckResult Check(ChangeView view, string name) =>
        view.Checks.Single(check => check.Name.StartsWith(name, StringComparison.Ordinal));

    // As the collector and the watch of drift come by, one after the other.
    private async Task<List<Drift>> Drifts()
    {
        var kinds = _world.Get<ResourceKinds>();
        await new AclWatch(_world.Stores, _world.AclStore, TimeProvider.System).Look(CancellationToken.None);
        await new CredentialWatch(_world.Stores, _world.CredentialStore, TimeProvider.System).Look(
            CancellationToken.None
        );
        IDriftReader[] readers =
        [
            new TopicDriftReader(),
            new AccessDriftReader(kinds, _world.Get<AccessPreview>()),
            new ServiceAccountDriftReader(kinds, _world.Get<ServiceAccountPreview>()),
        ];
        await new DriftWatch(_world.Stores, kinds, readers, TimeProvider.System).Look(CancellationToken.None);
        await using var db = await _world.Open();
        return await db.Set<Drift>().AsNoTracking().Where(d => d.EndedAt == null).ToListAsync();
    }
}
