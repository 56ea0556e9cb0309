using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Tests.Kit;

namespace Portal.Tests.Topics;

public sealed class DataLossTests
{
    private static readonly ClusterId _cluster = new(1);

    [Fact]
    public void A_shorter_time_lets_go_what_is_older() =>
        Loss(Live(), ("retention.ms", "1000")).ShouldBe(new DataLoss.Beyond(1000, null));

    [Fact]
    public void A_smaller_size_lets_go_what_is_more() =>
        Loss(Live(), ("retention.bytes", "500")).ShouldBe(new DataLoss.Beyond(null, 500));

    [Fact]
    public void More_room_lets_nothing_go() =>
        Loss(Live(), ("retention.ms", "-1"), ("compression.type", "lz4")).ShouldBeOfType<DataLoss.Nothing>();

    [Fact]
    public void A_cut_beside_a_raise_counts_alone() =>
        Loss(Live(), ("retention.ms", "-1"), ("retention.bytes", "500")).ShouldBe(new DataLoss.Beyond(null, 500));

    [Fact]
    public void A_default_that_comes_back_cuts_as_it_was_told() =>
        Loss(Live(kept: new("2592000000", false, "604800000")), ("retention.ms", null))
            .ShouldBe(new DataLoss.Beyond(604_800_000, null));

    [Fact]
    public void A_default_that_was_not_told_is_not_known() =>
        Loss(Live(kept: new("2592000000", false)), ("retention.ms", null)).ShouldBeOfType<DataLoss.Unknown>();

    [Fact]
    public void What_compaction_leaves_is_not_known() =>
        Loss(Live(), ("cleanup.policy", "compact,delete")).ShouldBeOfType<DataLoss.Unknown>();

    [Theory]
    [InlineData("delete.retention.ms", "0")]
    [InlineData("min.compaction.lag.ms", "0")]
    [InlineData("max.compaction.lag.ms", "60000")]
    public void What_compaction_removes_sooner_is_not_known(string name, string after) =>
        Loss(Live("compact"), (name, after)).ShouldBeOfType<DataLoss.Unknown>();

    [Fact]
    public void What_compaction_waits_for_lets_nothing_go_of_a_topic_that_is_not_compacted() =>
        Loss(Live(), ("delete.retention.ms", "0")).ShouldBeOfType<DataLoss.Nothing>();

    [Fact]
    public void A_compacted_topic_is_not_cut_by_limits_it_does_not_obey() =>
        Loss(Live("compact"), ("retention.ms", "1000")).ShouldBeOfType<DataLoss.Nothing>();

    [Fact]
    public void A_topic_that_is_to_be_cleaned_anew_is_cut_by_the_limits_it_has() =>
        Loss(Live("compact"), ("cleanup.policy", "delete")).ShouldBe(new DataLoss.Beyond(604_800_000, null));

    [Fact]
    public void A_delete_lets_all_go() =>
        DataLoss
            .Of([new DeleteTopic(TopicKind.On(_cluster, "orders"), Guid.Empty)], Live())
            .ShouldBeOfType<DataLoss.All>();

    [Theory]
    [InlineData(1000L, null, 40, 400)]
    [InlineData(null, 100L, 80, 800)]
    [InlineData(1000L, 100L, 80, 800)]
    [InlineData(1000L, 9999L, 40, 400)]
    public void The_limit_that_takes_more_decides(long? milliseconds, long? bytes, long records, long onDisk) =>
        DataLossEstimate
            .Of(new DataLoss.Beyond(milliseconds, bytes), [new PartitionHolding(100, 200, 140, 1000, 2)])
            .ShouldBe(new DataLossEstimate(records, onDisk));

    [Fact]
    public void Each_partition_has_the_limit_for_itself() =>
        DataLossEstimate
            .Of(
                new DataLoss.Beyond(null, 100),
                [new PartitionHolding(0, 10, null, 200, 1), new PartitionHolding(0, 10, null, 50, 1)]
            )
            .ShouldBe(new DataLossEstimate(5, 100));

    [Fact]
    public void One_partition_that_is_not_known_makes_the_sum_unknown() =>
        DataLossEstimate
            .Of(
                new DataLoss.Beyond(1000, null),
                [new PartitionHolding(0, 10, 5, 200, 1), new PartitionHolding(0, 10, null, 200, 1)]
            )
            .ShouldBe(new DataLossEstimate(null, null));

    [Theory]
    [InlineData(1000L, null, 40L)]
    [InlineData(null, 100L, null)]
    [InlineData(1000L, 100L, null)]
    public void Bytes_that_are_not_known_leave_the_records_of_a_cut_by_time_alone(
        long? milliseconds,
        long? bytes,
        long? records
    ) =>
        DataLossEstimate
            .Of(new DataLoss.Beyond(milliseconds, bytes), [new PartitionHolding(100, 200, 140, null, 2)])
            .ShouldBe(new DataLossEstimate(records, null));

    [Fact]
    public void An_empty_partition_is_known_without_being_asked_for_a_time() =>
        DataLossEstimate
            .Of(new DataLoss.Beyond(1000, null), [new PartitionHolding(7, 7, null, 0, 1)])
            .ShouldBe(new DataLossEstimate(0, 0));

    [Fact]
    public void A_cut_that_takes_nothing_now_is_less_of_a_risk_than_one_that_does()
    {
        Points(new(0, 0)).ShouldBeLessThan(Points(new(5, 500)));
        Points(new(null, null)).ShouldBe(Points(new(5, 500)));
    }

    [Fact]
    public void A_shorter_wait_of_compaction_is_as_much_of_a_risk_as_a_cut_of_unknown_size()
    {
        var risk = Assessed(new(null, null), Alter(("delete.retention.ms", "0"), ("min.compaction.lag.ms", "0")));
        risk.Score.ShouldBe(Points(new(null, null)));
        risk.Reasons.Select(reason => reason.Words)
            .ShouldBe([
                "Compaction of orders may remove tombstones of deleted keys and older values of keys that a stopped consumer hasn't read; how many is unknown, and they can't be brought back.",
            ]);
    }

    private static int Points(DataLossEstimate loss) => Assessed(loss, Alter(("retention.ms", "1000"))).Score;

    private static RiskAssessment Assessed(DataLossEstimate loss, Step step)
    {
        var seen = new TopicEvidence(TopicKind.On(_cluster, "orders"), 10, 1000, loss, [], true, 3, default);
        return Risk.Of(TestKinds.All, Plan(step), new([seen]), new RiskSetting(false, null));
    }

    private static DataLoss Loss(LiveTopic live, params (string Name, string? After)[] moves) =>
        DataLoss.Of([Alter(moves)], live);

    private static AlterConfigs Alter(params (string Name, string? After)[] moves) =>
        new(
            TopicKind.On(_cluster, "orders"),
            Guid.Empty,
            [.. moves.Select(m => new ConfigMove(m.Name, null, m.After))],
            true
        );

    private static PlanBody Plan(Step step) => new([step], []);

    private static LiveTopic Live(string policy = "delete", LiveConfig? kept = null) =>
        new(
            "orders",
            Guid.Empty,
            1,
            1,
            false,
            new Dictionary<string, LiveConfig>
            {
                ["cleanup.policy"] = new(policy, false),
                ["retention.ms"] = kept ?? new("604800000", true),
                ["retention.bytes"] = new("-1", true),
            }.ToImmutableSortedDictionary(StringComparer.Ordinal)
        );
}
