using System.Collections.Immutable;
using Bunit;
using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Tests.Pages;
using Portal.Web.Features.Topics;

namespace Portal.Tests.Web;

/// <summary>The settings of a topic as its page lists them.</summary>
public sealed class TopicConfigurationTests : PartTests
{
    private Sample Sample => new(Clock.GetUtcNow());

    [Fact]
    public void What_drifted_stands_first_then_what_is_set_here_then_what_holds_by_default() =>
        Settings(
                [
                    ("cleanup.policy", new("delete", IsDefault: true)),
                    ("max.message.bytes", new("2097152", IsDefault: false, "1048588")),
                    ("min.insync.replicas", new("1", IsDefault: false)),
                ],
                ("min.insync.replicas", "2")
            )
            .Select(row => row[..3])
            .ShouldBe([
                ["min.insync.replicas", "1", "Driftthe spec has 2"],
                ["max.message.bytes", "2 MiB2097152", "Set heredefault 1 MiB + 12 B"],
                ["cleanup.policy", "delete", "Default"],
            ]);

    [Fact]
    public void A_field_that_the_spec_leaves_to_the_cluster_and_somebody_set_says_so() =>
        Settings([("retention.ms", new("3600000", IsDefault: false))], ("retention.ms", null))[0]
            [2]
            .ShouldBe("Driftthe spec has the default");

    [Theory]
    [InlineData("retention.ms", "-1", "forever")]
    [InlineData("retention.ms", "9223372036854775807", "forever")]
    [InlineData("retention.bytes", "-1", "no limit")]
    [InlineData("flush.ms", "9223372036854775807", "never forced, left to the operating system")]
    [InlineData("retention.ms", "604800000", "7 d")]
    public void A_value_is_said_in_words_with_what_Kafka_has_below(string name, string value, string words) =>
        Settings([(name, new(value, IsDefault: false))])[0][1].ShouldBe(words + value);

    [Fact]
    public void A_value_that_the_broker_hides_is_no_empty_one() =>
        Settings([
                ("confluent.key", new(null, IsDefault: false)),
                ("follower.replication.throttled.replicas", new("", IsDefault: true)),
            ])
            .Select(row => row[1])
            .ShouldBe(["hidden by the broker", "–"]);

    [Fact]
    public void Settings_that_were_never_read_have_no_age_and_are_not_called_in_sync()
    {
        var spec = new TopicSpec(1, 3, TopicSpec.NoConfigs, "payments");
        var now = Clock.GetUtcNow();
        var orders = new ManagedTopic(new(1), new(1), "orders", "payments", "Payments", spec, now, now, 0);
        var view = View([], [], orders);

        var settings = Render<TopicConfiguration>(p => p.Add(t => t.Topic, view));
        var overview = Render<TopicOverview>(p => p.Add(t => t.Topic, view));

        view.Topic.SettingsReadAt.ShouldBeNull();
        settings.Find("h3").TextContent.ShouldBe("The settings have not been read yet");
        settings.FindAll(".table-foot").ShouldBeEmpty();
        settings.Find("p").TextContent.ShouldContain("the portal lacks DescribeConfigs");
        overview.Markup.ShouldContain("unknown: settings not read yet");
        overview.Markup.ShouldNotContain("no drift");
    }

    [Fact]
    public void A_cluster_that_does_not_answer_lacks_no_permission()
    {
        var view = View([], []);
        ImmutableArray<BrokerSnapshot> silent = [.. view.Cluster.Brokers.Select(b => b with { Answers = false })];

        var settings = Render<TopicConfiguration>(p =>
            p.Add(t => t.Topic, view with { Row = view.Row with { Cluster = view.Cluster with { Brokers = silent } } })
        );

        settings.Find("p").TextContent.ShouldBe("They show here once the cluster reports them.");
    }

    /// <returns>Name, value, source and description of each, as one reads them.</returns>
    private List<string[]> Settings(
        (string Name, LiveConfig Value)[] configs,
        params (string Field, string? Wanted)[] drifts
    ) =>
        [
            .. Render<TopicConfiguration>(p => p.Add(t => t.Topic, View(configs, drifts)))
                .FindAll("tbody tr")
                .Select(line =>
                    line.QuerySelectorAll("td, th")
                        .Select(cell => cell.TextContent.Trim().Replace('\u00A0', ' '))
                        .ToArray()
                ),
        ];

    private TopicView View(
        (string Name, LiveConfig Value)[] configs,
        (string Field, string? Wanted)[] drifts,
        ManagedTopic? managed = null
    )
    {
        var now = Clock.GetUtcNow();
        var topic = Sample.Topic("orders", 1, LagStatus.Ok) with
        {
            Configs = configs.ToImmutableSortedDictionary(config => config.Name, config => config.Value),
        };
        var row = new TopicRow(Sample.Cluster(new ClusterId(1), "main", "prod", [topic], []), topic, managed);
        return new TopicView(row, [], [], [.. drifts.Select(Drift)], null, new(now, now), null, [], MayChange: false);

        Drift Drift((string Field, string? Wanted) drift) =>
            new()
            {
                ResourceId = new(1),
                Field = drift.Field,
                Wanted = drift.Wanted,
                FirstSeenAt = now,
                SeenAt = now,
            };
    }
}
