using AngleSharp.Dom;
using Bunit;
using Portal.Core;
using Portal.Core.Health;
using Portal.Core.Topics;
using Portal.Tests.Pages;
using Portal.Web.Features.Topics;
using Radzen.Blazor;

namespace Portal.Tests.Web;

/// <summary>A topic's page speaks of a group's part of this topic, and calls well only what was seen to be.</summary>
public sealed class TopicReaderTests : PartTests
{
    private IReadOnlyCollection<TopicAcl>? _acls = [];

    private Sample Sample => new(Clock.GetUtcNow());

    [Fact]
    public void A_group_that_stalls_on_another_topic_is_well_here()
    {
        var billing = Group(
            "billing",
            LagStatus.Stalled,
            Sample.Partition("orders", 0, LagStatus.Stalled, 4_000, TimeSpan.FromMinutes(41)),
            Sample.Partition("refunds", 0, LagStatus.Ok, 0, TimeSpan.Zero)
        );

        Lede("refunds", LagStatus.Ok, billing)
            .ShouldBe("1 consumer group reads it and keeps up. Its partition is available.");
        Lede("orders", LagStatus.Stalled, billing).ShouldContain("billing, is unhealthy:");
    }

    [Fact]
    public void What_a_group_lags_on_other_topics_gives_no_reason_here()
    {
        var billing = Group(
            "billing",
            LagStatus.FallingBehind,
            Sample.Partition("orders", 0, LagStatus.FallingBehind, 400, TimeSpan.FromMinutes(1)),
            Sample.Partition("refunds", 0, LagStatus.Ok, 100, TimeSpan.FromSeconds(5))
        ) with
        {
            Drain = new Drain.In(TimeSpan.FromMinutes(9)),
        };
        billing.Reason.ShouldContain("up from", Case.Sensitive, "of both topics together");

        Lede("orders", LagStatus.FallingBehind, billing).ShouldNotContain("up from");
        View("refunds", LagStatus.Ok, billing)
            .Readers[0]
            .Reason.ShouldStartWith(
                "It keeps up: 100 messages behind",
                Case.Sensitive,
                "orders are what it catches up on"
            );
    }

    [Fact]
    public void What_is_assigned_of_other_topics_and_has_no_commit_is_not_missing_here()
    {
        var billing = Group(
            "billing",
            LagStatus.Ok,
            Sample.Partition("orders", 0, LagStatus.Ok, 7, TimeSpan.FromSeconds(1))
        ) with
        {
            Lag = new Amount(7, AtLeast: true),
            Uncommitted = [new Uncommitted("refunds", 0)],
        };

        View("orders", LagStatus.Ok, billing).Readers[0].Lag.ShouldBe(Amount.Of(7));
    }

    [Theory]
    [InlineData(LagStatus.Unknown, "billing, has an unknown status")]
    [InlineData(LagStatus.NotEnoughData, "billing, has not enough data yet")]
    public void What_is_not_known_is_never_called_well(LagStatus status, string words)
    {
        var billing = Group(
            "billing",
            status,
            Sample.Partition("orders", 0, status, 5, TimeSpan.FromSeconds(1), answered: status != LagStatus.Unknown)
        );
        var audit = Group("audit", LagStatus.Ok, Sample.Partition("orders", 0, LagStatus.Ok, 0, TimeSpan.Zero));

        var lede = Lede("orders", status, billing, audit);

        lede.ShouldStartWith($"1 of its 2 consumer groups, {words}");
    }

    [Fact]
    public void What_a_group_s_offsets_lack_is_not_said_of_the_topic_s_partitions()
    {
        var billing = Group(
            "billing",
            LagStatus.Unknown,
            Sample.Partition("orders", 0, LagStatus.Unknown, 5, TimeSpan.FromSeconds(1), answered: false),
            Sample.Partition("orders", 1, LagStatus.Ok, 0, TimeSpan.Zero),
            Sample.Partition("orders", 2, LagStatus.Ok, 0, TimeSpan.Zero)
        );

        var lede = Lede("orders", partitions: 6, LagStatus.Unknown, billing);

        lede.ShouldContain("Its lag is unknown on 1 of the 3 partitions it reads");
        lede.ShouldEndWith("All 6 partitions of the topic are available.");
    }

