using Portal.Core.Health;
using Portal.Tests.Kit;

namespace Portal.Tests.Collecting;

public sealed class MemberTests
{
    [Fact]
    public async Task Who_is_in_a_group_and_what_each_reads_is_told_with_its_time()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        await world.Worker(Fake());

        var seen = await world.Seen(cluster, s => Of(s, "billing") is { Answered: true, Members.Length: 1 });

        var membership = Of(seen, "billing")!;
        membership.AnsweredAt.ShouldBeInRange(seen.Collector.CycleAt!.Value.AddMinutes(-1), DateTimeOffset.MaxValue);
        var member = membership.Members[0];
        (member.MemberId, member.ClientId, member.Host).ShouldBe(("billing-1", "billing", "10.0.0.1"));
        membership.ReadersOf("orders", 1).ShouldBe([member]);
        membership.ReadersOf("orders", 2).ShouldBeEmpty();
        Of(seen, "idle")!.Members.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_unread_on_a_partition_that_is_assigned_and_has_no_commit_is_not_known()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 100, 200, 0);
        fake.Group("billing", "orders", [100, null, null]);
        fake.Group("idle", "orders", [100, null, null], state: "Empty");
        await world.Worker(fake);

        var seen = await world.Seen(
            cluster,
            s => Of(s, "billing") is { Answered: true } && s.Groups["billing"].Lag.Value == 0
        );

        var billing = seen.Groups["billing"];
        billing.Uncommitted.ShouldBe([new Uncommitted("orders", 1)]);
        (billing.Lag, billing.Behind).ShouldBe(
            (new Amount(0, AtLeast: true), new TimeLag(TimeSpan.Zero, AtLeast: true))
        );
        billing.Drain.ShouldBe(new Drain.Unknown());
        billing.Reason.ShouldBe(
            "Up to date where it commits. Partition 1 of orders is assigned and has no commit: what is unread there isn't known."
        );
        (seen.Groups["idle"].Lag, seen.Groups["idle"].Uncommitted.IsEmpty).ShouldBe((Amount.Of(0), true));

        fake.Group("billing", "orders", [100, 150, null]);
        var later = await world.Seen(cluster, s => s.Groups["billing"].Lag.Value == 50);
        (later.Groups["billing"].Lag, later.Groups["billing"].Uncommitted.IsEmpty).ShouldBe((Amount.Of(50), true));
    }

    [Fact]
    public async Task A_coordinator_that_does_not_tell_leaves_the_last_known_with_their_age()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = Fake();
        await world.Worker(fake);
        await world.Seen(cluster, s => Of(s, "billing") is { Answered: true });

        fake.SilentRosters.Add("billing");
        var silent = await world.Seen(cluster, s => Of(s, "billing") is { Answered: false });
        var idle = Of(silent, "idle")!.AnsweredAt;
        var later = await world.Seen(cluster, s => Of(s, "idle")!.AnsweredAt > idle);

        Of(later, "billing")!.Members.Single().ClientId.ShouldBe("billing");
        Of(later, "billing")!.AnsweredAt.ShouldBe(Of(silent, "billing")!.AnsweredAt);
        later.Groups["billing"].Members.ShouldBeNull();
        later.Groups["idle"].Members.ShouldBe(0);

        fake.SilentRosters.Clear();
        await world.Seen(cluster, s => Of(s, "billing") is { Answered: true });
    }

    [Fact]
    public async Task Members_survive_another_owner_and_nothing_is_written_while_they_stay_the_same()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = Fake();
        var worker = await world.Worker(fake);
        await world.Seen(cluster, s => Of(s, "billing") is { Answered: true });
        await worker.StopAsync(CancellationToken.None);
        var before = await Marks(world);
        var stopped = await world.Snapshot(cluster);

        await world.Worker(fake);
        var at = Of(stopped, "billing")!.AnsweredAt;
        await world.Seen(cluster, s => Of(s, "billing")!.AnsweredAt > at);

        (await Marks(world)).ShouldBe(before);
    }

    [Fact]
    public async Task A_group_that_is_gone_takes_its_members_along()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = Fake();
        await world.Worker(fake);
        await world.Seen(cluster, s => Of(s, "billing") is not null && Of(s, "idle") is not null);

        fake.RemoveGroup("billing");

        await world.Seen(cluster, s => !s.Groups.ContainsKey("billing"));
        (await world.Scalar<long>("select count(*) from seen_members")).ShouldBe(1);
    }

    private static Membership? Of(ClusterSnapshot seen, string group) =>
        seen.Groups.GetValueOrDefault(group)?.Membership;

    private static FakeCluster Fake()
    {
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 100, 200);
        fake.Group("billing", "orders", [100, 150]);
        fake.Group("idle", "orders", [10, 10], state: "Empty");
        return fake;
    }

    private static Task<string?> Marks(CollectWorld world) =>
        world.Scalar<string>(
            "select string_agg(xmin::text, ' ' order by group_name) || (select membership from collector) from seen_members"
        );
}
