using Bunit;
using Portal.Core;
using Portal.Core.Health;
using Portal.Core.Topics;
using Portal.Tests.Pages;
using Portal.Web.Features.Groups;
using Portal.Web.Features.Topics;

namespace Portal.Tests.Web;

/// <summary>What was not answered is unknown: neither is it not there, nor was it deleted.</summary>
public sealed class UnreadClusterTests : PartTests
{
    private const string Silence = "main can't be reached: nothing listens there.";

    private Sample Sample => new(Clock.GetUtcNow());

    private ClusterSnapshot Read => Sample.Cluster(new ClusterId(2), "other", "prod", [], []);

    // Its collector has been round, and had no answer.
    private ClusterSnapshot Unread
    {
        get
        {
            var empty = Sample.Cluster(new ClusterId(1), "main", "prod", [], []);
            return empty with
            {
                Brokers = [],
                Collector = empty.Collector with { WholeAt = null, Complaint = Silence },
            };
        }
    }

    [Fact]
    public void A_list_says_which_clusters_never_answered_and_why()
    {
        IReadOnlyList<ClusterSnapshot> clusters = [Unread];
        var topics = Render<NoTopics>(p => p.Add(n => n.Clusters, clusters));
        var groups = Render<NoGroups>(p => p.Add(n => n.Clusters, clusters));

        topics.Find("h3").TextContent.ShouldBe("main has not been read yet");
        topics.Find("p").TextContent.ShouldBe(Silence);
        groups.Find("h3").TextContent.ShouldBe("main has not been read yet");
        groups.Find("p").TextContent.ShouldBe(Silence);
    }

    [Fact]
    public void One_that_answered_beside_them_is_called_empty_alone()
    {
        IReadOnlyList<ClusterSnapshot> clusters = [Unread, Read];

        var topics = Render<NoTopics>(p => p.Add(n => n.Clusters, clusters));

        topics.Find("h3").TextContent.ShouldBe("main has not been read yet");
        topics.Find("p").TextContent.ShouldBe($"{Silence} There are no topics on the other cluster.");
    }

    [Fact]
    public void The_reason_of_one_is_not_called_that_of_several()
    {
        IReadOnlyList<ClusterSnapshot> clusters = [Unread, Unread with { Id = new ClusterId(2), Name = "other" }];

        var topics = Render<NoTopics>(p => p.Add(n => n.Clusters, clusters));
        var groups = Render<NoGroups>(p => p.Add(n => n.Clusters, clusters));

        topics.Find("h3").TextContent.ShouldBe("2 clusters have not been read yet");
        topics.Find("p").TextContent.ShouldBe("The page of each cluster has the reason.");
        groups.Find("p").TextContent.ShouldBe("The page of each cluster has the reason.");
    }

    [Fact]
    public void Whether_a_topic_exists_is_unknown_while_its_cluster_never_answered()
    {
        var missing = MissingTopic.Of(Unread, "orders", Managed(Clock.GetUtcNow().AddDays(-1)), []);

        missing.What.ShouldBe("main has not been read yet");
        missing.Why.ShouldBe($"Whether the topic orders exists is unknown. {Silence}");
    }

    [Fact]
    public void A_topic_that_was_created_after_its_cluster_last_answered_was_not_deleted()
    {
        var now = Clock.GetUtcNow();
        var silent = Read with
        {
            Brokers = [.. Read.Brokers.Select(b => b with { Answers = false, AnsweredAt = now.AddMinutes(-3) })],
        };

        var young = MissingTopic.Of(silent, "orders", Managed(now.AddMinutes(-1)), []);
        var old = MissingTopic.Of(silent, "orders", Managed(now.AddMinutes(-5)), []);

        young.What.ShouldBe("The topic orders has not been seen since its last change");
        old.What.ShouldBe("There is no topic orders on other");
    }

    [Fact]
    public void A_topic_that_was_created_again_just_before_its_cluster_answered_is_not_called_gone()
    {
        var (now, first) = (Clock.GetUtcNow(), Managed(Clock.GetUtcNow().AddDays(-90)));

        Absence(now.AddSeconds(1)).ShouldBe(TopicAbsence.NotSeenYet);
        Absence(now.AddSeconds(-59)).ShouldBe(TopicAbsence.NotSeenYet, "the broker may not have it yet");
        Absence(now.AddSeconds(-61)).ShouldBe(TopicAbsence.Gone);

        TopicAbsence Absence(DateTimeOffset again) => MissingTopic.Absence(Read, first with { UpdatedAt = again });
    }

    private static ManagedTopic Managed(DateTimeOffset createdAt) =>
        new(
            new(1),
            new(1),
            "orders",
            "payments",
            "Payments",
            new TopicSpec(3, 3, TopicSpec.NoConfigs, "payments"),
            createdAt,
            createdAt,
            0
        );
}
