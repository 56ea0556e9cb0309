using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Tests.Topics;

public sealed class TopicPlannerTests
{
    private static readonly (string Name, string Value, bool IsDefault) Compacted = (
        "cleanup.policy",
        "compact",
        false
    );
    private static readonly ClusterId Cluster = new(1);
    private static readonly Guid Id = Guid.Parse("018f0000-0000-7000-8000-000000000001");

    [Fact]
    public void A_create_names_every_setting_with_its_absolute_value() =>
        Steps(Plan(ResourceOperation.Create, Wanted(6, ("retention.ms", "3600000")), live: null))
            .ShouldHaveSingleItem()
            .ShouldBeOfType<CreateTopic>()
            .Configs.ShouldBe([new ConfigMove("retention.ms", null, "3600000")]);

    [Fact]
    public void A_create_of_what_is_there_is_refused() =>
        Words(Plan(ResourceOperation.Create, Wanted(6), Live(3))).ShouldContain("already exists");

    [Fact]
    public void A_create_that_collides_is_refused_with_the_other_name() =>
        Words(TopicPlanner.Plan(Resource(ResourceOperation.Create), Wanted(1), null, "orders_paid"))
            .ShouldContain("orders_paid");

    [Fact]
    public void An_update_of_what_is_gone_is_sent_back_with_what_to_ask_for() =>
        Words(Plan(ResourceOperation.Update, Wanted(6), live: null))
            .ShouldBe("Topic orders.paid is not on the cluster any more. Request its creation instead.");

    [Fact]
    public void Partitions_are_never_taken_away() =>
        Words(Plan(ResourceOperation.Update, Wanted(2), Live(3))).ShouldContain("can't take partitions away");

    [Fact]
    public void What_is_already_so_needs_no_step() =>
        Steps(Plan(ResourceOperation.Update, Wanted(3, ("retention.ms", "604800000")), Live(3))).ShouldBeEmpty();

    [Theory]
    [InlineData("min.cleanable.dirty.ratio", "0.50", "0.5")]
    [InlineData("min.cleanable.dirty.ratio", "1", "1.0")]
    [InlineData("retention.ms", "+0600000", "600000")]
    [InlineData("cleanup.policy", "compact, delete", "delete,compact")]
    public void What_Kafka_spells_otherwise_is_already_so(string name, string wanted, string seen) =>
        Steps(Plan(ResourceOperation.Update, Wanted(3, (name, wanted)), Live(3, (name, seen, false)))).ShouldBeEmpty();

    [Theory]
    [InlineData("min.cleanable.dirty.ratio", "0.51", "0.5")]
    [InlineData("retention.ms", "6000000", "600000")]
    [InlineData("cleanup.policy", "compact", "delete,compact")]
    [InlineData("compression.type", "lz4", "zstd")]
    public void Another_value_is_moved_however_it_is_spelled(string name, string wanted, string seen) =>
        Steps(Plan(ResourceOperation.Update, Wanted(3, (name, wanted)), Live(3, (name, seen, false))))
            .ShouldHaveSingleItem()
            .ShouldBeOfType<AlterConfigs>()
            .Configs.ShouldBe([new ConfigMove(name, seen, wanted)]);

    [Fact]
    public void A_setting_no_longer_wanted_goes_back_to_its_default() =>
        Steps(Plan(ResourceOperation.Update, Wanted(3), Live(3, ("compression.type", "zstd", false))))
            .ShouldHaveSingleItem()
            .ShouldBeOfType<AlterConfigs>()
            .Configs.ShouldBe([new ConfigMove("compression.type", "zstd", null)]);

    // Whoever shows a topic's defaults shows all settings that there are.
    [Fact]
    public void A_setting_that_the_cluster_lacks_is_sent_back_where_it_was_edited_and_is_no_drift()
    {
        var wanted = Wanted(3, ("min.insync.replicas", "2"));
        var edit = Resource(ResourceOperation.Update) with { Base = Wanted(3) };

        Words(TopicPlanner.Plan(edit, wanted, Live(3), collidesWith: null))
            .ShouldBe("This cluster has no topic setting named min.insync.replicas. Leave it out.");
        TopicDrift.Of(wanted, Live(3)).ShouldBeEmpty();
        TopicDrift.Of(wanted, Live(3, ("min.insync.replicas", "1", true))).ShouldHaveSingleItem();
    }

    // Its creation was accepted with it.
    [Fact]
    public void A_whole_spec_is_applied_without_the_setting_that_the_cluster_lacks()
    {
        (string, string)[] ignored = [("min.insync.replicas", "2")];

        Steps(
                Plan(
                    ResourceOperation.Update,
                    Wanted(3, [.. ignored, ("compression.type", "lz4")]),
                    Live(3, ("compression.type", "producer", true))
                )
            )
            .ShouldHaveSingleItem()
            .ShouldBeOfType<AlterConfigs>()
            .Configs.ShouldBe([new ConfigMove("compression.type", null, "lz4")]);
        Steps(Plan(ResourceOperation.Update, Wanted(6, ignored), Live(3)))
            .ShouldHaveSingleItem()
            .ShouldBeOfType<GrowPartitions>();
        Steps(Plan(ResourceOperation.Update, Wanted(3, ignored), Live(3))).ShouldBeEmpty();
    }

