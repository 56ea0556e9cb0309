using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Topics;

namespace Portal.Tests.Changes;

/// <summary>A run that a former build began is rolled back from the image that build wrote.</summary>
public sealed class BeforeImageTests
{
    private static readonly LiveTopic Orders = new(
        "orders",
        Guid.Parse("018f0000-0000-7000-8000-000000000001"),
        3,
        2,
        false,
        ImmutableSortedDictionary<string, LiveConfig>
            .Empty.Add("cleanup.policy", new LiveConfig("delete", IsDefault: true))
            .Add("retention.ms", new LiveConfig("1000", IsDefault: false, Default: "604800000"))
    );

    [Fact]
    public void The_topic_of_a_former_build_is_the_state_of_today()
    {
        // As jsonb gives it back: its keys in an order of its own.
        const string Stored = """
            {"topic":{"name":"orders","configs":{"retention.ms":{"value":"1000","default":"604800000","isDefault":false},"cleanup.policy":{"value":"delete","isDefault":true}},"topicId":"018f0000-0000-7000-8000-000000000001","isInternal":false,"partitions":3,"replication":2}}
            """;
        Same(BeforeImage.Read(Stored), new BeforeImage(Orders));
    }

    [Fact]
    public void Nothing_was_there_in_a_former_build_too() =>
        BeforeImage.Read("""{"topic":null}""").ShouldBe(new BeforeImage(null));

    [Fact]
    public void What_is_written_today_reads_back_the_same()
    {
        Same(BeforeImage.Read(CoreJson.Write(new BeforeImage(Orders))), new BeforeImage(Orders));
        BeforeImage.Read(CoreJson.Write(new BeforeImage(null))).ShouldBe(new BeforeImage(null));
    }

    // Two dictionaries of the same pairs aren't equal; their bytes are.
    private static void Same(BeforeImage read, BeforeImage expected)
    {
        read.State.ShouldBeOfType<LiveTopic>();
        CoreJson.Write(read).ShouldBe(CoreJson.Write(expected));
    }
}
