using Portal.Core.Jobs;
using Portal.Web.Features.Jobs;

namespace Portal.Tests.Web;

/// <summary>Which jobs the list's filters leave.</summary>
public sealed class JobQueryTests
{
    private static readonly JobRow Row = new(
        "prod-eu-1",
        "prod",
        "fraud-scores",
        new JobStatus(JobHealth.Stable, "It is stable."),
        null,
        null,
        "payments",
        "Payments",
        0
    );

    [Theory]
    [InlineData("", "", "", "", true)]
    [InlineData("FRAUD", "", "", "", true)]
    [InlineData("refunds", "", "", "", false)]
    [InlineData("", "payments,search", "", "", true)]
    [InlineData("", "search", "", "", false)]
    [InlineData("", "", "stable", "", true)]
    [InlineData("", "", "failed", "", false)]
    [InlineData("", "", "", "prod-eu-1,prod-us-1", true)]
    [InlineData("", "", "", "prod-us-1", false)]
    [InlineData("fraud", "payments", "stable", "prod-us-1", false)]
    public void Each_filter_narrows_what_the_others_leave(
        string words,
        string team,
        string health,
        string cluster,
        bool takes
    )
    {
        var query = new JobQuery(null, words, List(team), List(health), List(cluster));

        query.Takes(Row).ShouldBe(takes);
        query.IsFiltered.ShouldBe((words + team + health + cluster).Length > 0);
    }

    private static string[] List(string words) => words.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