    [Fact]
    public void A_retention_cut_is_a_step_of_its_own_that_can_only_go_forward()
    {
        var steps = Steps(
            Plan(
                ResourceOperation.Update,
                Wanted(3, ("retention.ms", "1000"), ("compression.type", "lz4")),
                Live(3, ("compression.type", "producer", true))
            )
        );
        steps.Count.ShouldBe(2);
        steps[0].Reversal.ShouldBe(Reversal.Full);
        steps[1].ShouldBeOfType<AlterConfigs>().DestroysData.ShouldBeTrue();
        steps[1].Reversal.ShouldBe(Reversal.None);
    }

    [Theory]
    [InlineData("604800000", "604800001", false)]
    [InlineData("604800000", "604799999", true)]
    [InlineData("604800000", "-1", false)]
    [InlineData("-1", "604800000", true)]
    public void Only_less_retention_destroys(string before, string after, bool destroys) =>
        TopicDiff
            .DestroysData(new ConfigMove("retention.ms", before, after), [], Live(1, ("retention.ms", before, false)))
            .ShouldBe(destroys);

    [Theory]
    [InlineData("delete.retention.ms", "86400000", "0", true)]
    [InlineData("delete.retention.ms", "0", "86400000", false)]
    [InlineData("min.compaction.lag.ms", "604800000", "0", true)]
    [InlineData("min.compaction.lag.ms", "0", "604800000", false)]
    [InlineData("max.compaction.lag.ms", "9223372036854775807", "60000", true)]
    [InlineData("max.compaction.lag.ms", "60000", "9223372036854775807", false)]
    [InlineData("min.compaction.lag.ms", "604800000", null, true)]
    public void Only_a_shorter_wait_of_compaction_destroys(string name, string before, string? after, bool destroys) =>
        TopicDiff
            .DestroysData(new ConfigMove(name, before, after), [], Live(1, (name, before, false), Compacted))
            .ShouldBe(destroys);

    [Theory]
    [InlineData("0", true)]
    [InlineData("604800000", false)]
    public void A_wait_that_goes_back_to_its_default_destroys_where_that_is_shorter(string byDefault, bool destroys)
    {
        var live = Live(1, Compacted);
        var wait = new LiveConfig("86400000", IsDefault: false, byDefault);
        TopicDiff
            .DestroysData(
                new ConfigMove("min.compaction.lag.ms", "86400000", null),
                [],
                live with
                {
                    Configs = live.Configs.Add("min.compaction.lag.ms", wait),
                }
            )
            .ShouldBe(destroys);
    }

    [Theory]
    [InlineData("delete", "delete", false)]
    [InlineData("delete", "compact", true)]
    [InlineData("compact", "delete", true)]
    [InlineData("compact,delete", "compact,delete", true)]
    public void A_wait_of_compaction_counts_where_the_topic_is_compacted_before_or_after(
        string before,
        string after,
        bool destroys
    ) =>
        Steps(
                Plan(
                    ResourceOperation.Update,
                    Wanted(3, ("cleanup.policy", after), ("delete.retention.ms", "0")),
                    Live(3, ("cleanup.policy", before, false), ("delete.retention.ms", "86400000", true))
                )
            )
            .OfType<AlterConfigs>()
            .Single(step => step.Configs.Any(move => move.Name == "delete.retention.ms"))
            .Reversal.ShouldBe(destroys ? Reversal.None : Reversal.Full);

    [Fact]
    public void A_delete_names_the_incarnation_it_saw() =>
        Steps(Plan(ResourceOperation.Delete, null, Live(3)))
            .ShouldHaveSingleItem()
            .ShouldBe(new DeleteTopic(TopicKind.On(Cluster, "orders.paid"), Id));

    [Fact]
    public void A_delete_of_what_is_gone_needs_nothing() =>
        Steps(Plan(ResourceOperation.Delete, null, null)).ShouldBeEmpty();

    private static PlannedSteps Plan(ResourceOperation operation, TopicSpec? wanted, LiveTopic? live) =>
        TopicPlanner.Plan(Resource(operation), wanted, live, collidesWith: null);

    private static IReadOnlyList<Step> Steps(PlannedSteps steps) => steps.ShouldBeOfType<PlannedSteps.Needed>().Steps;

    private static string Words(PlannedSteps steps) => steps.ShouldBeOfType<PlannedSteps.Impossible>().Words;

    private static ResourceRequest Resource(ResourceOperation operation) =>
        new(TopicKind.On(Cluster, "orders.paid"), operation, null, null, null);

    private static TopicSpec Wanted(int partitions, params (string Name, string Value)[] configs) =>
        new(
            partitions,
            3,
            configs.ToImmutableSortedDictionary(c => c.Name, c => c.Value, StringComparer.Ordinal),
            "payments"
        );

    private static LiveTopic Live(int partitions, params (string Name, string Value, bool IsDefault)[] configs) =>
        new(
            "orders.paid",
            Id,
            partitions,
            3,
            false,
            configs
                .Append(("retention.ms", "604800000", true))
                .DistinctBy(c => c.Item1)
                .ToImmutableSortedDictionary(
                    c => c.Item1,
                    c => new LiveConfig(c.Item2, c.Item3),
                    StringComparer.Ordinal
                )
        );
}
