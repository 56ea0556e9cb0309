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
    [InlineData(true, "compact", "The bundled cluster keeps everything.")]
    [InlineData(true, "compact,delete", "The bundled cluster only deletes.")]
    [InlineData(true, "delete", null)]
    [InlineData(false, "compact", null)]
    [InlineData(false, "compact,delete", null)]
    public void The_header_says_so_where_it_is_so(bool isLocal, string policy, string? says)
    {
        var sample = new Sample(Clock.GetUtcNow());
        var topic = sample.Topic("orders", 1, LagStatus.Ok) with
        {
            Configs = TopicConfigsWith("cleanup.policy", policy),
        };
        var cluster = sample.Cluster(new ClusterId(1), "main", "prod", [topic], []) with { IsLocal = isLocal };
        var window = new Window(Clock.GetUtcNow().AddHours(-1), Clock.GetUtcNow());
        var view = new TopicView(
            new TopicRow(cluster, topic, null),
            [],
            [],
            [],
            null,
            window,
            null,
            [],
            MayChange: false
        );

        var header = Render<TopicHeader>(p => p.Add(h => h.Topic, view));

        string[] titles = ["The bundled cluster keeps everything.", "The bundled cluster only deletes."];
        titles
            .Where(title => header.Markup.Contains(title, StringComparison.Ordinal))
            .ShouldBe(says is null ? [] : [says]);
    }

    private static ImmutableSortedDictionary<string, LiveConfig> TopicConfigsWith(string name, string value) =>
        ImmutableSortedDictionary<string, LiveConfig>.Empty.Add(name, new LiveConfig(value, false));
}