    [Fact]
    public async Task A_deletion_says_when_its_figures_were_read_and_how_each_reader_fares()
    {
        var idle = Group("idle", LagStatus.Ok, Sample.Partition("orders", 0, LagStatus.Ok, 7, TimeSpan.Zero)) with
        {
            Members = 0,
            LastMovedAt = Clock.GetUtcNow().AddHours(-3),
        };
        var busy = Group("busy", LagStatus.Ok, Sample.Partition("orders", 0, LagStatus.Ok, 0, TimeSpan.Zero));
        var young = idle with { Name = "young", LastMovedAt = null, FirstSeenAt = Clock.GetUtcNow().AddMinutes(-9) };
        var view = View("orders", LagStatus.Ok, idle, busy, young);
        Clock.Pass(TimeSpan.FromSeconds(12));

        var facts = await Facts(view);

        facts.ShouldContain("Would be lost: Messages read 12 s ago, size read 12 s ago");
        facts.ShouldContain(
            "Careful: busy is active: needs an override by an approver0 behind, 2 members, last moved 14 s ago"
        );
        facts.ShouldContain("Fine: idle was not active in the last 10 minutes7 behind, 0 members, last moved 14 s ago");
        facts.ShouldContain(
            "Careful: young was first seen 9 min ago, too short a time to be called inactive: needs an override by an approver7 behind, 0 members, last moved 14 s ago"
        );
    }

    [Fact]
    public async Task A_deletion_names_groups_whose_commits_may_not_be_read()
    {
        var secret = Group("secret", LagStatus.Unknown) with { AreCommitsRead = false };
        var view = View("orders", LagStatus.Ok);
        var cluster = view.Row.Cluster;
        cluster = cluster with
        {
            Collector = cluster.Collector with { AreReadersKnown = false },
            Groups = cluster.Groups.Add(secret.Name, secret),
        };

        (await Facts(view with { Row = view.Row with { Cluster = cluster } })).ShouldContain(
            "Unknown: Other consumers are unknown: needs an override by an approver. The commits of secret can't be read: the portal may lack the permission Describe on them."
        );
    }

    [Fact]
    public async Task A_deletion_names_the_grants_that_end_with_it_and_the_ACLs_that_stay()
    {
        _acls =
        [
            new("User:billing", "read topic orders", "42", IsOnName: true, "payments"),
            new("User:mirror", "write topic orders", null, IsOnName: true, null),
            new("User:audit", "read topics order*", "43", IsOnName: false, null),
        ];

        var facts = await Facts(View("orders", LagStatus.Ok));

        facts.ShouldContain(
            "Careful: 1 grant on it ends with it: User:billing: read topic orders (grant 42). Its removal is requested as soon as the topic is deleted."
        );
        facts.ShouldContain(fact => fact.StartsWith("Careful: 1 ACL on its name that no grant holds stay"));
        facts.ShouldNotContain(fact => fact.Contains("audit"));
        _acls = null;
        (await Facts(View("orders", LagStatus.Ok))).ShouldContain(
            "Unknown: Grants and ACLs on its name can't be read now"
        );
    }

    [Theory]
    [InlineData(2_000L, "Size 2 kB3 replicas, read 12 s ago")]
    [InlineData(null, "Size not measured yet3 replicas")]
    public void A_size_has_the_time_it_was_read_at_and_none_before_that(long? bytes, string words)
    {
        var view = View("orders", LagStatus.Ok);
        view = view with { Row = view.Row with { Topic = view.Topic with { Bytes = bytes } } };
        Clock.Pass(TimeSpan.FromSeconds(12));

        Spaced(Render<TopicFacts>(p => p.Add(f => f.Topic, view)).FindAll(".facts > *")[3]).ShouldBe(words);
    }

    private string Lede(string topic, LagStatus status, params GroupSnapshot[] groups) =>
        Lede(topic, partitions: 1, status, groups);

    private string Lede(string topic, int partitions, LagStatus status, params GroupSnapshot[] groups) =>
        Spaced(
            Render<TopicHeader>(p => p.Add(h => h.Topic, View(topic, partitions, status, groups)))
                .Find(".page-header p")
        );

    private async Task<IReadOnlyList<string>> Facts(TopicView view)
    {
        var dialog = Render<DeleteTopicDialog>(p =>
            p.Add(d => d.Topic, view)
                .Add(d => d.Acls, () => Task.FromResult(_acls))
                .Add(d => d.Ask, (_, _) => Task.FromResult<Refusal?>(null))
        );
        var shown = Render<RadzenDialog>();
        await dialog.InvokeAsync(dialog.Instance.Open);
        return [.. shown.FindAll(".facts-list li").Select(Spaced)];
    }

    private TopicView View(string name, LagStatus status, params GroupSnapshot[] groups) =>
        View(name, partitions: 1, status, groups);

    private TopicView View(string name, int partitions, LagStatus status, params GroupSnapshot[] groups)
    {
        var topic = Sample.Topic(name, partitions, status, [.. groups.Select(group => group.Name)]);
        var cluster = Sample.Cluster(new ClusterId(1), "main", "prod", [topic], groups);
        var window = new Window(Clock.GetUtcNow().AddHours(-1), Clock.GetUtcNow());
        return new(
            new TopicRow(cluster, topic, null),
            TopicReader.Of(cluster, topic),
            [],
            [],
            null,
            window,
            null,
            [],
            MayChange: true
        );
    }

    private GroupSnapshot Group(string name, LagStatus status, params GroupPartition[] partitions) =>
        Sample.Group(name, status, 2, new Drain.Unknown(), partitions);

    private static string Spaced(IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
