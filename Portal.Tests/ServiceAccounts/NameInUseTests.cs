using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Tests.Access;
using Portal.Tests.Applying;
using Portal.Tests.Kit;

namespace Portal.Tests.ServiceAccounts;

/// <summary>A name may be somebody's already, by other means than SCRAM: nobody gets that somebody's rights by requesting an account.</summary>
public sealed class NameInUseTests : IAsyncLifetime
{
    private const string Legacy = "User:legacy";
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task ACLs_that_nobody_manages_are_named_and_need_an_override()
    {
        await Allowed(_world, Write(Legacy));

        await IsNamed(_world);
    }

    [Fact]
    public async Task On_the_local_cluster_as_well()
    {
        await using var kafka = await LocalKafka.Start(brokers: 1);
        await using var world = await WorkerWorld.On(kafka.Bootstrap);
        await Allowed(world, Write(Legacy));

        await IsNamed(world);
    }

    [FullRunFact]
    public async Task On_Apache_Kafka_as_well()
    {
        await using var kafka = await RealKafka.Start();
        await using var world = await WorkerWorld.On(kafka.Bootstrap);
        await Allowed(world, Write(Legacy));

        await IsNamed(world);
    }

    [Fact]
    public async Task The_principal_that_the_portal_signs_in_as_is_blocked()
    {
        await SignsIn(EndpointKind.Kafka, "operator");

        var view = await Planned("operator");

        view.Row.State.ShouldBe(ChangeState.ChangesRequested);
        view.Row.StatusMessage.ShouldNotBeNull().ShouldContain("The portal signs in to this cluster as User:operator");
    }

    [Fact]
    public async Task One_that_the_portal_signs_in_as_meanwhile_is_neither_rotated_nor_deleted()
    {
        await _world.Carry(ServiceAccountWorlds.Create("operator"));
        await SignsIn(EndpointKind.Kafka, "operator");
        var rotated = await _world.Ask(ServiceAccountWorlds.Rotate("operator", to: 2));
        await _world.PlanAll();
        (await _world.View(rotated)).Row.State.ShouldBe(ChangeState.ChangesRequested);

        var deleted = await _world.Ask(ServiceAccountWorlds.Delete("operator"));
        await _world.PlanAll();
        (await _world.View(deleted)).Row.State.ShouldBe(ChangeState.ChangesRequested);
    }

    [Fact]
    public async Task The_one_that_stream_jobs_sign_in_as_needs_an_override()
    {
        await SignsIn(EndpointKind.JobKafka, "flink");

        var view = await Planned("flink");

        Check(view, "jobs").Verdict.ShouldBe(CheckVerdict.NeedsOverride);
        view.Plan!.RiskReasons[0].Words.ShouldContain("somebody signs in as User:flink already");
    }

    [Theory]
    [InlineData("Admin")]
    [InlineData("broker-3")]
    public async Task A_reserved_name_is_blocked(string name)
    {
        var view = await Planned(name);

        view.Row.State.ShouldBe(ChangeState.ChangesRequested);
        view.Row.StatusMessage.ShouldNotBeNull().ShouldContain("Portal:ServiceAccounts:ReservedNames");
    }

    [Fact]
    public void Reserved_names_are_those_of_the_settings()
    {
        var options = new ServiceAccountOptions { ReservedNames = ["ops", "kafka-*"] };

        options.IsReserved("OPS").ShouldBeTrue();
        options.IsReserved("kafka-connect").ShouldBeTrue();
        options.IsReserved("opsgenie").ShouldBeFalse();
        options.IsReserved("admin").ShouldBeFalse("the usual ones were replaced");
        Validator.TryValidateObject(options, new(options), null).ShouldBeTrue();
        var everything = new ServiceAccountOptions { ReservedNames = ["*"] };
        Validator.TryValidateObject(everything, new(everything), null).ShouldBeFalse();
    }

    [Fact]
    public async Task A_name_that_nothing_names_is_said_to_be_just_that()
    {
        await Allowed(_world, Write(Acl.Everybody));

        var view = await Planned("fresh");

        Check(view, "grants")
            .ShouldSatisfyAllConditions(
                check => check.Verdict.ShouldBe(CheckVerdict.Passed),
                check =>
                    check.Words.ShouldBe(
                        "No grant and no ACL allows User:fresh anything yet, beside what 1 ACL allows User:*. Whether it is a super user can't be read from a cluster. Where brokers allow everyone while a resource has no ACL (allow.everyone.if.no.acl.found), it may use all that has none."
                    )
            );
        view.Plan!.RiskReasons[0]
            .Words.ShouldBe("fresh is new, and may do what everybody may, User:*, until access is granted to it.");
        view.Row.State.ShouldBe(ChangeState.Approved, "nobody is asked in dev");
    }

