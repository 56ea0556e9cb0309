using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Tests.Kit;
using Portal.Tests.Pages;

namespace Portal.Tests.Api;

public sealed class ChangeApiTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    [Fact]
    public async Task A_request_is_answered_with_the_change_and_where_it_is()
    {
        using var ada = await web.As("ada");
        var name = PlannedChanges.NewName();

        using var answer = await ada.PostAsJsonAsync("/api/v1/changes", PlannedChanges.Request(name));

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var change = await ada.GetFromJsonAsync<JsonElement>(answer.Headers.Location);
        change.GetProperty("change").GetProperty("state").GetString().ShouldBe("planning");
        var on = change.GetProperty("change").GetProperty("resources")[0];
        on.GetProperty("kind").GetString().ShouldBe("topic");
        on.GetProperty("cluster").GetString().ShouldBe("prod-eu-1");
        on.GetProperty("name").GetString().ShouldBe(name);
        change.GetProperty("timeline")[0].GetProperty("by").GetString().ShouldBe("ada");
    }

    [Fact]
    public async Task What_is_wrong_is_said_beside_its_field()
    {
        using var ada = await web.As("ada");

        using var answer = await ada.PostAsJsonAsync(
            "/api/v1/changes",
            PlannedChanges.Request("what a name!", cluster: "nowhere")
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors");
        errors.GetProperty("resources[0].name")[0].GetString()!.ShouldContain("Kafka takes only letters");
        errors.GetProperty("resources[0].cluster")[0].GetString()!.ShouldContain("nowhere");
    }

    [Fact]
    public async Task A_repeated_request_with_its_key_is_done_once()
    {
        using var ada = await web.As("ada");
        var request = PlannedChanges.Request(PlannedChanges.NewName());

        using var first = await Ask(ada, request, "once");
        using var again = await Ask(ada, request, "once");

        again.StatusCode.ShouldBe(HttpStatusCode.Created);
        again.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        (again.Headers.Location, again.Content.Headers.ContentType).ShouldBe(
            (first.Headers.Location, first.Content.Headers.ContentType)
        );
        again.Headers.Location.ShouldNotBeNull();
        (await again.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_key_is_for_one_request_and_one_person()
    {
        using var ada = await web.As("ada");
        using var grace = await web.As("grace");
        using var first = await Ask(ada, PlannedChanges.Request(PlannedChanges.NewName()), "mine");

        using var other = await Ask(ada, PlannedChanges.Request(PlannedChanges.NewName()), "mine");
        using var hers = await Ask(grace, PlannedChanges.Request(PlannedChanges.NewName()), "mine");

        other.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        hers.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_same_key_at_the_same_time_does_it_once()
    {
        using var ada = await web.As("ada");
        var name = PlannedChanges.NewName();
        var request = PlannedChanges.Request(name);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Ask(ada, request, "race")));

        var made = await ada.GetFromJsonAsync<JsonElement>($"/api/v1/changes?kind=topic&name={name}");
        made.GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_list_is_paged_by_key_and_nothing_is_told_twice()
    {
        using var ada = await web.As("ada");
        for (var i = 0; i < 5; i++)
        {
            using var made = await ada.PostAsJsonAsync(
                "/api/v1/changes",
                PlannedChanges.Request(PlannedChanges.NewName())
            );
        }

        var seen = new List<long>();
        string? after = null;
        do
        {
            var page = await ada.GetFromJsonAsync<JsonElement>(
                $"/api/v1/changes?limit=2{(after is null ? "" : $"&after={after}")}"
            );
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(c => c.GetProperty("id").GetInt64()));
            after = page.GetProperty("next").GetString();
        } while (after is not null);

        seen.Count.ShouldBeGreaterThanOrEqualTo(5);
        seen.ShouldBe(seen.Distinct().OrderDescending());
    }

    [Fact]
    public async Task A_vote_names_the_plan_and_another_plan_is_not_judged_by_it()
    {
        var (id, plan, hash) = await PlannedChanges.Waiting(web);
        using var grace = await web.As("grace");

        using var stale = await grace.PostAsJsonAsync(
            $"/api/v1/changes/{id}/votes",
            new
            {
                planNumber = plan,
                planHash = new string('0', 64),
                verdict = "approve",
            }
        );
        using var vote = await grace.PostAsJsonAsync(
            $"/api/v1/changes/{id}/votes",
            new
            {
                planNumber = plan,
                planHash = hash,
                verdict = "approve",
            }
        );

        stale.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await vote.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("state").GetString().ShouldBe("approved");
    }

    [Fact]
    public async Task An_edit_of_what_somebody_else_changed_meanwhile_is_refused()
    {
        var (id, _, _) = await PlannedChanges.Waiting(web);
        using var ada = await web.As("ada");
        var request = JsonContent.Create(PlannedChanges.Request(PlannedChanges.NewName()));

        using var without = await ada.PutAsync($"/api/v1/changes/{id}", request);
        using var old = await ada.SendAsync(
            new HttpRequestMessage(HttpMethod.Put, $"/api/v1/changes/{id}")
            {
                Content = JsonContent.Create(PlannedChanges.Request(PlannedChanges.NewName())),
                Headers = { { "If-Match", "\"1\"" } },
            }
        );

        ((int)without.StatusCode).ShouldBe(428);
        old.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task An_edit_that_somebody_else_overtakes_is_refused_as_one_that_comes_later()
    {
        var (id, _, _) = await PlannedChanges.Waiting(web);
        using var ada = await web.As("ada");
        using var read = await ada.GetAsync($"/api/v1/changes/{id}");
        await using var db = await web.Store.CreateDbContextAsync();
        await using var beside = await web.Store.CreateDbContextAsync();
        await using var other = await db.Database.BeginTransactionAsync();
        await db.Database.ExecuteSqlAsync($"update change set reason = 'Edited meanwhile.' where id = {id}");

        var sent = ada.SendAsync(await PlannedChanges.Again(read));
        await Deadline.Until(async () => sent.IsCompleted || await StoreLocks.Waiting(beside) > 0);
        await other.CommitAsync();

        using var late = await sent;
        late.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed, await late.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Who_may_not_request_a_change_gets_no_preview_of_it_either()
    {
        using var lin = await web.As("lin");
        var request = PlannedChanges.Request(PlannedChanges.NewName());

        using var forecast = await lin.PostAsJsonAsync("/api/v1/forecasts", request);
        using var change = await lin.PostAsJsonAsync("/api/v1/changes", request);

        (forecast.StatusCode, change.StatusCode).ShouldBe((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden));
        (await Detail(forecast)).ShouldBe(await Detail(change));

        static async Task<string?> Detail(HttpResponseMessage answer) =>
            (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString();
    }

    [Fact]
    public async Task A_change_that_is_sent_again_as_it_was_read_is_the_same()
    {
        using var ada = await web.As("ada");
        var (first, second) = (PlannedChanges.NewName(), PlannedChanges.NewName());
        var spec = new { partitions = 3, replication = 3 };
        using var asked = await ada.PostAsJsonAsync(
            "/api/v1/changes",
            new
            {
                owner = "payments",
                reason = "For a test.",
                resources = new object[]
                {
                    new
                    {
                        kind = "topic",
                        operation = "create",
                        cluster = "prod-eu-1",
                        name = first,
                        spec,
                        labels = new { tier = "gold" },
                    },
                    new
                    {
                        kind = "topic",
                        operation = "create",
                        cluster = "prod-eu-1",
                        name = second,
                        spec,
                        dependsOn = new[] { 0 },
                    },
                },
            }
        );
        asked.StatusCode.ShouldBe(HttpStatusCode.Created, await asked.Content.ReadAsStringAsync());
        await using var db = await web.Store.CreateDbContextAsync();
        await db.Set<Change>()
            .Where(change => change.Resources.Any(r => r.Name == first))
            .ExecuteUpdateAsync(set => set.SetProperty(change => change.State, ChangeState.ChangesRequested));
        var before = await Stored();

        using var read = await ada.GetAsync(asked.Headers.Location);
        using var again = await PlannedChanges.Again(read);
        using var sent = await ada.SendAsync(again);

        sent.StatusCode.ShouldBe(HttpStatusCode.OK, await sent.Content.ReadAsStringAsync());
        before[1].ShouldEndWith("after 0");
        (await Stored()).ShouldBe(before);

        async Task<List<string>> Stored() =>
            [
                .. (
                    await db.Set<ChangeResource>()
                        .AsNoTracking()
                        .Where(r => r.Name == first || r.Name == second)
                        .OrderBy(r => r.Ordinal)
                        .ToListAsync()
                ).Select(r => $"{r.Name} {r.Wanted} {r.KeepsLabels} after {string.Join(' ', r.DependsOn)}"),
            ];
    }

    private static Task<HttpResponseMessage> Ask(HttpClient client, object request, string key) =>
        client.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, "/api/v1/changes")
            {
                Content = JsonContent.Create(request),
                Headers = { { "Idempotency-Key", key } },
            }
        );
}
