using System.Net;
using Bunit;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Tests.Jobs;
using Portal.Web.Features.Jobs;
using Radzen.Blazor;

namespace Portal.Tests.Web;

/// <summary>What a request to cancel a job ends, as it is confirmed.</summary>
public sealed class CancelJobDialogTests : PartTests
{
    private const string Untouched = "The job that runs under this name isn't the portal's, and isn't touched.";

    [Theory]
    [InlineData("1f", false, false)]
    [InlineData("2e", true, true)]
    [InlineData("2e", false, true)]
    [InlineData(null, false, true)]
    public async Task A_job_that_the_portal_did_not_start_is_named_as_one_that_goes_on(
        string? recorded,
        bool isKnown,
        bool isOwn
    )
    {
        var dialog = Render<CancelJobDialog>(p =>
            p.Add(d => d.View, Job(recorded, isKnown)).Add(d => d.Ask, (_, _) => Task.FromResult<Refusal?>(null))
        );
        var shown = Render<RadzenDialog>();

        await dialog.InvokeAsync(() => dialog.Instance.Open());

        var words = WebUtility.HtmlDecode(shown.Markup);
        words.Contains(Untouched, StringComparison.Ordinal).ShouldBe(!isOwn);
        words.Contains("Job 2e, which the portal didn't start, goes on", StringComparison.Ordinal).ShouldBe(!isOwn);
        words.Contains("The job ends after approval", StringComparison.Ordinal).ShouldBe(isOwn);
    }

    private JobView Job(string? recorded, bool isKnown)
    {
        var now = Clock.GetUtcNow();
        var run = new SeenJob
        {
            ClusterId = new ClusterId(1),
            JobId = "2e",
            Name = "sums",
            Status = FlinkStatus.Running,
            Definition = isKnown ? JobWorlds.Spec(JobWorlds.Copy("a", "b")).Definition : null,
            StartedAt = now,
            FirstSeenAt = now,
            SeenAt = now,
        };
        return new(
            new JobDetails(
                new("main", "prod", "sums", new(JobHealth.Stable, "It is stable."), run, null, null, null, Drifts: 0)
                {
                    Recorded = recorded,
                },
                new FlinkRow(run.ClusterId, "main", "prod", true, "http://127.0.0.1:9", null, null),
                [],
                [],
                [],
                [],
                null,
                []
            ),
            [],
            MayChange: true,
            null
        );
    }
}
