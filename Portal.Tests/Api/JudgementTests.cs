using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Portal.Tests.Pages;

namespace Portal.Tests.Api;

/// <summary>Judging a plan over the API: no with a reason, and thinking better of a yes.</summary>
public sealed class JudgementTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    [Fact]
    public async Task A_rejection_ends_the_change_and_who_asked_reads_why()
    {
        var waiting = await PlannedChanges.Waiting(web);

        (await Vote("grace", waiting, "reject", "Use payments.captured instead.")).ShouldBe("rejected");

        var change = await Read("ada", waiting.Id);
        change.GetProperty("change").GetProperty("state").GetString().ShouldBe("rejected");
        change
            .GetProperty("change")
            .GetProperty("statusMessage")
            .GetString()
            .ShouldBe("Rejected by Grace Okafor: Use payments.captured instead.");
    }

    [Fact]
    public async Task A_rejection_without_a_reason_is_not_taken()
    {
        var waiting = await PlannedChanges.Waiting(web);
        using var grace = await web.As("grace");

        using var answer = await Cast(grace, waiting, "reject", " ");

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("the requester has to know what to change");
    }

    [Fact]
    public async Task A_vote_is_taken_back_and_can_be_cast_again()
    {
        var waiting = await PlannedChanges.Waiting(web);
        (await Vote("grace", waiting, "approve", "")).ShouldBe("approved");
        using var grace = await web.As("grace");

        using var back = await grace.DeleteAsync($"/api/v1/changes/{waiting.Id}/votes/mine");
        using var twice = await grace.DeleteAsync($"/api/v1/changes/{waiting.Id}/votes/mine");

        (await back.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("state")
            .GetString()
            .ShouldBe("pending-approval");
        twice.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var change = await Read("ada", waiting.Id);
        change.GetProperty("timeline").ToString().ShouldContain("Grace Okafor took back the vote.");
        (await Vote("grace", waiting, "approve", "After all.")).ShouldBe("approved");
    }

    [Fact]
    public async Task The_audit_tells_which_plan_was_approved_and_the_change_whether_that_still_counts()
    {
        var waiting = await PlannedChanges.Waiting(web);
        await Vote("grace", waiting, "approve", "Looks right.");
        using var sam = await web.As("sam");

        var log = await sam.GetFromJsonAsync<JsonElement>($"/api/v1/audit?change={waiting.Id}");

        var kept = log.GetProperty("items")
            .EnumerateArray()
            .Single(e => e.GetProperty("kind").GetString() == "vote.cast")
            .GetProperty("data");
        kept.GetProperty("plan").GetInt32().ShouldBe(waiting.Plan);
        kept.GetProperty("hash").GetString().ShouldBe(waiting.Hash);
        kept.GetProperty("comment").GetString().ShouldBe("Looks right.");
        var vote = (await Read("ada", waiting.Id)).GetProperty("votes").EnumerateArray().Single();
        vote.GetProperty("stands").GetBoolean().ShouldBeTrue();
    }

    private async Task<string?> Vote(
        string person,
        (long Id, int Plan, string Hash) waiting,
        string verdict,
        string comment
    )
    {
        using var client = await web.As(person);
        using var answer = await Cast(client, waiting, verdict, comment);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("state").GetString();
    }

    private static Task<HttpResponseMessage> Cast(
        HttpClient client,
        (long Id, int Plan, string Hash) waiting,
        string verdict,
        string comment
    ) =>
        client.PostAsJsonAsync(
            $"/api/v1/changes/{waiting.Id}/votes",
            new
            {
                planNumber = waiting.Plan,
                planHash = waiting.Hash,
                verdict,
                comment,
            }
        );

    private async Task<JsonElement> Read(string person, long id)
    {
        using var client = await web.As(person);
        return await client.GetFromJsonAsync<JsonElement>($"/api/v1/changes/{id}");
    }
}
