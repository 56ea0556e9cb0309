using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Tests.Kit;

namespace Portal.Tests.Changes;

/// <summary>Why a plan is stale, in the words its people read.</summary>
public sealed class BaseDifferenceTests
{
    private static readonly TopicBase Orders = new(new Guid(1, 0, 0, new byte[8]), 3, Set("retention.ms", "1000"));

    public static TheoryData<TopicBase?, TopicBase?, string> Moved =>
        new()
        {
            { null, Orders, "orders appeared since the plan was computed." },
            { Orders, null, "orders disappeared since the plan was computed." },
            { Orders, Orders with { TopicId = Guid.Empty }, "orders was recreated since the plan was computed." },
            {
                Orders,
                Orders with
                {
                    Partitions = 4,
                },
                "orders had 3 partitions when the plan was computed, and has 4 now."
            },
            {
                Orders,
                Orders with
                {
                    Configs = Set("retention.ms", "2000"),
                },
                "retention.ms of orders was 1000 when the plan was computed, and is 2000 now."
            },
            {
                Orders,
                Orders with
                {
                    Configs = Orders.Configs.Clear(),
                },
                "retention.ms of orders was 1000 when the plan was computed, and is its default now."
            },
            {
                Orders,
                Orders with
                {
                    Configs = Orders.Configs.Add("compression.type", "zstd"),
                },
                "compression.type of orders was its default when the plan was computed, and is zstd now."
            },
        };

    [Theory]
    [MemberData(nameof(Moved))]
    public void What_moved_is_said_by_name(TopicBase? then, TopicBase? now, string words) =>
        BaseDifference.InWords(TestKinds.All, Base(then), Base(now)).ShouldBe(words);

    [Fact]
    public void Another_cluster_at_the_address_is_said_before_anything_else() =>
        BaseDifference
            .InWords(TestKinds.All, Base(Orders), Base(null) with { EngineId = "kafka-2" })
            .ShouldBe("Another cluster answers at this address: kafka-2 instead of kafka-1.");

    [Fact]
    public void Nothing_is_said_of_what_stayed()
    {
        BaseDifference.InWords(TestKinds.All, Base(Orders), Base(Orders with { })).ShouldBeNull();
        BaseDifference.InWords(TestKinds.All, Base(null), Base(null)).ShouldBeNull();
    }

    // A former version kept what a throttle sets in the bases of its plans.
    [Theory]
    [InlineData("follower.replication.throttled.replicas")]
    [InlineData("leader.replication.throttled.replicas")]
    public void What_a_throttled_reassignment_sets_moves_nothing(string setting)
    {
        var live = new LiveTopic(
            "orders",
            Orders.TopicId,
            3,
            3,
            false,
            ImmutableSortedDictionary
                .Create<string, LiveConfig>(StringComparer.Ordinal)
                .Add("retention.ms", new("1000", IsDefault: false))
                .Add(setting, new("0:1", IsDefault: false))
        );
        var former = CoreJson
            .Write(Base(Orders))
            .Replace("\"configs\":{", $"\"configs\":{{\"{setting}\":\"0:1\",", StringComparison.Ordinal);

        former.ShouldContain(setting);
        BaseDifference.InWords(TestKinds.All, Base(Orders), Base(live.ToBase())).ShouldBeNull();
        BaseDifference.InWords(TestKinds.All, CoreJson.Read<EngineBase>(former), Base(Orders)).ShouldBeNull();
    }

    private static EngineBase Base(TopicBase? orders) =>
        new(
            TopicKind.Word,
            new ClusterId(1),
            "kafka-1",
            ImmutableSortedDictionary.Create<string, ResourceBase?>(StringComparer.Ordinal).Add("orders", orders)
        );

    private static ImmutableSortedDictionary<string, string?> Set(string name, string value) =>
        ImmutableSortedDictionary.Create<string, string?>(StringComparer.Ordinal).Add(name, value);
}
