using System.Collections.Immutable;
using Bunit;
using Portal.Core;
using Portal.Core.Health;
using Portal.Core.Topics;
using Portal.Tests.Pages;
using Portal.Web.Features.Topics;

namespace Portal.Tests.Web;

/// <summary>Only the bundled cluster keeps what a compacted topic would lose; a real one isn't spoken of.</summary>
public sealed class CompactedHeaderTests : PartTests
{
    [Theory]
    [InlineData(true, "compact", true)]
    [InlineData(true, "compact,delete", true)]
    [InlineData(true, "delete", false)]
    [InlineData(false, "compact", false)]
    public void The_header_says_so_where_it_is_so(bool isLocal, string policy, bool says)
    {
        var sample = new Sample(Clock.GetUtcNow());
        var topic = sample.Topic("orders", 1, LagStatus.Ok) with
        {
            Configs = TopicConfigsWith("cleanup.policy", policy),
        };
        var cluster = sample.Cluster(new ClusterId(1), "main", "prod", [topic], []) with { IsLocal = isLocal };
        var window = new Window(Clock.GetUtcNow().AddHours(-1), Clock.GetUtcNow());
        var view = new TopicView(new TopicRow(cluster, topic, null), [], [], [], null, window, MayChange: false);

        var header = Render<TopicHeader>(p => p.Add(h => h.Topic, view));

        header.Markup.Contains("The bundled cluster keeps everything.", StringComparison.Ordinal).ShouldBe(says);
    }

    private static ImmutableSortedDictionary<string, LiveConfig> TopicConfigsWith(string name, string value) =>
        ImmutableSortedDictionary<string, LiveConfig>.Empty.Add(name, new LiveConfig(value, false));
}
