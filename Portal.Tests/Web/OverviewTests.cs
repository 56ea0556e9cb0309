using Bunit;
using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Tests.Pages;
using Portal.Web.Features.Overview;
using Portal.Web.Features.Topics;

namespace Portal.Tests.Web;

/// <summary>The overview's sentence counts as well only what was seen to be well, and all that waits.</summary>
public sealed class OverviewTests : PartTests
{
    private static readonly ClusterId _cluster = new(1);
    private static readonly ClusterId _flink = new(3);
    private readonly Sample _sample = new(new HandClock().GetUtcNow());

    [Fact]
    public void What_was_seen_to_be_well_is_counted()
    {
        var health = TeamHealth.Of([Topic("orders", LagStatus.Ok)], [Group("billing", LagStatus.Ok)], []);

        Lede(health).ShouldStartWith("All 2 resources of your teams are healthy.");
    }

    [Fact]
    public void A_topic_that_does_not_answer_is_sick_though_nobody_reads_it()
    {
        var health = TeamHealth.Of([Silent("orders"), Topic("refunds", LagStatus.Ok)], [], []);

        health
            .Unhealthy.ShouldHaveSingleItem()
            .ShouldBeOfType<UnhealthyResource.SilentTopic>()
            .Row.Name.ShouldBe("orders");
        Lede(health).ShouldStartWith("1 topic not responding; 1 is healthy.");
    }

    [Fact]
    public void What_is_too_new_to_judge_is_neither_sick_nor_well()
    {
        var health = TeamHealth.Of(
            [Topic("orders", LagStatus.NotEnoughData)],
            [Group("billing", LagStatus.NotEnoughData), Group("audit", LagStatus.Ok)],
            []
        );

        health.Unhealthy.ShouldBeEmpty();
        Lede(health).ShouldStartWith("Of your teams' resources 1 is healthy, 2 have not enough data yet.");
        OverviewWords.NothingUnhealthy(health).ShouldBe("Nothing is unhealthy; 2 have not enough data yet.");
    }

    [Fact]
    public void A_topic_that_is_gone_is_unhealthy_and_one_that_was_not_seen_yet_is_neither_that_nor_well()
    {
        var health = TeamHealth.Of(
            [
                Drifted("invoices"),
                Missing("orders", _sample.Now.AddDays(-1)),
                Missing("refunds", _sample.Now.AddMinutes(1)),
                Topic("payments", LagStatus.Ok),
            ],
            [],
            []
        );

        health.Unhealthy.Select(thing => thing.GetType().Name).ShouldBe(["GoneTopic", "DriftedTopic"]);
        Lede(health).ShouldStartWith("1 topic gone, 1 drifted; 1 is healthy, 1 has not enough data yet.");
    }

    [Fact]
    public void The_worst_comes_first_and_drift_last()
    {
        var health = TeamHealth.Of(
            [Drifted("invoices"), Silent("orders")],
            [Group("billing", LagStatus.Unknown), Group("mailer", LagStatus.Stopped)],
            []
        );

        health
            .Unhealthy.Select(thing => thing.GetType().Name)
            .ShouldBe(["UnhealthyGroup", "UnhealthyGroup", "SilentTopic", "DriftedTopic"]);
        Lede(health).ShouldStartWith("1 stopped, 1 unknown, 1 topic not responding, 1 drifted.");
    }

    [Fact]
    public void A_job_that_falls_behind_is_named_instead_of_its_group()
    {
        var group = Group("flink-sums", LagStatus.FallingBehind);

        var health = TeamHealth.Of([], [group], [Job(JobHealth.FallingBehind, group)]);

        health
            .Unhealthy.ShouldHaveSingleItem()
            .ShouldBeOfType<UnhealthyResource.UnhealthyJob>()
            .DependsOn.ShouldBe([
                new ResourceRef(JobKind.Word, _flink, "sums"),
                new ResourceRef(TopicKind.Word, _cluster, "orders"),
            ]);
        Lede(health).ShouldStartWith("1 job unhealthy.");
    }

