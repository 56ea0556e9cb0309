using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Tests.Jobs;
using Portal.Tests.Kit;
using Portal.Web.Features.Jobs;
using Portal.Web.Features.Jobs.Fields;
using Portal.Web.Features.Requests;

namespace Portal.Tests.Pages;

/// <summary>Jobs in lists, beside what they read and write, and the request that starts one again.</summary>
public sealed class JobListTests(WatchedWeb web) : IClassFixture<WatchedWeb>, IAsyncLifetime
{
    private static readonly string[] All =
    [
        "fraud-scores",
        "payments-per-minute",
        "refund-totals",
        "settlement-export",
    ];

    public async Task InitializeAsync()
    {
        await web.ReadJobs();
        web.ShowAll();
        await Seen(FlinkStatus.Failed);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("", "fraud-scores,payments-per-minute,refund-totals,settlement-export")]
    [InlineData("?words=SCORES", "fraud-scores")]
    [InlineData("?status=failed,suspended", "fraud-scores,refund-totals")]
    [InlineData("?team=payments&status=missing-topic", "payments-per-minute,settlement-export")]
    [InlineData("?team=search", "")]
    [InlineData("?cluster=dev-eu-1", "")]
    public async Task The_page_is_narrowed_by_what_its_address_says(string query, string names)
    {
        using var ada = await PageVisitor.Of(web.Address, "ada");

        var page = await Shown(ada, $"/jobs{query}");

        All.Where(name => page.Contains($"/jobs/prod-eu-1/{name}\"", StringComparison.Ordinal))
            .ShouldBe(names.Split(',', StringSplitOptions.RemoveEmptyEntries));
        page.Contains("Clear filters", StringComparison.Ordinal).ShouldBe(names.Length == 0);
    }

