using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Health;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Web.Api;

namespace Portal.Tests.Api;

public sealed class LagApiTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    [Fact]
    public async Task Lag_is_the_end_minus_the_committed_offset_partition_by_partition()
    {
        var group = await Get("/api/v1/groups/prod-eu-1/ledger-writer");

        var answered = group
            .GetProperty("partitions")
            .EnumerateArray()
            .Where(p => p.GetProperty("unknownBecause").ValueKind == JsonValueKind.Null)
            .ToList();
        answered.Count.ShouldBe(2);
        answered.ShouldAllBe(p =>
            p.GetProperty("lag").GetProperty("messages").GetInt64()
            == p.GetProperty("endOffset").GetInt64() - p.GetProperty("committedOffset").GetInt64()
        );
    }

    [Fact]
    public async Task What_is_not_answered_is_null_with_the_reason_and_the_age()
    {
        var group = await Get("/api/v1/groups/prod-eu-1/ledger-writer");

        var silent = group
            .GetProperty("partitions")
            .EnumerateArray()
            .Single(p => p.GetProperty("partition").GetInt32() == 2);

        silent.GetProperty("lag").GetProperty("messages").ValueKind.ShouldBe(JsonValueKind.Null);
        silent.GetProperty("unknownBecause").GetString().ShouldBe("It does not answer any more.");
        silent.GetProperty("ageSeconds").GetDouble().ShouldBeGreaterThan(179);
        silent.GetProperty("lastKnownLag").GetProperty("messages").GetInt64().ShouldBe(71);
        group.GetProperty("group").GetProperty("lag").GetProperty("isAtLeast").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Who_is_in_a_group_is_told_with_what_each_reads_and_its_age()
    {
        var group = await Get("/api/v1/groups/prod-eu-1/ledger-writer");

        var membership = group.GetProperty("membership");
        membership.GetProperty("unknownBecause").ValueKind.ShouldBe(JsonValueKind.Null);
        membership.GetProperty("ageSeconds").GetDouble().ShouldBeGreaterThan(11);
        var first = membership.GetProperty("members")[0];
        first.GetProperty("clientId").GetString().ShouldBe("ledger-writer");
        first.GetProperty("host").GetString().ShouldBe("10.1.4.20");
        first.GetProperty("assigned")[0].GetProperty("partitions")[0].GetInt32().ShouldBe(0);
        var read = group
            .GetProperty("partitions")
            .EnumerateArray()
            .Single(p => p.GetProperty("partition").GetInt32() == 0);
        read.GetProperty("readBy")[0].GetString().ShouldBe(first.GetProperty("memberId").GetString());
    }

    [Fact]
    public async Task Groups_are_found_by_team_status_and_words()
    {
        (await Names("?team=logistics")).ShouldBe(["tracker"]);
        (await Names("?status=stalled&status=unknown")).ShouldBe(["dispute-export", "order-mailer"], ignoreOrder: true);
        (await Names("?search=captured&environment=prod")).ShouldBe(["dispute-export", "ledger-writer"]);
        (await Names("?environment=dev")).ShouldBe(["dev-reader"]);
    }

    [Fact]
    public async Task The_past_has_gaps_where_there_was_no_answer()
    {
        var past = await Get("/api/v1/groups/prod-eu-1/ledger-writer/lag");

        var lags = past.EnumerateArray().Select(p => p.GetProperty("lag").GetProperty("messages").ValueKind).ToList();
        lags.ShouldContain(JsonValueKind.Null);
        lags.ShouldContain(JsonValueKind.Number);
    }

    [Theory]
    [InlineData("partition=1", "Name its topic too.")]
    [InlineData("topic=payments.captured&partition=-1", "Must be 0 or more.")]
    public async Task The_past_of_a_partition_is_that_of_one_topics(string query, string words)
    {
        using var ada = await web.As("ada");

        using var answer = await ada.GetAsync($"/api/v1/groups/prod-eu-1/ledger-writer/lag?{query}");

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("errors").GetProperty("partition")[0].GetString().ShouldBe(words);
    }

    [Fact]
    public async Task A_topic_that_is_managed_but_not_seen_yet_is_there_with_unknown_figures()
    {
        using var ada = await web.As("ada");

        var known = await Get("/api/v1/topics/prod-eu-1/shipments");
        using var missing = await ada.GetAsync("/api/v1/topics/prod-eu-1/never-made");

        known.GetProperty("topic").GetProperty("owner").GetString().ShouldBe("logistics");
        known.GetProperty("readers")[0].GetProperty("name").GetString().ShouldBe("tracker");
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_clusters_password_goes_in_and_never_comes_out()
    {
        var cluster = await Get("/api/v1/clusters/prod-eu-1");

        cluster.TryGetProperty("password", out _).ShouldBeFalse();
        cluster.GetProperty("status").GetString().ShouldBe("degraded");
        cluster.GetProperty("reason").GetString().ShouldBe("broker 3 is not responding");
        cluster.GetProperty("missingPermissions")[0].GetString().ShouldBe("read client quotas");
    }

    [Theory]
    [InlineData("groups?search=ledger", "ledger-writer")]
    [InlineData("groups/prod-eu-1/ledger-writer", "ledger-writer")]
    [InlineData("topics?search=captured", "payments.captured")]
    [InlineData("topics/prod-eu-1/payments.captured", "payments.captured")]
    [InlineData("clusters/prod-eu-1", "broker 3 is not responding")]
    public async Task What_a_cluster_has_is_there_right_after_a_start_once_the_snapshots_are_loaded(
        string address,
        string words
    )
    {
        using var ada = await web.As("ada");
        var unloaded = web.Health.Unload();

        var sent = ada.GetAsync($"/api/v1/{address}");
        await Task.WhenAny(sent, unloaded.Awaited.Task);
        unloaded.Load();

        using var answer = await sent;
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(words);
    }

    [Fact]
    public async Task Snapshots_that_are_not_loaded_in_time_are_a_503_that_says_when_to_come_back()
    {
        var health = new HandHealth();
        health.Unload();
        await using var services = new ServiceCollection()
            .AddSingleton<IClusterHealth>(health)
            .AddSingleton<TimeProvider>(new ImpatientClock())
            .BuildServiceProvider();
        var http = new DefaultHttpContext { RequestServices = services };

        var answer = await LoadedSnapshots.Await(
            new DefaultEndpointFilterInvocationContext(http),
            _ => throw new InvalidOperationException("The route is reached.")
        );

        answer.ShouldBeOfType<ProblemHttpResult>().StatusCode.ShouldBe(StatusCodes.Status503ServiceUnavailable);
        http.Response.Headers.RetryAfter.ToString().ShouldBe("5");
    }

    [Fact]
    public async Task What_was_not_there_is_looked_for_again_with_the_same_key()
    {
        using var ada = await web.As("ada");
        ada.DefaultRequestHeaders.Add("Idempotency-Key", "a late topic");

        using var early = await Delete();
        web.Health.Show(
            web.Sample.Cluster(web.Dev, "dev-eu-1", "dev", [web.Sample.Topic("late", 1, LagStatus.Ok)], [])
        );
        using var late = await Delete();
        web.ShowAll();

        early.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        late.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "nobody owns it");

        Task<HttpResponseMessage> Delete() =>
            ada.PostAsJsonAsync("/api/v1/topics/dev-eu-1/late/deletion", new { typedName = "late", reason = "over" });
    }

    private async Task<IReadOnlyList<string>> Names(string query) =>
        [
            .. (await Get($"/api/v1/groups{query}"))
                .GetProperty("items")
                .EnumerateArray()
                .Select(g => g.GetProperty("name").GetString()!),
        ];

    private async Task<JsonElement> Get(string address)
    {
        using var ada = await web.As("ada");
        return await ada.GetFromJsonAsync<JsonElement>(address);
    }
}
