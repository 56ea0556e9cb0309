using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Tests.Topics;

public sealed class TopicSizingTests
{
    private static readonly TopicIntent Stream = TopicIntent.Presets["event-stream"];

    [Fact]
    public void Whole_order_means_one_partition() =>
        TopicSizing
            .Of(Stream with { Ordering = Ordering.Whole, EventsPerSecond = 1_000_000 }, 3)
            .Partitions.ShouldBe(1);

    [Theory]
    [InlineData(100, 1_000, 3)]
    [InlineData(10_000, 1_000, 6)]
    [InlineData(100_000, 1_000, 96)]
    [InlineData(10_000_000, 1_000_000, 768)]
    public void Partitions_follow_the_rate(double eventsPerSecond, int eventBytes, int partitions) =>
        TopicSizing
            .Of(Stream with { EventsPerSecond = eventsPerSecond, EventBytes = eventBytes }, 3)
            .Partitions.ShouldBe(partitions);

    [Theory]
    [InlineData(1, 1, "1")]
    [InlineData(2, 2, "1")]
    [InlineData(3, 3, "2")]
    [InlineData(50, 3, "2")]
    public void Copies_never_exceed_the_brokers(int brokers, int replication, string minInSync)
    {
        var sizing = TopicSizing.Of(Stream, brokers);
        sizing.Replication.ShouldBe(replication);
        sizing.Configs["min.insync.replicas"].ShouldBe(minInSync);
    }

    [Fact]
    public void Short_retention_closes_segments_in_time() =>
        TopicSizing.Of(Stream with { KeepFor = TimeSpan.FromHours(1) }, 3).Configs["segment.ms"].ShouldBe("900000");

    [Fact]
    public void Every_setting_has_its_reason_and_is_one_Kafka_takes()
    {
        foreach (
            var intent in TopicIntent.Presets.Values.Append(
                Stream with
                {
                    EventBytes = 100_000_000,
                    Tier = Tier.Critical,
                }
            )
        )
        {
            intent.Complaints().ShouldBeEmpty();
            var sizing = TopicSizing.Of(intent, 3);
            sizing.Settings.ShouldAllBe(s => s.Why.EndsWith('.'));
            sizing.Configs.ShouldAllBe(c => TopicConfigs.Complaint(c.Key, c.Value) == null);
        }
    }

    [Fact]
    public void A_table_without_order_by_key_is_refused() =>
        (Stream with { Keeping = Keeping.NewestOfEachKey, Ordering = Ordering.None })
            .Complaints()
            .ShouldHaveSingleItem()
            .Field.ShouldBe("ordering");
}