    [Fact]
    public void A_job_that_is_not_named_does_not_hide_that_its_group_is_behind()
    {
        var group = Group("flink-sums", LagStatus.Stalled);

        var health = TeamHealth.Of([], [group], [Job(JobHealth.Starting, group)]);

        health.Unhealthy.ShouldHaveSingleItem().ShouldBeOfType<UnhealthyResource.UnhealthyGroup>();
    }

    [Fact]
    public void A_job_that_is_well_counts_once_with_its_group()
    {
        var group = Group("flink-sums", LagStatus.Ok);

        TeamHealth.Of([], [group], [Job(JobHealth.Stable, group)]).Well.ShouldBe(1);
    }

    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(1, 1, "1, waiting for a few seconds")]
    [InlineData(8, 12, "12, the oldest waiting for a few seconds")]
    public void All_that_waits_is_counted_though_not_all_is_listed(int listed, int inAll, string? words) =>
        OverviewWords
            .Waiting(View with { Waiting = [.. Enumerable.Repeat(Waiting, listed)], WaitingInAll = inAll })
            .ShouldBe(words);

    [Fact]
    public void The_last_change_is_one_of_that_clusters_topic()
    {
        var (elsewhere, here) = (Changed(2), Changed(1));
        var orders = new ResourceRef(TopicKind.Word, _cluster, "orders");
        var health = TeamHealth.Of([Silent("orders")], [], []);
        var other = new Dictionary<ResourceRef, ResourceChange> { [orders with { Cluster = new(2) }] = elsewhere };

        Last(health, other).ShouldBeNull();
        Last(health, new(other) { [orders] = here }).ShouldBe(here);
    }

    [Fact]
    public void The_last_change_of_a_job_is_the_newest_of_itself_and_of_what_it_reads()
    {
        var job = new ResourceRef(JobKind.Word, _flink, "sums");
        var orders = new ResourceRef(TopicKind.Word, _cluster, "orders");
        var group = Group("flink-sums", LagStatus.FallingBehind);
        var health = TeamHealth.Of([], [group], [Job(JobHealth.FallingBehind, group)]);

        Last(health, new() { [job] = Changed(1) }).ShouldBe(Changed(1));
        Last(health, new() { [job] = Changed(1), [orders] = Changed(2) }).ShouldBe(Changed(2));
        Last(health, new() { [job] = Changed(3), [orders] = Changed(2) }).ShouldBe(Changed(3));
    }

    [Fact]
    public void The_last_change_of_a_group_may_be_its_jobs_or_that_of_a_grant_on_what_it_reads()
    {
        var job = new ResourceRef(JobKind.Word, _flink, "sums");
        var orders = new ResourceRef(TopicKind.Word, _cluster, "orders");
        var health = TeamHealth.Of([], [Group("flink-sums", LagStatus.Stalled) with { Jobs = [job] }], []);

        Last(health, new() { [orders] = Changed(1), [job] = Changed(2) }).ShouldBe(Changed(2));
        Last(health, new() { [orders] = Changed(1) }, new() { [orders] = Changed(3) }).ShouldBe(Changed(3));
        Last(TeamHealth.Of([Silent("orders")], [], []), [], new() { [orders] = Changed(3) })
            .ShouldBeNull("a grant is no cause of how a topic is");
    }

    [Fact]
    public void The_last_change_is_the_one_that_acted_last_and_that_time_is_shown()
    {
        var (orders, job) = (TopicKind.On(_cluster, "orders"), new ResourceRef(JobKind.Word, _flink, "sums"));
        var group = Group("flink-sums", LagStatus.FallingBehind);
        var health = TeamHealth.Of([], [group], [Job(JobHealth.FallingBehind, group)]);
        var longer = Changed(1) with { At = _sample.Now.AddHours(-5), LastActAt = _sample.Now.AddMinutes(-2) };
        var shorter = Changed(2) with { At = _sample.Now.AddHours(-3), LastActAt = _sample.Now.AddHours(-3) };
        var changed = new Dictionary<ResourceRef, ResourceChange> { [job] = longer, [orders] = shorter };

        Last(health, changed).ShouldBe(longer);
        Render<UnhealthyResources>(p =>
                p.Add(u => u.View, View with { Health = health, Changed = new(changed, Nothing.Grants) })
            )
            .FindAll("time")
            .Select(time => time.TextContent)
            .ShouldContain("2\u00A0min ago");
    }

    // Later ones are newer.
    private ResourceChange Changed(long id) =>
        new(
            new ChangeId(id),
            $"Change {id}",
            ChangeState.Applied,
            "Ada",
            _sample.Now.AddMinutes(id),
            _sample.Now.AddMinutes(id)
        );

    private ResourceChange? Last(
        TeamHealth health,
        Dictionary<ResourceRef, ResourceChange> changed,
        Dictionary<ResourceRef, ResourceChange>? grants = null
    ) => (View with { Changed = new(changed, grants ?? []) }).LastChange(health.Unhealthy.ShouldHaveSingleItem());

    private static LastChanges Nothing =>
        new(new Dictionary<ResourceRef, ResourceChange>(), new Dictionary<ResourceRef, ResourceChange>());

    private OverviewView View => new([], [], 0, TeamHealth.Of([], [], []), Nothing, [], [], [], [], _sample.Now);

    private static JobRow Job(JobHealth health, GroupRow reads) =>
        new("main", "prod", "sums", new(health, "Its reason."), null, null, "payments", "Payments", 0)
        {
            ClusterId = _flink,
            Lag = [new JobLag(_cluster, "main", reads.Group)],
        };

    private static string Lede(TeamHealth health) => OverviewWords.Lede(health);

    private ChangeRow Waiting =>
        new(
            new ChangeId(1),
            "Grow orders",
            ChangeState.PendingApproval,
            "prod",
            "ada",
            _sample.Now,
            _sample.Now,
            null,
            15,
            RiskBand.Low,
            [new(TopicKind.Word, "main", "orders", new ChangeOwner(new TeamId(1), "payments", "Payments"))]
        );

    private TopicRow Drifted(string name) =>
        Topic(name, LagStatus.Ok) is var row ? row with { Managed = row.Managed! with { Drifts = 1 } } : null!;

    private TopicRow Silent(string name)
    {
        var row = Topic(name, LagStatus.Unknown);
        var partitions = row.Topic.Partitions.Select(partition => partition with { Answered = false });
        return row with { Topic = row.Topic with { Partitions = [.. partitions] } };
    }

    private TopicRow Topic(string name, LagStatus status)
    {
        var topic = _sample.Topic(name, 2, status);
        return new(_sample.Cluster(_cluster, "main", "prod", [topic], []), topic, Managed(name, _sample.Now));
    }

    private TopicRow Missing(string name, DateTimeOffset createdAt) =>
        TopicRow.Missing(
            _sample.Cluster(_cluster, "main", "prod", [], []),
            Managed(name, createdAt) with
            {
                Drifts = 1,
            }
        );

    private static ManagedTopic Managed(string name, DateTimeOffset createdAt) =>
        new(
            new ResourceId(1),
            _cluster,
            name,
            "payments",
            "Payments",
            new TopicSpec(2, 3, TopicSpec.NoConfigs, ""),
            createdAt,
            createdAt,
            0
        );

    private GroupRow Group(string name, LagStatus status) =>
        new(
            _cluster,
            "main",
            "prod",
            _sample.Group(
                name,
                status,
                2,
                new Drain.Unknown(),
                _sample.Partition("orders", 0, status, 5, TimeSpan.Zero)
            ),
            [new GroupTeam("payments", "Payments")]
        );
}