    [Fact]
    public async Task An_ACL_that_appears_before_it_is_applied_makes_it_stale()
    {
        var fresh = await _world.Ask(ServiceAccountWorlds.Create("legacy"));
        await _world.PlanAll();
        await Allowed(_world, Write(Legacy));
        await _world.ApplyAll();

        (await _world.View(fresh)).Row.State.ShouldBe(ChangeState.Stale);
        (await _world.Iterations("legacy")).ShouldBeNull();

        // The override is for those that it named.
        await _world.PlanAll();
        await _world.Agree(fresh);
        await Allowed(_world, Write(Legacy) with { Operation = AclOperation.Read });
        await _world.ApplyAll();
        (await _world.View(fresh)).Row.State.ShouldBe(ChangeState.Stale);

        await _world.PlanAll();
        await _world.Agree(fresh);
        await _world.ApplyAll();
        (await _world.View(fresh)).Row.State.ShouldBe(ChangeState.Applied);
    }

    [Fact]
    public async Task A_preview_names_them_from_what_was_last_seen()
    {
        await using (var db = await _world.Open())
        {
            var now = TimeProvider.System.GetUtcNow();
            var cluster = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
            db.Add(
                new AclReading
                {
                    ClusterId = cluster,
                    ReadAt = now,
                    TriedAt = now,
                }
            );
            db.Add(SeenAcl.Of(cluster, Write(Legacy), now));
            await db.SaveChangesAsync();
            var preview = _world.Get<ServiceAccountPreview>();
            var on = new ResourceRef(ServiceAccountKind.Word, cluster, "legacy");

            var state = await preview.Read(cluster, ["legacy"], CancellationToken.None);
            var seen = await preview.Evidence(state.Live, new ResourcePlan(on, [], null), CancellationToken.None);

            seen.ShouldBeOfType<ServiceAccountEvidence>().Rights!.Unmanaged.ShouldBe([Write(Legacy)]);
        }
    }

    [Fact]
    public async Task Deleting_an_account_lists_the_ACLs_that_stay_behind()
    {
        await _world.Carry(ServiceAccountWorlds.Create("legacy"));
        await Allowed(_world, Write(Legacy));
        var id = await _world.Ask(ServiceAccountWorlds.Delete("legacy"));
        await _world.PlanAll();

        Check(await _world.View(id), "acls")
            .Words.ShouldBe(
                "ACLs that the portal doesn't manage stay on the cluster, and count for whoever gets an account of this name: write topic orders."
            );
    }

    private static async Task IsNamed(WorkerWorld world)
    {
        var id = await world.Ask(ServiceAccountWorlds.Create("legacy"));
        await world.PlanAll();

        var view = await world.View(id);
        view.Row.State.ShouldBe(ChangeState.PendingApproval);
        view.Approvals.ShouldContain(step => step.IsOverride);
        Check(view, "grants")
            .Words.ShouldBe(
                "legacy may do something already: by 1 ACL that the portal doesn't manage: write topic orders. Who has the new password may do it too."
            );
        view.Plan!.RiskReasons[0]
            .Words.ShouldBe(
                "legacy is new, and whoever has its password may do what is allowed already: write topic orders."
            );
    }

    private async Task<ChangeView> Planned(string name)
    {
        var id = await _world.Ask(ServiceAccountWorlds.Create(name));
        await _world.PlanAll();
        return await _world.View(id);
    }

    private static CheckResult Check(ChangeView view, string name) =>
        view.Checks.Single(check => check.Name.StartsWith(name, StringComparison.Ordinal));

    private async Task SignsIn(EndpointKind kind, string user)
    {
        await using var db = await _world.Open();
        var cluster = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Name == "dev");
        if (cluster.Endpoints.All(endpoint => endpoint.Kind != kind))
        {
            cluster.Endpoints.Add(new Endpoint { Kind = kind, Addresses = "kafka:9092" });
        }

        var its = cluster.Endpoints.Single(endpoint => endpoint.Kind == kind);
        (its.Username, its.SaslMechanism) = (user, "PLAIN");
        await db.SaveChangesAsync();
    }

    private static async Task Allowed(WorkerWorld world, params Acl[] acls) =>
        await (await world.Acls()).Create(acls, AccessWorlds.Soon, CancellationToken.None);

    private static Acl Write(string principal) =>
        new(principal, AclOperation.Write, AclResource.Topic, AclPattern.Literal, "orders");
}
