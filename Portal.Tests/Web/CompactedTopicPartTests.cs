using System.Collections.Immutable;
using Bunit;
using Portal.Core;
using Portal.Core.Health;
using Portal.Core.Topics;
using Portal.Tests.Pages;
using Portal.Web.Features.Topics;

namespace Portal.Tests.Web;

/// <summary>Messages are counted by offsets, and compaction leaves gaps between those: on any cluster, the bundled one too.</summary>
public sealed class CompactedTopicPartTests : PartTests
{
    [Theory]
    [InlineData(true, "compact", "messages at most, compacted")]
    [InlineData(true, "compact,delete", "messages at most, compacted")]
    [InlineData(true, "delete", "messages now")]
    [InlineData(false, "compact", "messages at most, compacted")]
    [InlineData(false, "delete", "messages now")]
    public void What_a_compacted_topic_holds_is_an_upper_bound(bool isLocal, string policy, string note) =>
        Render<TopicFacts>(p => p.Add(facts => facts.Topic, View(isLocal, policy))).Markup.ShouldContain(note);

    /// <summary>It compacts as Kafka does, so there is nothing to say of it.</summary>
    [Theory]
    [InlineData("compact")]
    [InlineData("compact,delete")]
    public void The_bundled_cluster_gets_no_warning_of_its_own(string policy)
    {
        var local = Render<TopicHeader>(p => p.Add(h => h.Topic, View(true, policy))).Markup;

        local.ShouldBe(Render<TopicHeader>(p => p.Add(h => h.Topic, View(false, policy))).Markup);
    }

    private TopicView View(bool isLocal, string policy)
    {
        var sample = new Sample(Clock.GetUtcNow());
        var topic = sample.Topic("orders", 1, LagStatus.Ok) with
        {
            Configs = ImmutableSortedDictionary<string, LiveConfig>.Empty.Add(
                "cleanup.policy",
                new LiveConfig(policy, false)
            ),
        };
        var cluster = sample.Cluster(new ClusterId(1), "main", "prod", [topic], []) with { IsLocal = isLocal };
        var window = new Window(Clock.GetUtcNow().AddHours(-1), Clock.GetUtcNow());
        return new TopicView(new TopicRow(cluster, topic, null), [], [], [], null, window, null, [], MayChange: false);
    }
}
