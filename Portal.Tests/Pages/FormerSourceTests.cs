using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Web.Live;

namespace Portal.Tests.Pages;

/// <summary>A topic that a job read in a former version, or that a job of its name elsewhere reads, has commits of its group, and is none of its lag.</summary>
public sealed class FormerSourceTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    [Fact]
    public async Task What_a_job_no_longer_reads_is_none_of_its_lag()
    {
        await web.ReadJobs();
        web.ShowAll();
        var before = web.Health.Current.Values.Single(c => c.Name == "prod-eu-1");
        var name = JobName.Group(WatchedJobs.Slow);
        var own = before.Groups[name];
        var left = own.Partitions[0] with
        {
            Topic = "payments.former",
            Status = LagStatus.Stalled,
            Lag = Amount.Of(9_000_000),
        };
        var both = own with
        {
            Status = LagStatus.Stalled,
            Lag = Amount.Of(9_812_400),
            Partitions = [left, .. own.Partitions],
        };

        web.Health.Show(before with { Version = before.Version + 1, Groups = before.Groups.SetItem(name, both) });

        var row = (await web.Services.GetRequiredService<JobShelf>().All(isOpening: true, default)).All.Single(job =>
            job.Name == WatchedJobs.Slow
        );
        var group = row.Lag.ShouldHaveSingleItem().Group;
        (group.Status, group.Lag, group.Partitions.Length).ShouldBe((own.Status, own.Lag, own.Partitions.Length));
        group.Only(partition => partition.Topic == left.Topic).ShouldBeNull();
        both.Only(_ => true).ShouldBeSameAs(both);
    }
}
