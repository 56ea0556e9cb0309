using System.Net;
using Portal.Tests.Api;

namespace Portal.Tests.Pages;

/// <summary>Why a collector has nothing or not all stands on its cluster's page, whatever else is wrong, and once.</summary>
public sealed class ClusterComplaintTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    private const string Complaint = "Group members: No such day.";

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task What_a_collector_reports_is_shown_also_while_a_broker_is_silent(int silentBroker)
    {
        var cluster = web.Sample.Cluster(web.Prod, "prod-eu-1", "prod", [], [], silentBroker);
        web.Health.Show(cluster with { Collector = cluster.Collector with { Complaint = Complaint } });
        using var ada = await PageClient.As(web, "ada");

        var html = WebUtility.HtmlDecode(await ada.Browser.GetStringAsync("/clusters/prod-eu-1"));

        html.Split(Complaint).Length.ShouldBe(2, "it stands there once");
        html.Contains("Broker 2 is not responding", StringComparison.Ordinal).ShouldBe(silentBroker == 2);
    }
}
