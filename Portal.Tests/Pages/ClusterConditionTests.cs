using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Web.Features.Clusters;

namespace Portal.Tests.Pages;

public sealed class ClusterConditionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_cluster_that_was_never_read_is_new_and_not_sick() =>
        ClusterCondition.Of(Registered(), null, null, Now).Status.ShouldBe(ClusterStatus.New);

    [Theory]
    [InlineData("prod-eu-1 can't be reached.", "prod-eu-1 can't be reached.")]
    [InlineData(null, "not read yet")]
    public void A_cluster_that_never_answered_is_unknown_though_it_was_tried_just_now(string? complaint, string reason)
    {
        var tried = Seen();
        var collector = tried.Collector with { WholeAt = null, Complaint = complaint };

        ClusterCondition
            .Of(Registered(), tried with { Collector = collector, Brokers = [] }, null, Now)
            .ShouldBe(new ClusterCondition(ClusterStatus.Unknown, reason));
    }

    [Fact]
    public void A_cluster_whose_brokers_answer_is_healthy() =>
        ClusterCondition
            .Of(Registered(), Seen(), null, Now)
            .ShouldBe(new ClusterCondition(ClusterStatus.Healthy, null));

    [Fact]
    public void A_silent_broker_makes_it_degraded_and_is_named() =>
        ClusterCondition
            .Of(Registered(), Seen(silent: 2), null, Now)
            .ShouldBe(new ClusterCondition(ClusterStatus.Degraded, "broker 2 is not responding"));

    [Fact]
    public void A_missing_permission_is_said_where_all_else_is_well() =>
        ClusterCondition.Of(Registered("read quotas"), Seen(), null, Now).Status.ShouldBe(ClusterStatus.PartlySeen);

    [Fact]
    public void What_nobody_asked_for_a_minute_is_unknown_however_well_it_was() =>
        ClusterCondition
            .Of(Registered(), Seen(), null, Now + TimeSpan.FromSeconds(61))
            .Status.ShouldBe(ClusterStatus.Unknown);

    [Fact]
    public void Without_Kafka_it_is_as_its_Flink_was_last_read()
    {
        var read = new FlinkReading { ClusterId = new(1), TriedAt = Now };
        Edge().ShouldBe(new(ClusterStatus.New, "it has no engine yet"));
        Edge(hasFlink: true).ShouldBe(new(ClusterStatus.New, "not read yet"));
        Edge(hasFlink: true, read).ShouldBe(new(ClusterStatus.New, "not read yet"));
        read.ReadAt = Now;
        Edge(hasFlink: true, read).ShouldBe(new(ClusterStatus.Healthy, null));
        read.ReadAt = Now - TimeSpan.FromMinutes(3);
        Edge(hasFlink: true, read).ShouldBe(new(ClusterStatus.Unknown, "not read lately: check the workers"));
        read.Failure = "Flink at edge:8081 can't be reached.";
        Edge(hasFlink: true, read).ShouldBe(new(ClusterStatus.Unknown, "Flink at edge:8081 can't be reached."));
    }

    private static ClusterCondition Edge(bool hasFlink = false, FlinkReading? read = null) =>
        ClusterCondition.Of(
            new()
            {
                Name = "edge",
                Environment = "prod",
                Region = "local",
                RegisteredAt = Now,
                Endpoints = hasFlink ? [new() { Kind = EndpointKind.Flink, Addresses = "http://edge:8081" }] : [],
            },
            null,
            read,
            Now
        );

    private static Cluster Registered(params string[] missing) =>
        new()
        {
            Name = "prod-eu-1",
            Environment = "prod",
            Region = "local",
            RegisteredAt = Now,
            MissingPermissions = missing,
            Endpoints = [new() { Kind = EndpointKind.Kafka, Addresses = "127.0.0.1:27999" }],
        };

    private static ClusterSnapshot Seen(int silent = 0) =>
        new Sample(Now).Cluster(new ClusterId(1), "prod-eu-1", "prod", [], [], silent);
}
