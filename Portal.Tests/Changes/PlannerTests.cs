using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Plans;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Tests.Kit;

namespace Portal.Tests.Changes;

public sealed class PlannerTests
{
    private static readonly ClusterId _one = new(1);
    private static readonly ClusterId _two = new(2);
    private static readonly Dictionary<ClusterId, string> Clusters = new() { [_one] = "eu", [_two] = "us" };
    private static readonly DateTimeOffset _now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void All_that_is_impossible_is_said_at_once()
    {
        ChangeResource[] asked = [Create(0, _one, "taken"), Create(1, _one, "also.taken")];
        var words = PlanOutline
            .Of(TestKinds.All, asked, [Live(_one, Topic("taken"), Topic("also.taken"))])
            .ShouldBeOfType<PlanOutline.Impossible>()
            .Words;
        words.ShouldContain("Topic taken already exists");
        words.ShouldContain("Topic also.taken already exists");
    }

    [Fact]
    public void What_is_gone_already_leaves_nothing_to_do()
    {
        var live = Live(_one, Topic("gone"));
        PlanOutline
            .Of(
                TestKinds.All,
                [Delete(0, _one, "never.there")],
                [live with { Resources = live.Resources.Add("never.there", null) }]
            )
            .ShouldBeOfType<PlanOutline.NothingToDo>();
    }

