using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Catalogue;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Tests.Pages;

namespace Portal.Tests.Access;

/// <summary>When a grant was last seen in use: from consumer groups, and only where nobody else can be behind them.</summary>
public sealed class AccessUseTests
{
    private const string Billing = "User:billing";
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private readonly Sample _sample = new(Now);

    [Fact]
    public void A_group_that_only_its_principal_may_use_shows_when_it_was_used()
    {
        var use = Of(Reads(), [OnGroup(Billing, "billing-")], Reading("billing-mail", "orders"));

        (use.At, use.Group).ShouldBe((Now - TimeSpan.FromSeconds(2), "billing-mail"));
        use.Words.ShouldBe("The consumer group billing-mail, which no other principal may use, was seen reading.");
    }

    [Fact]
    public void A_member_counts_though_it_commits_nothing()
    {
        var idle = Reading("billing-mail", "orders") with
        {
            Partitions = [],
            Membership = _sample.Members("billing", "orders", 1, 1),
        };

        Of(Reads(), [OnGroup(Billing, "billing-")], idle).At.ShouldBe(Now - TimeSpan.FromSeconds(12));
    }

    [Theory]
    [InlineData("User:other", "billing-mail")]
    [InlineData("User:other", "b")]
    [InlineData("User:*", "billing-")]
    public void A_group_that_others_may_use_too_shows_nothing(string principal, string prefix)
    {
        var use = Of(
            Reads(),
            [OnGroup(Billing, "billing-"), OnGroup(principal, prefix)],
            Reading("billing-mail", "orders")
        );

        use.At.ShouldBeNull();
        use.Words.ShouldBe($"{principal} may use the consumer group billing-mail too, so it isn't known who reads.");
    }

    [Fact]
    public void What_is_not_seen_is_not_known_and_never_said_to_be_never()
    {
        Unknown(Of(Reads(), []), "No consumer group whose name begins with billing- is seen on it.");
        Unknown(Of(Reads(), [], Reading("billing-mail", "refunds")), "No consumer group");
        Unknown(Of(Reads(), [], Reading("other-mail", "orders")), "No consumer group");
        Unknown(Of(Reads() with { Mode = AccessMode.Write, Group = null }, []), "Kafka doesn't show who writes");
        Unknown(Of(Reads() with { Mode = AccessMode.Manage, Group = null }, []), "Kafka doesn't show who looks");
        Unknown(
            Of(Reads(), Around([], isOff: true), Seen(Reading("billing-mail", "orders"))),
            "The cluster enforces no ACLs"
        );
        Unknown(Of(Reads(), Around([], isOff: null), Seen()), "The cluster's ACLs haven't been read");
        Unknown(Of(Reads(), Around([], isOff: false), null), "The cluster's consumer groups haven't been read.");
    }

    [Fact]
    public void What_was_seen_before_it_was_granted_came_of_something_else()
    {
        var reading = Seen(Reading("billing-mail", "orders"));
        var around = Around([OnGroup(Billing, "billing-")], isOff: false);

        Unknown(
            Of(Reads(), around, reading, Now),
            "The consumer group billing-mail was seen reading before this was granted, and not since."
        );
        Unknown(Of(Reads(), around, reading, granted: null), "It isn't in force");
    }

    [Fact]
    public void A_prefix_of_topics_is_used_by_a_group_on_any_of_them()
    {
        var spec = Reads() with { Topic = "orders.", Pattern = AclPattern.Prefixed };

        Of(spec, [OnGroup(Billing, "billing-")], Reading("billing-mail", "orders.eu")).Group.ShouldBe("billing-mail");
    }

    private static void Unknown(AccessUse use, string why)
    {
        (use.At, use.Group).ShouldBe((null, null));
        use.Words.ShouldStartWith(why);
        use.Words.ShouldNotContain("never");
    }

    private static AccessSpec Reads() =>
        new(Billing, AccessMode.Read, "orders", AclPattern.Literal, "billing-", null, null, true, "payments");

    private static Acl OnGroup(string principal, string prefix) =>
        new(principal, AclOperation.Read, AclResource.Group, AclPattern.Prefixed, prefix);

    private GroupSnapshot Reading(string group, string topic) =>
        _sample.Group(
            group,
            LagStatus.Ok,
            null,
            new Drain.Done(),
            _sample.Partition(topic, 0, LagStatus.Ok, 0, TimeSpan.Zero)
        );

    private ClusterSnapshot Seen(params GroupSnapshot[] groups) =>
        _sample.Cluster(new ClusterId(1), "dev", "dev", [_sample.Topic("orders", 1, LagStatus.Ok)], groups);

    private AccessUse Of(AccessSpec spec, IReadOnlyList<Acl> onGroups, params GroupSnapshot[] groups) =>
        Of(spec, Around(onGroups, isOff: false), Seen(groups));

    private static AccessUse Of(AccessSpec spec, AccessAround around, ClusterSnapshot? seen) =>
        Of(spec, around, seen, Now.AddDays(-1));

    private static AccessUse Of(AccessSpec spec, AccessAround around, ClusterSnapshot? seen, DateTimeOffset? granted) =>
        AccessUse.Of(
            new(
                new(1),
                "dev",
                "dev",
                "billing-reads",
                new(1),
                "payments",
                "Payments",
                spec,
                granted is { } at
                    ? new()
                    {
                        ClusterId = new(1),
                        Name = "billing-reads",
                        Principal = Billing,
                        RunId = default,
                        GrantedAt = at,
                    }
                    : null,
                0
            ),
            around,
            seen
        );

    // Null: not read.
    private static AccessAround Around(IReadOnlyList<Acl> onGroups, bool? isOff)
    {
        var reading = new AclReading
        {
            ClusterId = new(1),
            ReadAt = Now,
            TriedAt = Now,
            IsOff = isOff == true,
        };
        var listeners = new ClientListeners(new("127.0.0.1:9", false), null, null);
        return new([], [], new(new(1), "dev", "dev", listeners, isOff is null ? null : reading))
        {
            OnGroups = onGroups,
        };
    }
}