    [Theory]
    [InlineData("health=failed", "fraud-scores")]
    [InlineData("health=suspended&health=missing-topic", "payments-per-minute,refund-totals,settlement-export")]
    [InlineData("owner=payments&search=PER", "payments-per-minute")]
    [InlineData("owner=search", "")]
    [InlineData("environment=dev", "")]
    [InlineData("cluster=prod-eu-1&limit=1&after=prod-eu-1/fraud-scores", "payments-per-minute")]
    public async Task The_api_lists_what_the_query_takes(string query, string names)
    {
        using var ada = await web.As("ada");

        var page = JsonDocument.Parse(await ada.GetStringAsync($"/api/v1/jobs?{query}")).RootElement;

        page.GetProperty("items")
            .EnumerateArray()
            .Select(job => job.GetProperty("name").GetString())
            .ShouldBe(names.Split(',', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("payments-per-minute", HttpStatusCode.OK, true)]
    [InlineData("refund-totals", HttpStatusCode.OK, false)]
    [InlineData("nobodys", HttpStatusCode.NotFound, false)]
    [InlineData("no%20name", HttpStatusCode.NotFound, false)]
    public async Task How_a_job_ran_and_its_checkpoints_are_told_of_any_that_is_known(
        string name,
        HttpStatusCode status,
        bool isRead
    )
    {
        using var ada = await web.As("ada");

        using var rates = await ada.GetAsync($"/api/v1/jobs/prod-eu-1/{name}/rates");
        using var checkpoints = await ada.GetAsync($"/api/v1/jobs/prod-eu-1/{name}/checkpoints?limit=10");

        (rates.StatusCode, checkpoints.StatusCode).ShouldBe((status, status));
        if (status == HttpStatusCode.OK)
        {
            var points = JsonDocument.Parse(await rates.Content.ReadAsStringAsync()).RootElement.EnumerateArray();
            points.Count(point => point.GetProperty("restarted").GetBoolean()).ShouldBe(isRead ? 1 : 0);
            var kept = JsonDocument.Parse(await checkpoints.Content.ReadAsStringAsync()).RootElement;
            kept.GetProperty("items").GetArrayLength().ShouldBe(isRead ? 10 : 0);
            (kept.GetProperty("next").ValueKind == JsonValueKind.String).ShouldBe(isRead);
        }
    }

    [Fact]
    public async Task A_health_that_there_is_not_is_refused_by_its_name()
    {
        using var ada = await web.As("ada");

        using var answer = await ada.GetAsync("/api/v1/jobs?health=fine");

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("There is no health fine.");
    }

    [Fact]
    public async Task A_topic_names_the_jobs_that_read_and_write_it()
    {
        using var ada = await PageVisitor.Of(web.Address, "ada");
        using var api = await web.As("ada");

        var page = await Shown(ada, "/topics/prod-eu-1/payments.captured");
        var topic = JsonDocument.Parse(await api.GetStringAsync("/api/v1/topics/prod-eu-1/payments.captured"));

        foreach (var job in All)
        {
            page.ShouldContain($"/jobs/prod-eu-1/{job}\"");
        }

        page.ShouldContain("reads it, suspended");
        var jobs = topic.RootElement.GetProperty("jobs").EnumerateArray().ToList();
        jobs.Select(job => job.GetProperty("name").GetString()).ShouldBe(All);
        jobs.ShouldAllBe(job => job.GetProperty("reads").GetBoolean() && !job.GetProperty("writes").GetBoolean());
        (await Shown(ada, "/topics/prod-eu-1/orders")).ShouldNotContain("/jobs/prod-eu-1/");
    }

    [Theory]
    [InlineData(FlinkStatus.Failed, false)]
    [InlineData(FlinkStatus.Running, true)]
    public async Task What_was_to_run_and_does_not_is_one_click_from_its_request(string status, bool isForgotten)
    {
        await Seen(status, isForgotten ? web.Now : null);
        using var ada = await PageVisitor.Of(web.Address, "ada");

        (await Shown(ada, "/jobs/prod-eu-1/fraud-scores")).ShouldContain(
            "href=\"/jobs/prod-eu-1/fraud-scores/change?for=again\">Start again from its newest state</a>"
        );
        (await Shown(ada, "/jobs/prod-eu-1/payments-per-minute")).ShouldNotContain("Start again");
        (await Shown(ada, "/jobs/prod-eu-1/refund-totals")).ShouldNotContain(
            "Start again",
            customMessage: "it is to rest"
        );

        await using var seat = await Seat.Of(web, "ada");
        using var form = seat.Model<RequestModel>();
        await form.Open(new RequestOf.Change(JobKind.Word, "prod-eu-1", "fraud-scores", JobForm.Again), default);
        await form.Type(request => request.Reason = "It was lost with its JobManager.");
        var view = form.Value!;
        view.Form.First.Spec(view.ClusterOf(view.Form.First)).ShouldBe(view.Form.First.Current);
        view.NotYet.ShouldBeNull();
        view.Forecast!.Proposal.ShouldBeOfType<PlanProposal.Ready>()
            .Body.Steps.OfType<StartJob>()
            .ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Where_a_Flink_is_silent_nothing_offers_to_start_what_may_run()
    {
        await using var db = await web.Store.CreateDbContextAsync();
        await db.Set<FlinkReading>()
            .ExecuteUpdateAsync(set => set.SetProperty(reading => reading.Failure, "The Flink can't be reached."));
        using var ada = await PageVisitor.Of(web.Address, "ada");

        (await Shown(ada, "/jobs/prod-eu-1/fraud-scores")).ShouldNotContain("Start again");
    }

    [Theory]
    [InlineData(5, "Whether it restarted in the last hour is unknown.", null)]
    [InlineData(0, "No restart was seen in the last hour.", 0)]
    public async Task Restarts_of_the_last_hour_are_counted_when_they_are_shown(
        int silentHours,
        string words,
        int? seen
    )
    {
        await using var db = await web.Store.CreateDbContextAsync();
        var reading = await db.Set<FlinkReading>().SingleAsync();
        var run = await db.Set<SeenJob>().SingleAsync(job => job.Name == "settlement-export");
        reading.ReadAt -= TimeSpan.FromHours(silentHours);
        run.Facts = run.Facts with { Restarts = [web.Now.AddHours(-6), web.Now.AddHours(-5)] };
        await db.SaveChangesAsync();
        using var ada = await PageVisitor.Of(web.Address, "ada");
        using var api = await web.As("ada");

        var page = await Shown(ada, "/jobs/prod-eu-1/settlement-export?tab=exceptions");
        var job = JsonDocument.Parse(await api.GetStringAsync("/api/v1/jobs/prod-eu-1/settlement-export"));

        page.Replace("<span class=\"unknown\">unknown</span>", "unknown", StringComparison.Ordinal)
            .ShouldContain(words);
        var restarts = job.RootElement.GetProperty("job").GetProperty("restarts");
        (restarts.ValueKind == JsonValueKind.Null ? (int?)null : restarts.GetInt32()).ShouldBe(seen);
    }

    [Theory]
    [InlineData(3_287 * 24 * 3_600L, "<span class=\"is-warn\" ", "9\u00A0y ahead: earlier rows count as late")]
    [InlineData(61L, "<span class=\"is-warn\" ", "1\u00A0min 1\u00A0s ahead: earlier rows count as late")]
    [InlineData(59L, "<span title=\"Watermark ", "up to date")]
    [InlineData(-224L, "<span title=\"Watermark ", "3\u00A0min 44\u00A0s behind")]
    public async Task A_watermark_in_the_future_is_not_up_to_date(long secondsAhead, string span, string words)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        var run = await db.Set<SeenJob>().SingleAsync(job => job.Name == "settlement-export");
        var marks = run.Watermarks!;
        run.Watermarks = new(marks.At, marks.Of.SetItem("b", marks.At.AddSeconds(secondsAhead)));
        await db.SaveChangesAsync();
        using var ada = await PageVisitor.Of(web.Address, "ada");

        var page = await Shown(ada, "/jobs/prod-eu-1/settlement-export");

        var place = page.IndexOf($">{words}</span>", StringComparison.Ordinal);
        place.ShouldBeGreaterThan(0);
        page[page.LastIndexOf("<span", place, StringComparison.Ordinal)..place].ShouldStartWith(span);
    }

    [Fact]
    public async Task Rows_that_came_late_are_counted_where_they_were_dropped()
    {
        using var ada = await PageVisitor.Of(web.Address, "ada");

        var page = await Shown(ada, "/jobs/prod-eu-1/fraud-scores");

        page.ShouldContain("1,240 late rows dropped");
        page.ShouldContain("at least 1,240 dropped since its operators last started, as of ");
        page.ShouldContain("; last seen to drop some ");
        (await Shown(ada, "/jobs/prod-eu-1/settlement-export")).ShouldContain("none counted since");
    }

    [Fact]
    public async Task What_a_change_has_stopped_is_not_blamed_on_somebody_else()
    {
        await Seen(FlinkStatus.Finished);
        await using var db = await web.Store.CreateDbContextAsync();
        var run = await AppliedChanges.Add(db, web.Prod, "fraud-scores", "Upgrade", web.Now.AddHours(-1), "settled");
        var mine = db.Set<ApplyRun>().Where(r => r.Id == run);
        var change = (await mine.SingleAsync()).ChangeId;
        var target = new RunTarget
        {
            Kind = JobKind.Word,
            ClusterId = web.Prod,
            Name = "fraud-scores",
            RunId = run,
        };
        db.Add(target);
        await db.SaveChangesAsync();

        await mine.ExecuteUpdateAsync(set => set.SetProperty(r => r.State, RunState.Applying));
        (await Status()).ShouldBe((JobHealth.Starting, $"It finished, and change #{change} on it is under way."));

        await mine.ExecuteUpdateAsync(set => set.SetProperty(r => r.State, RunState.Stuck));
        (await Status()).Words.ShouldEndWith($"Change #{change} on it is stuck and needs a decision.");

        await mine.ExecuteUpdateAsync(set => set.SetProperty(r => r.State, RunState.Settled));
        db.Remove(target);
        await db.SaveChangesAsync();
        (await Status()).Words.ShouldNotContain("without a change of the portal's");

        async Task<(JobHealth Health, string Words)> Status()
        {
            var jobs = web.Services.GetRequiredService<KeptJobReading>();
            var status = jobs.Rows(await jobs.Read(before: null, [], [], default))
                .Single(job => job.Name == "fraud-scores")
                .Status;
            return (status.Health, status.Words);
        }
    }

    private async Task Seen(string status, DateTimeOffset? goneAt = null)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        await db.Set<SeenJob>()
            .Where(job => job.Name == "fraud-scores")
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.Status, status).SetProperty(j => j.GoneAt, goneAt));
    }

    private static async Task<string> Shown(HttpClient who, string address)
    {
        var html = WebUtility.HtmlDecode(await who.GetStringAsync(address));
        return html[html.IndexOf("<main", StringComparison.Ordinal)..html.IndexOf("</main>", StringComparison.Ordinal)];
    }
}
