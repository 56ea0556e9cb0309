using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Tests.Kit;

namespace Portal.Tests.Changes;

public sealed class RiskTests
{
    private static readonly ClusterId _cluster = new(1);

    [Fact]
    public void Who_reads_a_topic_counts_once_however_many_steps_move_it()
    {
        var plan = new PlanBody(
            [
                Alter(true, new ConfigMove("retention.ms", null, "1000")),
                new GrowPartitions(TopicKind.On(_cluster, "orders"), default, 6, 12),
            ],
            []
        );
        Reasons(plan, Live(new("604800000", true)))
            .Count(words => words == "1 consumer group reads orders.")
            .ShouldBe(1);
    }

    [Theory]
    [InlineData(null, "2097152", false)]
    [InlineData(null, "1000", true)]
    [InlineData("2097152", "3000000", false)]
    [InlineData("2097152", "2000000", true)]
    [InlineData("2097152", null, true)]
    [InlineData("1000", null, false)]
    [InlineData("1048588", null, false)]
    public void Larger_batches_are_refused_only_where_the_limit_is_lowered(string? before, string? after, bool refused)
    {
        var live = Live(before is null ? new("1048588", true) : new(before, false, "1048588"));
        IsRefusing(before, after, live).ShouldBe(refused);
    }

    [Theory]
    [InlineData("message.timestamp.before.max.ms", null, "1000", "older")]
    [InlineData("message.timestamp.after.max.ms", null, "1000", "newer")]
    [InlineData("message.timestamp.before.max.ms", "7200000", null, "older")]
    [InlineData("message.timestamp.before.max.ms", null, "7200000", null)]
    [InlineData("message.timestamp.after.max.ms", "1000", null, null)]
    [InlineData("message.timestamp.after.max.ms", "3600000", null, null)]
    public void Records_are_refused_for_their_timestamps_only_where_the_limit_is_lowered(
        string limit,
        string? before,
        string? after,
        string? refused
    )
    {
        var live = Live(before is null ? new("3600000", true) : new(before, false, "3600000"));
        string[] expected = refused is null
            ? []
            :
            [
                $"Producers whose records are {refused} than orders's {limit} allows are refused, unless brokers set the timestamps.",
            ];
        Reasons(new([Alter(false, new ConfigMove(limit, before, after))], []), live)
            .Where(words => words.Contains("refused", StringComparison.Ordinal))
            .ShouldBe(expected);
    }

    [Theory]
    [InlineData(null, "LogAppendTime", true)]
    [InlineData("LogAppendTime", null, true)]
    [InlineData("CreateTime", null, false)]
    public void Another_time_in_records_is_a_risk_of_what_goes_by_it(string? before, string? after, bool risk)
    {
        var live = Live(before is null ? new("CreateTime", true) : new(before, false, "CreateTime"));
        Reasons(new([Alter(false, new ConfigMove("message.timestamp.type", before, after))], []), live)
            .Contains(
                "message.timestamp.type decides by which time retention deletes new records, and which event time jobs see."
            )
            .ShouldBe(risk);
    }

