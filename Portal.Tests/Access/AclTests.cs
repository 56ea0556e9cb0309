using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Resources;
using Portal.Tests.Kit;

namespace Portal.Tests.Access;

/// <summary>What a grant comes to, and which DENY wins over it.</summary>
public sealed class AclTests
{
    private static readonly Acl Reads = new(
        "User:app",
        AclOperation.Read,
        AclResource.Topic,
        AclPattern.Literal,
        "orders"
    );

    [Theory]
    [InlineData("p", false)]
    [InlineData("pa", false)]
    [InlineData("pay", true)]
    public void A_prefix_with_which_the_topics_of_every_team_begin_is_refused(string prefix, bool isTaken)
    {
        var grant = AccessWorlds.Reads(prefix, "User:app") with { Pattern = AclPattern.Prefixed };

        var problems = TestKinds.All.Of(AccessKind.Word).SpecProblems(grant).ToList();

        problems.TrueForAll(problem => problem.Field == "topic").ShouldBeTrue();
        (problems.Count == 0).ShouldBe(isTaken);
    }

    [Theory]
    [InlineData("User:app", AclOperation.Read, AclPattern.Literal, "orders", true)]
    [InlineData("User:*", AclOperation.All, AclPattern.Prefixed, "ord", true)]
    [InlineData("User:*", AclOperation.All, AclPattern.Literal, "*", true)]
    [InlineData("User:other", AclOperation.All, AclPattern.Literal, "*", false)]
    [InlineData("User:app", AclOperation.Describe, AclPattern.Literal, "orders", true)]
    [InlineData("User:app", AclOperation.DescribeConfigs, AclPattern.Literal, "orders", false)]
    [InlineData("User:app", AclOperation.Write, AclPattern.Literal, "orders", false)]
    [InlineData("User:app", AclOperation.Read, AclPattern.Prefixed, "orders.", false)]
    public void A_deny_wins_where_both_are_about_the_same(
        string principal,
        AclOperation operation,
        AclPattern pattern,
        string name,
        bool wins
    ) =>
        new Acl(principal, operation, AclResource.Topic, pattern, name, AclPermission.Deny)
            .Overrides(Reads)
            .ShouldBe(wins);

    [Fact]
    public void A_prefix_is_met_by_a_deny_on_any_topic_within_it() =>
        new Acl("User:app", AclOperation.All, AclResource.Topic, AclPattern.Literal, "orders.eu", AclPermission.Deny)
            .Overrides(Reads with { Pattern = AclPattern.Prefixed, Name = "orders." })
            .ShouldBeTrue();

    [Theory]
    [InlineData(AccessMode.Read, "read topic orders, describe topic orders, read group app-… (prefix)")]
    [InlineData(AccessMode.Write, "write topic orders, describe topic orders")]
    [InlineData(
        AccessMode.WriteInTransactions,
        "write topic orders, describe topic orders, write transactional id app-… (prefix), describe transactional id app-… (prefix)"
    )]
    [InlineData(
        AccessMode.Manage,
        "describe topic orders, describe configs topic orders, alter topic orders, alter configs topic orders"
    )]
    public void A_grant_comes_to_exactly_these(AccessMode mode, string acls) =>
        GrantedAcls.Of(Spec(mode)).Select(acl => acl.InWords()).ShouldBe(acls.Split(", "), ignoreOrder: true);

    [Fact]
    public void A_new_expiry_alone_is_a_step_that_somebody_approves()
    {
        var kind = TestKinds.All.Of(AccessKind.Word);
        var spec = Spec(AccessMode.Write);
        var end = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var live = new LiveAccess("grant", GrantedAcls.Of(spec), [], end, "id", "id");
        var request = new ResourceRequest(
            new(AccessKind.Word, new ClusterId(1), "grant"),
            ResourceOperation.Update,
            spec,
            null,
            null
        );

        var step = kind.Steps(request, spec with { Expires = end.AddDays(90) }, live, null)
            .ShouldBeOfType<PlannedSteps.Needed>()
            .Steps.ShouldHaveSingleItem()
            .ShouldBeOfType<GrantAccess>();

        step.Moves.ShouldHaveSingleItem().Field.ShouldBe("expires");
        kind.Steps(request, spec with { Expires = end }, live, null)
            .ShouldBeOfType<PlannedSteps.Needed>()
            .Steps.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(90, "2027-04-01 00:00 UTC")]
    [InlineData(null, "it is removed")]
    public void A_grant_that_lasts_longer_weighs_as_much_as_a_new_one(int? days, string until)
    {
        var end = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var spec = Spec(AccessMode.Write) with { Principal = Acl.Everybody, Topic = Acl.Any, Expires = end };
        var live = new LiveAccess("grant", GrantedAcls.Of(spec), [], end, null, null);

        var granted = Weighed(spec, null);
        var longer = Weighed(
            spec with
            {
                Expires = days is { } more ? end.AddDays(more) : null,
                NeverExpires = days is null,
            },
            live
        );

        longer[0]
            .Words.ShouldBe(
                $"Longer access: User:* may write to every topic until {until} instead of until 2027-01-01 00:00 UTC."
            );
        longer.Select(reason => reason.Points).ShouldBe(granted.Select(reason => reason.Points));
        longer.Skip(1).ShouldBe(granted.Skip(1));
        longer.ShouldContain(reason => reason.Words == "Personal data: in orders.");
        Weighed(spec with { Expires = end.AddDays(-1) }, live)
            .ShouldBe([new RiskReason("User:* may write to every topic for less time.", 25)]);
    }

