using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Portal.Tests.Pages;

namespace Portal.Tests.Api;

/// <summary>A null where a value belongs is the caller's mistake, said beside its field; it is never an internal error.</summary>
public sealed class NullInputTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    private const string Topic =
        """{"kind":"topic","operation":"create","cluster":"prod-eu-1","name":"made.null","spec":{"partitions":3,"replication":3,"configs":{"retention.ms":null}}}""";

    private const string Fine =
        """{"kind":"topic","operation":"create","cluster":"prod-eu-1","name":"made.fine","spec":{"partitions":3,"replication":3}}""";

    private const string Job =
        """{"kind":"job","operation":"create","cluster":"prod-eu-1","name":"made.job","spec":{"statements":"SELECT 1","sources":[null]}}""";

    private const string Acl =
        """{"principal":"User:app","permission":"allow","operation":"read","resource":"topic","name":"orders","pattern":"literal","host":"*"}""";

    public static TheoryData<string, string> Requests
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var path in new[] { "changes", "forecasts" })
            {
                all.Add(path, """{"owner":"payments","reason":"For a test.","resources":[null]}""");
                all.Add(path, $$"""{"owner":"payments","reason":"For a test.","resources":[{{Topic}}]}""");
                all.Add(path, $$"""{"owner":"payments","reason":"For a test.","resources":[{{Fine}},null]}""");
                all.Add(path, $$"""{"owner":"payments","reason":"For a test.","resources":[{{Job}}]}""");
            }

            const string explain = "clusters/dev-eu-1/flink/explain";
            all.Add(explain, """{"statements":"SELECT 1","writes":[null]}""");
            all.Add(explain, """{"statements":"SELECT 1","sources":[null]}""");
            all.Add("clusters/dev-eu-1/flink/preview", """{"statements":"SELECT 1","sources":[null]}""");
            all.Add("access-reviews/1/answers", """{"answers":[null]}""");
            return all;
        }
    }

    [Theory]
    [InlineData("changes", "resources")]
    [InlineData("forecasts", "resources")]
    [InlineData("changes", "topics")]
    [InlineData("forecasts", "topics")]
    public async Task A_request_that_has_not_its_form_says_where(string path, string field)
    {
        using var ada = await web.As("ada");
        // The one is a null where the list belongs, the other the list's former name.
        var value = field == "resources" ? "null" : "[null]";
        using var content = new StringContent(
            $$"""{"owner":"payments","reason":"For a test.","{{field}}":{{value}}}""",
            Encoding.UTF8,
            "application/json"
        );

        using var answer = await ada.PostAsync($"/api/v1/{path}", content);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"At $.{field}");
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_with_a_null_is_invalid(string path, string body)
    {
        using var ada = await web.As("ada");
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await ada.PostAsync($"/api/v1/{path}", content);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, await answer.Content.ReadAsStringAsync());
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("title").GetString().ShouldBe("Validation failed");
        problem.GetProperty("errors").EnumerateObject().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Of_very_many_nulls_the_first_thousand_are_listed_and_how_many_there_are_is_left_open()
    {
        using var ada = await web.As("ada");
        var nulls = string.Join(',', Enumerable.Repeat("null", 20_000));
        using var content = new StringContent(
            $$"""{"owner":"payments","reason":"For a test.","resources":[{{nulls}}]}""",
            Encoding.UTF8,
            "application/json"
        );

        using var answer = await ada.PostAsync("/api/v1/changes", content);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("detail").GetString().ShouldBe("At least 10,000 fields are invalid.");
        problem.GetProperty("errors").EnumerateObject().Count().ShouldBe(1_000);
    }

    [Theory]
    [InlineData("[null]", "An ACL is null; leave it out.")]
    [InlineData("[" + Acl + ",null]", "An ACL is null; leave it out.")]
    [InlineData("[]", "Name the ACLs to remove, or leave removes out.")]
    public async Task A_removal_that_names_no_ACL_is_never_taken_for_a_grant(string removes, string words)
    {
        using var ada = await web.As("ada");
        using var content = new StringContent(
            $$"""
            {"owner":"payments","reason":"For a test.","resources":[{"kind":"access","operation":"create","cluster":"prod-eu-1","name":"made-removal",
             "spec":{"principal":"User:app","mode":"read","topic":"orders","group":"app-","removes":{{removes}} } }]}
            """,
            Encoding.UTF8,
            "application/json"
        );

        using var answer = await ada.PostAsync("/api/v1/changes", content);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, await answer.Content.ReadAsStringAsync());
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("errors").GetProperty("resources[0].spec")[0].GetString()!.ShouldEndWith(words);
    }

    [Fact]
    public async Task A_null_among_the_clusters_that_jobs_may_use_hides_no_other()
    {
        using var sam = await web.As("sam");
        using var content = new StringContent(
            """{"url":"http://127.0.0.1:27998","jobClusters":[null,"nowhere"]}""",
            Encoding.UTF8,
            "application/json"
        );

        using var answer = await sam.PostAsync("/api/v1/clusters/prod-eu-1/flink/test", content);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, await answer.Content.ReadAsStringAsync());
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem
            .GetProperty("errors")
            .GetProperty("jobClusters")[0]
            .GetString()
            .ShouldBe("A name is null; leave it out.");
    }

    [Fact]
    public async Task A_claim_of_workloads_without_a_value_is_invalid()
    {
        var account = await PortalAccounts.Create(web, PortalAccounts.NewName());
        using var sam = await web.As("sam");
        using var content = new StringContent(
            """{"issuer":"ci","claims":{"repository":null},"scopes":["read"]}""",
            Encoding.UTF8,
            "application/json"
        );

        using var answer = await sam.PostAsync($"{PortalAccounts.Path}/{account}/workloads", content);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, await answer.Content.ReadAsStringAsync());
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem
            .GetProperty("errors")
            .GetProperty("claims")[0]
            .GetString()!
            .ShouldStartWith("A claim has up to 100 characters");
    }
}
