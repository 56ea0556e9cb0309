using AngleSharp.Dom;
using Bunit;
using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Tests.Pages;
using Portal.Web.Features.Clusters;
using Portal.Web.Features.Topics;
using Portal.Web.Parts;

namespace Portal.Tests.Web;

/// <summary>A figure of partitions is shown as what was measured, and what wasn't as unknown.</summary>
public sealed class PartitionFigureTests : PartTests
{
    private static readonly PartitionSnapshot NotRead = new() { Partition = 1 };

    private Sample Sample => new(Clock.GetUtcNow());

    private PartitionSnapshot Read => Sample.Topic("orders", 1, LagStatus.Ok).Partitions[0];

    [Fact]
    public void A_partition_that_was_never_read_is_unknown_and_not_offline()
    {
        var offline = NotRead with { Partition = 2, InSync = 0 };
        var silent = Read with { Partition = 3, Answered = false };

        var figures = ClusterFigures.Of(Cluster(Read, NotRead, offline, silent));

        (figures.Partitions, figures.Offline, figures.Unknown).ShouldBe((4, 1, 2));
        figures.UnderReplicated.ShouldBe(1, "of what was never read it isn't known");
        Render<ClusterState>(p => p.Add(c => c.Row, Row(Cluster(Read, offline))))
            .FindAll(".is-bad")
            .ShouldHaveSingleItem()
            .TextContent.Trim()
            .ShouldBe("1");
        Render<ClusterState>(p => p.Add(c => c.Row, Row(Cluster(Read, NotRead)))).FindAll(".is-bad").ShouldBeEmpty();
    }

    [Fact]
    public void What_is_in_sync_has_its_age_once_the_cluster_stopped_answering()
    {
        var seen = Cluster(Read with { InSync = 2, Answered = false });
        var ago = Clock.GetUtcNow().AddMinutes(-5);
        var silent = seen.Brokers.Select(b => b with { Answers = false, AnsweredAt = ago, NamedAt = ago });

        UnderReplicated(seen).ShouldBe("1");
        UnderReplicated(seen with { Brokers = [.. silent] }).ShouldContain("5\u00A0min old");

        string UnderReplicated(ClusterSnapshot cluster) =>
            Render<ClusterState>(p => p.Add(c => c.Row, Row(cluster)))
                .FindAll("span.is-warn")
                .ShouldHaveSingleItem()
                .TextContent.Trim();
    }

    [Fact]
    public void Of_a_cluster_that_never_answered_nothing_is_counted()
    {
        var row = Row(Cluster() with { Brokers = [] });
        row.Cluster.Endpoints.Add(new() { Kind = EndpointKind.Kafka, Addresses = "127.0.0.1:27999" });

        var table = Render<ClusterTable>(p => p.Add(t => t.Rows, [row]));

        (row.Topics, row.Groups).ShouldBe((null, null));
        table.Find("tbody tr td:last-child").TextContent.Trim().ShouldBe("unknown");
    }

    [Fact]
    public void A_silent_broker_is_said_before_any_figure_and_of_what_it_leads_only_what_is_known()
    {
        var silent = Sample.Cluster(new ClusterId(1), "main", "prod", [Topic(NotRead)], [], silentBroker: 2);

        var state = Render<ClusterState>(p => p.Add(c => c.Row, Row(silent)));

        state
            .Markup.IndexOf("Broker 2 is not responding", StringComparison.Ordinal)
            .ShouldBeInRange(0, state.Markup.IndexOf("Brokers up", StringComparison.Ordinal));
        state.Markup.ShouldContain("Which partitions it leads isn't known yet.");
        state.Markup.ShouldNotContain("It leads no partition");
    }

    [Fact]
    public void A_partition_without_an_answer_shows_no_figure_of_before_as_one_of_now()
    {
        var table = Partitions(NotRead, Read with { Partition = 2, Answered = false });

        table.Count.ShouldBe(2);
        table[1].ShouldNotContain("1,000,000", Case.Sensitive, "its last end is not the one of now");
        table[1].ShouldNotContain("52", Case.Sensitive, "nor its last rate");
        table[0].ShouldContain("not read yet");
        table[0].ShouldNotContain("none");
        table[1].ShouldContain("broker 0 is not responding");
        Partitions(NotRead with { InSync = 0 }).ShouldHaveSingleItem().ShouldContain("no leader");
    }

    [Theory]
    [InlineData(0, 120, false)]
    [InlineData(0, 0, true)]
    [InlineData(4_096, 120, true)]
    public void Nothing_on_disk_beside_messages_is_a_size_that_was_not_measured_yet(
        long bytes,
        long records,
        bool known
    )
    {
        var topic = Topic(Read) with { Bytes = bytes, Records = records };

        var size = new TopicRow(Cluster(Read), topic, null).Size;

        (size is Reading<long>.Known).ShouldBe(known);
    }

    private IReadOnlyList<string> Partitions(params PartitionSnapshot[] partitions)
    {
        var topic = Topic(partitions);
        var window = new Window(Clock.GetUtcNow().AddHours(-1), Clock.GetUtcNow());
        var row = new TopicRow(Cluster(partitions), topic, null);
        var view = new TopicView(row, [], [], [], null, window, null, [], MayChange: false);
        return
        [
            .. Render<TopicPartitions>(p => p.Add(t => t.Topic, view))
                .FindAll("tbody tr")
                .Select(line => line.OuterHtml),
        ];
    }

    private TopicSnapshot Topic(params PartitionSnapshot[] partitions) =>
        Sample.Topic("orders", 1, LagStatus.Ok) with
        {
            Partitions = [.. partitions],
        };

    private ClusterSnapshot Cluster(params PartitionSnapshot[] partitions) =>
        Sample.Cluster(new ClusterId(1), "main", "prod", [Topic(partitions)], []);

    private static ClusterRow Row(ClusterSnapshot seen) =>
        new(
            new Cluster
            {
                Name = seen.Name,
                Environment = "prod",
                Region = "eu",
                RegisteredAt = seen.Collector.CycleAt!.Value,
            },
            seen,
            new ClusterCondition(ClusterStatus.Healthy, null)
        );
}