    [Theory]
    [InlineData("compact", true, null, null, true)]
    [InlineData("compact", false, "delete", null, true)]
    [InlineData("delete", true, null, null, false)]
    [InlineData("delete", false, "compact", null, false)]
    [InlineData("delete", true, null, "compact,delete", true)]
    [InlineData("compact", true, null, "delete", false)]
    [InlineData("delete", false, "compact", "", true)]
    [InlineData("compact", false, "delete", "", false)]
    [InlineData("compact", false, null, "", true)]
    public void Growth_is_judged_by_the_policy_that_holds_as_partitions_are_added(
        string policy,
        bool isDefault,
        string? byDefault,
        string? moved,
        bool isCompacted
    )
    {
        var on = TopicKind.On(_cluster, "orders");
        var live = Live(new("604800000", true)) with
        {
            Configs = ImmutableSortedDictionary<string, LiveConfig>.Empty.Add(
                "cleanup.policy",
                new(policy, isDefault, byDefault)
            ),
        };
        var set = isDefault ? null : policy;
        List<Step> steps = [new GrowPartitions(on, default, 6, 12)];
        if (moved is not null)
        {
            steps.Insert(0, Alter(true, new ConfigMove("cleanup.policy", set, moved.Length == 0 ? null : moved)));
        }

        TopicRisk
            .Of(new ResourcePlan(on, steps, live.ToBase()), Seen(steps, live))
            .ShouldContain(reason =>
                reason.Words.StartsWith(isCompacted ? "orders is compacted:" : "Keys of orders move")
            );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Growth_names_the_records_that_readers_may_skip_in_new_partitions_where_there_are_readers(bool isRead)
    {
        var on = TopicKind.On(_cluster, "orders");
        List<Step> steps = [new GrowPartitions(on, default, 6, 12)];
        var live = Live(new("604800000", true));
        var seen = Seen(steps, live);

        TopicRisk
            .Of(new ResourcePlan(on, steps, live.ToBase()), isRead ? seen : seen with { Readers = [] })
            .Any(reason => reason.Words.Contains("auto.offset.reset=latest", StringComparison.Ordinal))
            .ShouldBe(isRead);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void Unclean_election_is_a_risk_also_where_it_is_the_default_that_comes_back(string byDefault, bool risk)
    {
        var back = Alter(false, new ConfigMove("unclean.leader.election.enable", "false", null));
        Reasons(new([back], []), Live(new("false", false, byDefault)))
            .Contains("Unclean leader election lets acknowledged records be lost.")
            .ShouldBe(risk);
    }

    [Fact]
    public void Unclean_election_may_be_the_default_that_was_not_told() =>
        Reasons(
                new([Alter(false, new ConfigMove("unclean.leader.election.enable", "false", null))], []),
                Live(new("false", false))
            )
            .ShouldContain("Unclean leader election lets acknowledged records be lost.");

    [Fact]
    public void A_limit_against_a_default_that_was_not_told_may_be_lower() =>
        IsRefusing("1000", null, Live(new("1000", false))).ShouldBeTrue();

    [Fact]
    public void The_defaults_of_what_a_plan_moves_are_evidence_and_no_others()
    {
        var plan = new PlanBody([Alter(false, new ConfigMove("max.message.bytes", null, "1000"))], []);
        MovedDefaults
            .Of(plan.Steps, Live(new("1048588", true)))
            .ShouldBe([KeyValuePair.Create("max.message.bytes", "1048588")]);
    }

    private static bool IsRefusing(string? before, string? after, LiveTopic live) =>
        Reasons(new([Alter(false, new ConfigMove("max.message.bytes", before, after))], []), live)
            .Any(words => words.EndsWith("are refused.", StringComparison.Ordinal));

    private static IEnumerable<string> Reasons(PlanBody plan, LiveTopic live) =>
        Risk.Of(TestKinds.All, plan, new([Seen(plan.Steps, live)]), new RiskSetting(false, null))
            .Reasons.Select(reason => reason.Words);

    private static TopicEvidence Seen(IReadOnlyList<Step> steps, LiveTopic live) =>
        new(
            TopicKind.On(_cluster, "orders"),
            10,
            1000,
            new(0, 0),
            [new ReaderEvidence("billing", 1, null, false)],
            true,
            3,
            default,
            Defaults: MovedDefaults.Of(steps, live)
        );

    private static AlterConfigs Alter(bool destroys, ConfigMove move) =>
        new(TopicKind.On(_cluster, "orders"), Guid.Empty, [move], destroys);

    private static LiveTopic Live(LiveConfig of) =>
        new(
            "orders",
            Guid.Empty,
            6,
            3,
            false,
            new Dictionary<string, LiveConfig>
            {
                ["max.message.bytes"] = of,
                ["message.timestamp.after.max.ms"] = of,
                ["message.timestamp.before.max.ms"] = of,
                ["message.timestamp.type"] = of,
                ["retention.ms"] = of,
                ["unclean.leader.election.enable"] = of,
                ["segment.bytes"] = new("1073741824", true),
            }.ToImmutableSortedDictionary(StringComparer.Ordinal)
        );
}
