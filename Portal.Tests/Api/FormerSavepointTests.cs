using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Tests.Pages;

namespace Portal.Tests.Api;

/// <summary>What a job that was cancelled left, by the API: its page is no more.</summary>
public sealed class FormerSavepointTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    private const string Savepoints = $"/api/v1/jobs/prod-eu-1/{WatchedJobs.Slow}/savepoints";

    [Fact]
    public async Task Savepoints_of_a_cancelled_job_are_listed_for_its_team_and_for_platform_and_for_nobody_else()
    {
        await web.ReadJobs();
        var now = TimeProvider.System.GetUtcNow();
        await using var db = await web.Store.CreateDbContextAsync();
        await db.Set<Resource>()
            .Where(r => r.Kind == JobKind.Word && r.Name == WatchedJobs.Slow)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.GoneAt, now));
        await db.Set<SeenJob>()
            .Where(run => run.Name == WatchedJobs.Slow)
            .ExecuteUpdateAsync(set =>
                set.SetProperty(run => run.Status, FlinkStatus.Canceled).SetProperty(run => run.EndedAt, now)
            );

        foreach (var person in (string[])["ada", "grace", "noor", "sam"])
        {
            using var client = await web.As(person);
            using var answer = await client.GetAsync(Savepoints);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, person);
            var listed = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
            listed.GetArrayLength().ShouldBe(2, person);
            listed[0].GetProperty("version").GetProperty("match").GetString().ShouldBe("unknown");
        }

        using var stranger = await web.As("lin");
        using var refused = await stranger.GetAsync(Savepoints);
        refused.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var ada = await web.As("ada");
        using var never = await ada.GetAsync("/api/v1/jobs/prod-eu-1/never-was/savepoints");
        never.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
