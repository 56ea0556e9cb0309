using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Web.Features.Clusters;

namespace Portal.Tests.Pages;

public sealed class ClusterConditionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_cluster_that_was_never_read_is_new_and_not_sick() =>
        ClusterCondition.Of(Registered(), null, Now).Status.ShouldBe(ClusterStatus.New);

    [Fact]
    public void A_cluster_whose_brokers_answer_is_healthy() =>
        ClusterCondition.Of(Registered(), Seen(), Now).ShouldBe(new ClusterCondition(ClusterStatus.Healthy, null));

    [Fact]
    public void A_silent_broker_makes_it_degraded_and_is_named() =>
        ClusterCondition
            .Of(Registered(), Seen(silent: 2), Now)
            .ShouldBe(new ClusterCondition(ClusterStatus.Degraded, "broker 2 is not responding"));

    [Fact]
    public void A_missing_permission_is_said_where_all_else_is_well() =>
        ClusterCondition.Of(Registered("read quotas"), Seen(), Now).Status.ShouldBe(ClusterStatus.PartlySeen);

    [Fact]
    public void What_nobody_asked_for_a_minute_is_unknown_however_well_it_was() =>
        ClusterCondition
            .Of(Registered(), Seen(), Now + TimeSpan.FromSeconds(61))
            .Status.ShouldBe(ClusterStatus.Unknown);

    private static Cluster Registered(params string[] missing) =>
        new()
        {
            Name = "prod-eu-1",
            Environment = "prod",
            Region = "local",
            RegisteredAt = Now,
            MissingPermissions = missing,
        };

    private static ClusterSnapshot Seen(int silent = 0) =>
        new Sample(Now).Cluster(new ClusterId(1), "prod-eu-1", "prod", [], [], silent);
}
