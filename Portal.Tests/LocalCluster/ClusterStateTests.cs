using System.Collections.Immutable;
using System.Text;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

public sealed class ClusterStateTests : IDisposable
{
    private static readonly Guid Orders = new("11111111-1111-1111-1111-111111111111");
    private static readonly ClusterState Three = ClusterState
        .Empty.After(new ClusterEvent.Formed("local-x"))
        .After(new ClusterEvent.Started(3));

    private readonly string _folder = Directory.CreateTempSubdirectory("portal-cluster-").FullName;

    [ClusterFact]
    public void A_paused_broker_s_partition_moves_to_a_living_replica_in_a_new_epoch()
    {
        var state = With([2, 3]).After(new ClusterEvent.BrokerPaused(2));

        var partition = state.Find(Orders)!.Partitions[0];
        (partition.Leader, partition.LeaderEpoch).ShouldBe((3, 1));
        partition.InSync.ShouldBe([3]);
    }

    [ClusterFact]
    public void A_partition_with_one_replica_is_offline_while_its_broker_is_paused()
    {
        var paused = With([2]).After(new ClusterEvent.BrokerPaused(2));
        var back = paused.After(new ClusterEvent.BrokerResumed(2));

        paused.Find(Orders)!.Partitions[0].Leader.ShouldBe(Partition.NoLeader);
        paused.Find(Orders)!.Partitions[0].InSync.ShouldBe([2]);
        (back.Find(Orders)!.Partitions[0].Leader, back.Find(Orders)!.Partitions[0].LeaderEpoch).ShouldBe((2, 2));
    }

    [ClusterFact]
    public void Pausing_a_broker_that_leads_nothing_starts_no_epoch() =>
        With([2, 3]).After(new ClusterEvent.BrokerPaused(3)).Find(Orders)!.Partitions[0].LeaderEpoch.ShouldBe(0);

    [ClusterFact]
    public void Only_a_paused_broker_s_groups_move()
    {
        var groups = Enumerable.Range(0, 200).Select(number => $"group-{number}").ToArray();
        var paused = Three.After(new ClusterEvent.BrokerPaused(2));

        groups.Select(Three.CoordinatorOf).Distinct().Count().ShouldBe(3);
        groups.ShouldAllBe(group =>
            Three.CoordinatorOf(group) == 2
                ? paused.CoordinatorOf(group) != 2
                : paused.CoordinatorOf(group) == Three.CoordinatorOf(group)
        );
    }

    [ClusterFact]
    public void Leaders_are_spread_and_replicas_are_on_different_brokers()
    {
        var replicas = Placement.Spread(Three, firstPartition: 0, partitions: 9, replicationFactor: 2);

        replicas.GroupBy(each => each[0]).ShouldAllBe(led => led.Count() == 3);
        replicas.ShouldAllBe(each => each.Distinct().Count() == 2);
    }

    [ClusterFact]
    public void Partitions_are_added_after_a_start_with_fewer_brokers_on_those_there_are()
    {
        var state = With([3]).After(new ClusterEvent.Started(2));

        var (added, refusal) = PartitionGrowth.Decide(state, new(), new() { Name = "orders", Count = 3 });

        refusal.ShouldBeNull();
        added!.Replicas.Select(replicas => replicas.Single()).ShouldBe([1, 2]);
    }

    [ClusterFact]
    public void Partitions_that_more_brokers_should_hold_than_there_are_are_refused()
    {
        var state = With([1, 2, 3]).After(new ClusterEvent.Started(2));

        var (added, refusal) = PartitionGrowth.Decide(state, new(), new() { Name = "orders", Count = 2 });

        added.ShouldBeNull();
        refusal!.Error.ShouldBe(ErrorCode.InvalidReplicationFactor);
        refusal.Words!.ShouldContain("only 2 broker(s) are registered");
    }

    [ClusterTheory]
    [InlineData(0)]
    [InlineData(4)]
    public void Replicas_on_a_broker_that_is_not_there_are_refused(int broker) =>
        Assignments
            .Check(
                Three,
                [
                    [1, broker],
                ],
                factor: 2
            )
            .Item2!.Error.ShouldBe(ErrorCode.InvalidReplicaAssignment);

    [ClusterFact]
    public void A_change_of_configuration_changes_what_the_topic_does()
    {
        var configs = ImmutableSortedDictionary<string, string>.Empty.Add(TopicConfigs.MaxMessageBytes, "5");

        With([1])
            .After(new ClusterEvent.TopicConfigured(Orders, configs))
            .Find(Orders)!
            .Settings.MaxMessageBytes.ShouldBe(5);
    }

    [ClusterFact]
    public void The_journal_tells_the_same_after_a_start_but_that_all_brokers_live()
    {
        string id;
        using (var controller = Controller.Open(_folder, brokers: 3))
        {
            id = controller.State.ClusterId;
            controller.Decide(_ => [Created([2, 3]), new ClusterEvent.BrokerPaused(2)]);
        }

        using var again = Controller.Open(_folder, brokers: 3);

        again.State.ClusterId.ShouldBe(id);
        again.State.Paused.ShouldBeEmpty();
        var partition = again.State.Find("orders")!.Partitions[0];
        (partition.Leader, partition.LeaderEpoch).ShouldBe((2, 2));
    }

    [ClusterFact]
    public void Retold_in_the_fewest_events_the_state_is_the_same()
    {
        var state = With([2, 3])
            .After(new ClusterEvent.BrokerPaused(2))
            .After(new ClusterEvent.ProducerIdsReserved(1000));

        var retold = state
            .Retold()
            .Select(happened => ClusterEvent.FromBytes(happened.ToBytes()))
            .Aggregate(ClusterState.Empty, (before, happened) => before.After(happened));

        retold.Retold().Select(happened => happened.ToBytes()).ShouldBe(state.Retold().Select(h => h.ToBytes()));
    }

    [ClusterFact]
    public void A_quota_is_journalled_in_the_names_of_former_versions()
    {
        const string former =
            """{"$type":"quota-changed","Change":{"Entity":{"User":{"Name":"billing"},"ClientId":null,"Ip":null},"Key":"producer_byte_rate","Value":1024}}""";

        var read = ClusterEvent.FromBytes(Encoding.UTF8.GetBytes(former));

        read.ShouldBeOfType<ClusterEvent.QuotaChanged>().Quota.Value.ShouldBe(1024);
        Encoding.UTF8.GetString(read.ToBytes()).ShouldContain("\"Change\":{");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ClusterState With(int[] replicas) => Three.After(Created(replicas));

    private static ClusterEvent.TopicCreated Created(int[] replicas) =>
        new(
            "orders",
            Orders,
            [
                [.. replicas],
            ],
            ImmutableSortedDictionary<string, string>.Empty
        );
}
