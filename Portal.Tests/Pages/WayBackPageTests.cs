using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Tests.Jobs;
using Portal.Tests.Kit;

namespace Portal.Tests.Pages;

/// <summary>An upgrade that is held for a person: its job's page and API offer the former version, and the form comes filled in.</summary>
public sealed class WayBackPageTests(LongWatchedWeb web) : IClassFixture<LongWatchedWeb>
{
    private const string Job = "fraud-scores";

    [LongFact]
    public async Task An_upgrade_that_is_stuck_offers_the_former_version_and_fills_in_its_request()
    {
        var savepoint = await Stuck();
        using var ada = await PageVisitor.Of(web.Address, "ada");
        using var api = await web.As("ada");

        var change = WebUtility.HtmlDecode(await ada.GetStringAsync($"/changes/{await Change()}"));
        change.ShouldContain($"is on the page of <a href=\"/jobs/prod-eu-1/{Job}\">{Job}</a>");
        var page = WebUtility.HtmlDecode(await ada.GetStringAsync($"/jobs/prod-eu-1/{Job}"));
        page.ShouldContain("Back to the former version");
        page.ShouldContain("is stuck: settle it first");
        page.ShouldContain("savepoint 4100 of the new version");
        page.ShouldContain("In part. The operators that keep state aren't the same in both versions");
        page.ShouldContain($"/jobs/prod-eu-1/{Job}/change?for=former\"");
        page.ShouldContain($"Request it from savepoint {savepoint}");

        var back = JsonDocument
            .Parse(await api.GetStringAsync($"/api/v1/jobs/prod-eu-1/{Job}"))
            .RootElement.GetProperty("wayBack");
        back.GetProperty("formerReads").GetString().ShouldBe("part");
        back.GetProperty("savepoint").GetInt64().ShouldBe(savepoint);
        var request = back.GetProperty("request");
        request.GetProperty("statements").GetString()!.ShouldContain("COUNT(*)");
        request.GetProperty("upgradeMode").GetString().ShouldBe("savepoint");

        var newest = WebUtility.HtmlDecode(await ada.GetStringAsync($"/jobs/prod-eu-1/{Job}/change?for=former"));
        newest.ShouldContain("COUNT(*)");
        newest.ShouldNotContain($"value=\"{savepoint}\"");
        var before = WebUtility.HtmlDecode(
            await ada.GetStringAsync($"/jobs/prod-eu-1/{Job}/change?for=former&restore={savepoint}")
        );
        before.ShouldContain("COUNT(*)");
        before.ShouldContain($"value=\"{savepoint}\"");

        var settled = await api.GetStringAsync("/api/v1/jobs/prod-eu-1/settlement-export");
        JsonDocument.Parse(settled).RootElement.GetProperty("wayBack").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private async Task<long> Change()
    {
        await using var db = await web.Store.CreateDbContextAsync();
        return (await db.Set<ApplyRun>().SingleAsync(r => r.State == RunState.Stuck)).ChangeId.Value;
    }

    // The newest run is the one that this change started, from the savepoint that it stopped the former version with.
    private async Task<long> Stuck()
    {
        await web.ReadJobs();
        await using var db = await web.Store.CreateDbContextAsync();
        var run = await AppliedChanges.Add(db, web.Prod, Job, $"Upgrade {Job}", web.Now.AddMinutes(-9), "stuck");
        var now = await db.Set<SeenJob>().SingleAsync(j => j.ClusterId == web.Prod && j.Name == Job);
        var taken = new JobCheckpoint(4_100, web.Now, TimeSpan.Zero, 1, IsSavepoint: true, JobCheckpoint.Completed);
        now.Facts = now.Facts with { Completed = 0, Checkpoints = [taken] };
        var on = new ResourceRef(JobKind.Word, web.Prod, Job);
        var former = now.Definition! with
        {
            Statements = $"INSERT INTO `prod-eu-1`.`{Job}.out` SELECT COUNT(*) FROM `prod-eu-1`.`payments.captured`",
        };
        var body = new PlanBody([new StartJob(on, now.Definition!, null, "0f", former)], []);
        var seen = new RunningJob(1, web.Now, 0, "Of the operators 0 are the same.", null, IsStateSame: false);
        var evidence = new PlanEvidence([new JobEvidence(on, [], 1, 1, seen, web.Now)]);
        await db.Database.ExecuteSqlAsync(
            $"""
            update plan set form_version = {CanonicalForm.Version}, canonical = {CanonicalForm.Write(body)},
                evidence = {CanonicalForm.Write(evidence)}::jsonb
            where id = (select plan_id from apply_run where id = {run.Value})
            """
        );
        await db.Set<ApplyRun>()
            .Where(r => r.Id == run)
            .ExecuteUpdateAsync(set =>
                set.SetProperty(r => r.State, RunState.Stuck).SetProperty(r => r.EndedAt, (DateTimeOffset?)null)
            );
        db.Add(
            new JournalEntry
            {
                RunId = run,
                Step = 0,
                Direction = StepDirection.Do,
                Phase = StepPhase.Done,
                Fence = 1,
                EngineId = now.JobId,
                Result = nameof(StepOrigin.Made),
                At = web.Now,
            }
        );
        var savepoint = new Savepoint
        {
            ClusterId = web.Prod,
            Name = Job,
            JobId = "0f",
            RunId = run,
            Path = "file:/savepoints/0f",
            TakenAt = web.Now.AddMinutes(-9),
        };
        db.Add(savepoint);
        await db.SaveChangesAsync();
        return savepoint.Id;
    }
}
