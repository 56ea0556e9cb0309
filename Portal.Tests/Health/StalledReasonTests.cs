using Portal.Core.Health;

namespace Portal.Tests.Health;

/// <summary>The sentence says which member stands still, and on what.</summary>
public sealed class StalledReasonTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void One_that_leaves_a_partition_out_while_it_commits_on_others() =>
        Reason([Member("checkout-1", 0, 1), Member("checkout-2", 2, 3)], Well(0), Well(1), Well(2), Stalled(3))
            .ShouldBe(
                "checkout-2 commits on its other partitions (last 5\u00A0s ago), but not on partition 3 of orders for 4\u00A0min while 120 messages are unread."
            );

    [Fact]
    public void One_that_commits_nowhere() =>
        Reason([Member("checkout-1", 0, 1), Member("checkout-2", 2, 3)], Well(0), Well(1), Stalled(2), Stalled(3))
            .ShouldBe(
                "checkout-2 has committed nothing on any of its 2 partitions for 4\u00A0min while 240 messages are unread."
            );

    [Fact]
    public void A_partition_that_no_member_has() =>
        Reason([Member("checkout-1", 0, 1)], Well(0), Well(1), Stalled(2))
            .ShouldBe(
                "No member is assigned partition 2 of orders: nothing was committed there for 4\u00A0min while 120 messages are unread."
            );

    [Fact]
    public void All_of_them_or_nobody_known_is_said_of_the_group()
    {
        Reason([Member("checkout-1", 0), Member("checkout-2", 1)], Stalled(0), Stalled(1))
            .ShouldBe("It has 2 members, but nothing was committed for 4\u00A0min while 240 messages are unread.");
        Reason(null, Well(0), Stalled(1))
            .ShouldBe(
                "It has members, but nothing was committed on 1 of the 2 partitions it reads for 4\u00A0min while 120 messages are unread."
            );
    }

    [Fact]
    public void While_it_rebalances_nobody_has_anything_and_it_is_said_of_the_group() =>
        Reason([Member("checkout-1"), Member("checkout-2")], Stalled(0), Stalled(1))
            .ShouldBe("It has 2 members, but nothing was committed for 4\u00A0min while 240 messages are unread.");

    [Fact]
    public void Of_a_group_without_members_it_is_not_claimed_that_its_job_runs() =>
        Reason([], Stalled(0), Well(1))
            .ShouldBe(
                "The Flink job has committed nothing on 1 of the 2 partitions it reads for 4\u00A0min while 120 messages are unread."
            );

    [Fact]
    public void Since_when_is_by_the_newest_commit_on_what_stands_still() =>
        Reason(null, Stalled(0) with { MovedAt = Now.AddHours(-23), Lag = Amount.Of(9_000) }, Stalled(1))
            .ShouldBe("It has members, but nothing was committed for 4\u00A0min while 9,120 messages are unread.");

    private static string Reason(GroupMember[]? members, params GroupPartition[] partitions) =>
        new GroupSnapshot(
            "checkout",
            GroupType.Classic,
            "Stable",
            members?.Length,
            LagStatus.Stalled,
            Amount.Sum(partitions.Select(p => p.Lag)),
            TimeLag.Unknown,
            new Drain.Unknown(),
            null,
            null,
            null,
            null,
            Now,
            Now,
            Now,
            [.. partitions.OrderByDescending(p => p.Status)]
        )
        {
            Membership = members is null ? null : new Membership([.. members], Now, true),
        }.Reason;

    private static GroupMember Member(string client, params int[] partitions) =>
        new($"{client}-id", null, client, "10.0.0.1", [new AssignedTopic("orders", [.. partitions])]);

    private static GroupPartition Well(int partition) => Place(partition, LagStatus.Ok, 0, TimeSpan.FromSeconds(5));

    private static GroupPartition Stalled(int partition) =>
        Place(partition, LagStatus.Stalled, 120, TimeSpan.FromMinutes(4));

    private static GroupPartition Place(int partition, LagStatus status, long lag, TimeSpan movedAgo) =>
        new()
        {
            Topic = "orders",
            Partition = partition,
            Status = status,
            Committed = 0,
            End = lag,
            Lag = Amount.Of(lag),
            Behind = TimeLag.Unknown,
            ConsumedPerSecond = 0,
            ProducedPerSecond = 0,
            MovedAt = Now - movedAgo,
            Answered = true,
        };
}
