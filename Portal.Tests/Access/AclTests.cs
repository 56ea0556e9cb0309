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
