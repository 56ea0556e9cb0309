using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Tests.Topics;

/// <summary>A change's title says what is done to the topic, what can't be taken back first.</summary>
public sealed class TopicActTests
{
    private static readonly TopicSpec _orders = new(6, 3, Configs(("retention.ms", "604800000")), "payments");

    [Fact]
    public void A_growth_says_to_how_many() =>
        Act(_orders with { Partitions = 12 }).ShouldBe("grow orders to 12 partitions");

    [Fact]
    public void A_growth_with_another_retention_says_both() =>
        Act(_orders with { Partitions = 12, Configs = Configs(("retention.ms", "259200000")) })
            .ShouldBe("grow orders to 12 partitions, keep 3 days");

    [Fact]
    public void Whatever_is_beyond_two_is_counted() =>
        Act(
                _orders with
                {
                    Tier = Tier.Critical,
                    Description = "Every order.",
                    Configs = Configs(("retention.ms", "-1"), ("max.message.bytes", "2097152")),
                }
            )
            .ShouldBe("keep orders forever, max.message.bytes 2 MiB, 2 more");

    [Fact]
    public void A_setting_that_is_given_back_to_the_broker_is_reset() =>
        Act(_orders with { Configs = TopicSpec.NoConfigs }).ShouldBe("reset retention.ms of orders");

    [Fact]
    public void An_update_that_was_not_edited_from_anything_only_changes_it() =>
        TopicAct.InWords(ResourceOperation.Update, "orders", null, _orders).ShouldBe("change orders");

    private static string Act(TopicSpec to) => TopicAct.InWords(ResourceOperation.Update, "orders", _orders, to);

    private static ImmutableSortedDictionary<string, string> Configs(params (string Name, string Value)[] configs) =>
        configs.ToImmutableSortedDictionary(c => c.Name, c => c.Value, StringComparer.Ordinal);
}