    [Fact]
    public void A_setting_that_the_cluster_lacks_leaves_nothing_to_do_and_is_noted()
    {
        var topic = Topic("orders");
        var orders = topic with
        {
            Configs = topic.Configs.Add("cleanup.policy", new LiveConfig("delete", IsDefault: true)),
        };

        Outline(("min.insync.replicas", "2"))
            .LeftOut.ShouldBe("orders: The cluster has no such setting, so it isn't set: min.insync.replicas.");
        Outline(("cleanup.policy", "delete")).LeftOut.ShouldBeNull();

        PlanOutline.NothingToDo Outline((string Name, string Value) setting) =>
            PlanOutline
                .Of(
                    TestKinds.All,
                    [
                        Resource(
                            0,
                            _one,
                            "orders",
                            ResourceOperation.Update,
                            CoreJson.Write(
                                new TopicSpec(1, 1, TopicSpec.NoConfigs.Add(setting.Name, setting.Value), "")
                            )
                        ),
                    ],
                    [Live(_one, orders)]
                )
                .ShouldBeOfType<PlanOutline.NothingToDo>();
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void An_approval_that_nobody_can_give_is_said_at_once(int approvers, bool said)
    {
        ChangeResource[] asked = [Create(0, _one, "orders.new")];
        LiveEngine[] live =
        [
            Live(_one) with
            {
                Resources = ImmutableSortedDictionary<string, ResourceState?>.Empty.Add("orders.new", null),
            },
        ];
        var body = PlanOutline.Of(TestKinds.All, asked, live).ShouldBeOfType<PlanOutline.Steps>().Body;
        var subject = Subject(asked) with
        {
            Rules = [OwnerApproves],
            Approvers =
            [
                .. Enumerable
                    .Range(0, approvers)
                    .Select(n => new EligibleApprover
                    {
                        Team = new TeamId(1),
                        Handle = $"approver-{n}",
                        Name = $"Approver {n}",
                    }),
            ],
        };

        var ready = Judge.Of(TestKinds.All, subject, live, body, PlanEvidence.None, _now);

        ready
            .Findings.Any(f => f.Name == "approvers" && f.Words.Contains("nobody other than the requester can"))
            .ShouldBe(said);
    }

    [Fact]
    public void Who_may_approve_what_a_step_is_for_makes_up_for_a_missing_approver_there_and_nowhere_else()
    {
        ChangeResource[] asked = [Create(0, _one, "orders"), Create(1, _one, "refunds")];
        LiveEngine[] live =
        [
            Live(_one) with
            {
                Resources = ImmutableSortedDictionary<string, ResourceState?>
                    .Empty.Add("orders", null)
                    .Add("refunds", null),
            },
        ];
        var body = PlanOutline.Of(TestKinds.All, asked, live).ShouldBeOfType<PlanOutline.Steps>().Body;
        var (theirs, others) = (new TeamId(1), new TeamId(3));
        var subject = Subject(asked) with
        {
            Rules = [OwnerApproves],
            Owners = [new(theirs, "Payments", [0]), new(others, "Checkout", [1])],
            Approvers = [Limited(theirs, "lin", "orders"), Limited(others, "iris", "refunds")],
        };

        Shortage(subject).ShouldBeNull();
        Shortage(subject with { Approvers = [Limited(theirs, "lin", "orders"), Limited(others, "iris", "orders")] })
            .ShouldNotBeNull()
            .ShouldStartWith("“Owning team: Checkout” needs 1 to approve, and nobody other than the requester can");
        Shortage(subject with { Owners = [new(theirs, "Payments", [0, 1])] })
            .ShouldNotBeNull()
            .ShouldStartWith("“Owning team” needs 1 to approve, and nobody other than the requester can");

        string? Shortage(PlanSubject of) =>
            Judge
                .Of(TestKinds.All, of, live, body, PlanEvidence.None, _now)
                .Findings.SingleOrDefault(finding => finding.Name == ApproverShortage.Check)
                ?.Words;
    }

    [Fact]
    public void A_name_on_two_clusters_is_judged_by_the_evidence_of_its_own()
    {
        ChangeResource[] asked = [Delete(0, _one, "orders"), Delete(1, _two, "orders")];
        LiveEngine[] live = [Live(_one, Topic("orders")), Live(_two, Topic("orders"))];
        var body = PlanOutline.Of(TestKinds.All, asked, live).ShouldBeOfType<PlanOutline.Steps>().Body;
        var evidence = new PlanEvidence([Holds(_one, 0), Holds(_two, 5)]);
        var ready = Judge.Of(TestKinds.All, Subject(asked), live, body, evidence, _now);
        ready
            .Risk.Reasons.Select(r => r.Words)
            .ShouldBe([
                "Records of orders are deleted and can't be brought back (5 are in it now).",
                "orders is empty, so no record is lost.",
            ]);
    }

    [Fact]
    public void A_name_on_two_clusters_is_found_under_the_name_of_each()
    {
        ChangeResource[] asked = [Delete(0, _one, "orders"), Delete(1, _two, "orders"), Delete(2, _two, "invoices")];
        Judged(asked, Unseen(_one))
            .Findings.Select(f => f.Name)
            .Where(name => name.StartsWith("readers", StringComparison.Ordinal))
            .ShouldBe(["readers · orders on eu", "readers · orders on us", "readers · invoices"]);
    }

    [Fact]
    public void What_was_overridden_on_one_cluster_is_not_overridden_on_another()
    {
        ChangeResource[] asked = [Delete(0, _one, "orders"), Delete(1, _two, "orders")];
        var approved = Judged(asked, Unseen(_one));
        var plan = Plan(approved);
        var then = approved.Findings.Select(Stored).ToList();

        EvidenceDifference.InWords(TestKinds.All, plan, then, approved, _now).ShouldBeNull();

        var worse = Judged(asked, Unseen(_two));
        EvidenceDifference
            .InWords(TestKinds.All, plan, then, worse, _now)
            .ShouldNotBeNull()
            .ShouldStartWith("Since it was approved");
    }

    private static PlanProposal.Ready Judged(ChangeResource[] asked, TopicEvidence unseen)
    {
        LiveEngine[] live = [Live(_one, Topic("orders")), Live(_two, Topic("orders"), Topic("invoices"))];
        var body = PlanOutline.Of(TestKinds.All, asked, live).ShouldBeOfType<PlanOutline.Steps>().Body;
        var evidence = new PlanEvidence([
            unseen,
            Holds(unseen.On.Cluster == _one ? _two : _one, 1),
            Holds(_two, 1) with
            {
                On = TopicKind.On(_two, "invoices"),
            },
        ]);
        return Judge.Of(TestKinds.All, Subject(asked), live, body, evidence, _now);
    }

    private static Plan Plan(PlanProposal.Ready made) =>
        new()
        {
            ChangeId = new(1),
            Number = 1,
            Hash = "",
            FormVersion = CanonicalForm.Version,
            Canonical = CanonicalForm.Write(made.Body),
            EvidenceJson = CanonicalForm.Write(made.Evidence),
            RiskScore = made.Risk.Score,
            RiskBand = made.Risk.Band,
            RiskReasons = [.. made.Risk.Reasons],
            MadeAt = _now,
        };

    private static CheckResult Stored(Finding finding) =>
        new()
        {
            PlanId = new(1),
            Name = finding.Name,
            Verdict = finding.Verdict,
            Words = finding.Words,
            SeenAt = _now,
        };

    // Who reads it isn't known, which needs an override.
    private static TopicEvidence Unseen(ClusterId cluster) => Holds(cluster, 1) with { AreAllReaders = false };

    private static PlanSubject Subject(ChangeResource[] asked) =>
        new(
            new Change
            {
                Title = "test",
                State = ChangeState.Planning,
                Environment = SeededStructure.Dev,
                Actor = Actor.Planner,
                Authors = [],
                CreatedAt = _now,
                UpdatedAt = _now,
                ExpiresAt = _now,
                Resources = [.. asked],
            },
            new FindingNames(asked, Clusters),
            new RiskSetting(false, null),
            [],
            [],
            new TeamId(2),
            [new OwnedResources(new TeamId(1), "Team", [.. asked.Select(r => r.Ordinal)])],
            []
        );

    private static EligibleApprover Limited(TeamId team, string handle, string topic) =>
        new()
        {
            Team = team,
            Handle = handle,
            Name = handle,
            Scoped =
            [
                new ScopedRole
                {
                    Id = 1,
                    PersonId = new(1),
                    TeamId = team,
                    Role = Role.Approver,
                    OnlyKind = TopicKind.Word.Word,
                    OnlyClusterId = _one,
                    OnlyName = topic,
                    ExpiresAt = _now,
                },
            ],
        };

    private static ApprovalRule OwnerApproves =>
        new()
        {
            Environment = SeededStructure.Dev,
            RiskBand = RiskBand.Low,
            Ordinal = 1,
            Title = "Owning team",
            FromOwner = true,
            Quorum = 1,
        };

    private static TopicEvidence Holds(ClusterId cluster, long records) =>
        new(TopicKind.On(cluster, "orders"), records, records, new(records, records), [], true, 1, _now);

    private static ChangeResource Create(int ordinal, ClusterId cluster, string name) =>
        Resource(
            ordinal,
            cluster,
            name,
            ResourceOperation.Create,
            CoreJson.Write(new TopicSpec(1, 1, TopicSpec.NoConfigs, ""))
        );

    private static ChangeResource Delete(int ordinal, ClusterId cluster, string name) =>
        Resource(ordinal, cluster, name, ResourceOperation.Delete, null);

    private static ChangeResource Resource(
        int ordinal,
        ClusterId cluster,
        string name,
        ResourceOperation operation,
        string? wanted
    ) =>
        new()
        {
            Ordinal = ordinal,
            Kind = TopicKind.Word,
            Operation = operation,
            ClusterId = cluster,
            Name = name,
            LockKey = name,
            OwnerTeamId = new TeamId(1),
            Wanted = wanted,
        };

    private static LiveTopic Topic(string name) =>
        new(
            name,
            new Guid(1, 0, 0, new byte[8]),
            1,
            1,
            false,
            ImmutableSortedDictionary.Create<string, LiveConfig>(StringComparer.Ordinal)
        );

    private static LiveEngine Live(ClusterId id, params LiveTopic[] topics) =>
        new(
            TopicKind.Word,
            id,
            $"kafka-{id.Value}",
            topics.ToImmutableSortedDictionary(t => t.Name, t => (ResourceState?)t, StringComparer.Ordinal),
            new Dictionary<string, string>(),
            1
        );
}