    [Fact]
    public void What_others_have_under_a_prefix_weighs_when_it_is_granted_and_not_when_it_lasts_longer()
    {
        var end = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var spec = Spec(AccessMode.Read) with { Expires = end };
        var live = new LiveAccess("grant", GrantedAcls.Of(spec), [], end, null, null);
        var others = new Acl("User:other", AclOperation.Read, AclResource.Group, AclPattern.Literal, "app-other");
        const string Words = "User:app may use consumer groups of others: their names begin as its own are to.";

        Weighed(spec, null, others).ShouldContain(reason => reason.Words == Words);
        Weighed(spec with { Expires = end.AddDays(90) }, live, others)
            .ShouldNotContain(reason => reason.Words == Words);
    }

    [Theory]
    [InlineData("User:app", "payments.cards", AclPattern.Literal)]
    [InlineData("User:app", "orders", AclPattern.Prefixed)]
    [InlineData("User:other", "orders", AclPattern.Literal)]
    public void A_grant_is_not_moved_to_what_another_team_may_own(string principal, string topic, AclPattern pattern)
    {
        var spec = Spec(AccessMode.Write);
        var live = new LiveAccess("grant", GrantedAcls.Of(spec), [], null, "id", "id");
        var wanted = spec with { Principal = principal, Topic = topic, Pattern = pattern };
        var request = new ResourceRequest(
            new(AccessKind.Word, new ClusterId(1), "grant"),
            ResourceOperation.Update,
            wanted,
            null,
            null
        );

        TestKinds
            .All.Of(AccessKind.Word)
            .Steps(request, wanted, live, null)
            .ShouldBeOfType<PlannedSteps.Impossible>()
            .Words.ShouldStartWith("A grant stays with its principal and its topics");
    }

    [Theory]
    [InlineData("billing", "orders", "app-", "principal")]
    [InlineData("User:", "orders", "app-", "principal")]
    [InlineData("User:app", "not a topic", "app-", "topic")]
    [InlineData("User:app", "orders", "", "group")]
    [InlineData("User:app", "orders", "*", "group")]
    [InlineData("User:billing\u200b", "orders", "app-", "principal")]
    [InlineData("User:bill\u2028ing", "orders", "app-", "principal")]
    [InlineData("User:CORP\\ursula", "orders", "app-", "principal")]
    [InlineData("User:CORP\\uface1", "orders", "app-", "principal")]
    [InlineData("User:app", "__offsets\u200b", "app-", "topic")]
    [InlineData("User:app", "orders", "app\u200b-", "group")]
    [InlineData("User:app", "orders", "app\\users-", "group")]
    public void What_cannot_be_granted_is_refused_at_its_field(
        string principal,
        string topic,
        string group,
        string field
    ) =>
        TestKinds
            .All.Of(AccessKind.Word)
            .SpecProblems(Spec(AccessMode.Read) with { Principal = principal, Topic = topic, Group = group })
            .ShouldHaveSingleItem()
            .Field.ShouldBe(field);

    [Fact]
    public void A_transactional_id_with_a_character_that_cannot_be_seen_is_refused_and_Kafka_s_own_topics_are_granted()
    {
        var kind = TestKinds.All.Of(AccessKind.Word);
        var writes = Spec(AccessMode.WriteInTransactions);

        kind.SpecProblems(writes with { TransactionalId = "app\u200b-" })
            .ShouldHaveSingleItem()
            .Field.ShouldBe("transactionalId");
        kind.SpecProblems(writes with { Topic = "__consumer_offsets" }).ShouldBeEmpty();
    }

    // On a cluster with one topic that weighs, where nothing but the grant and these is allowed.
    private static List<RiskReason> Weighed(AccessSpec wanted, LiveAccess? live, params Acl[] others)
    {
        var kind = TestKinds.All.Of(AccessKind.Word);
        var (on, now) = (new ResourceRef(AccessKind.Word, new ClusterId(1), "grant"), default(DateTimeOffset));
        var operation = live is null ? ResourceOperation.Create : ResourceOperation.Update;
        var steps = kind.Steps(new ResourceRequest(on, operation, wanted, null, null), wanted, live, null)
            .ShouldBeOfType<PlannedSteps.Needed>()
            .Steps;
        var plan = new ResourcePlan(on, steps, live?.ToBase());
        var acls = new AclsSeen(AuthorizerState.On, new HashSet<Acl>([.. live?.Held ?? [], .. others]), now);
        var topics = new Dictionary<string, TopicWeight> { ["orders"] = new(IsCritical: true, IsPersonal: true) };
        var context = new AccessContext(acls, topics, [], new Dictionary<string, TeamId>(), null);
        return [.. kind.Risks(plan, AccessEvidence.Of(plan, context, new HashSet<Acl>(), now))];
    }

    private static AccessSpec Spec(AccessMode mode) =>
        new(
            "User:app",
            mode,
            "orders",
            AclPattern.Literal,
            mode == AccessMode.Read ? "app-" : null,
            mode == AccessMode.WriteInTransactions ? "app-" : null,
            null,
            NeverExpires: false,
            "payments"
        );
}
