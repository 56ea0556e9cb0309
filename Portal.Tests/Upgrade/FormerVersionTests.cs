using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Portal.Tests.Journeys;
using Portal.Tests.Kit;
using Portal.Web.Pages;

namespace Portal.Tests.Upgrade;

/// <summary>What people had under way with the version before goes on with this one.</summary>
public sealed class FormerVersionTests(FormerPortal former) : IClassFixture<FormerPortal>
{
    // Ada's, made with that version; it opens nothing but a copy of that store.
    private const string FormerToken =
        "portal_089238271956485ef0803048792a0ae0b4f66cfe8cc4004ee94cba799b50e72ac4883b15";
    private const int Changes = 18;

    [Fact]
    public async Task A_change_that_waited_for_approval_is_approved_by_its_former_plan_and_applied()
    {
        await former.Approve("grace", 9);

        var applied = await former.Reaches(9, "applied");

        applied.GetProperty("plan").GetProperty("number").GetInt32().ShouldBe(1);
        await Grown("local", "orders", 6);
    }

    [Fact]
    public async Task A_vote_that_was_given_counts_still_and_the_one_that_was_missing_is_enough()
    {
        await former.Approve("sam", 10);

        await former.Reaches(10, "applied");

        await Grown("local-prod", "orders", 12);
    }

    [Fact]
    public async Task What_was_approved_is_applied_by_itself()
    {
        await former.Reaches(16, "applied");

        (await Wanted("local-prod", "shipments")).ShouldContain("1209600000");
    }

    [Fact]
    public async Task A_run_that_was_set_aside_is_taken_up_again()
    {
        await former.Reaches(17, "applied");

        await Grown("local", "payments.captured", 8);
    }

    [Fact]
    public async Task What_was_not_planned_yet_is_planned_and_applied()
    {
        await former.Reaches(18, "applied");

        await Grown("local", "invoices", 3);
    }

    [Fact]
    public async Task A_stuck_run_goes_on_from_its_former_journal()
    {
        using var sam = await former.Portal.As("sam");
        await ApiJourney.Post(sam, "api/v1/changes/15/retry", new { });

        var applied = await former.Reaches(15, "applied");

        var grown = applied.GetProperty("run").GetProperty("journal").EnumerateArray().ToList();
        grown.Count(e => e.GetProperty("step").GetInt32() == 0 && Is(e, "phase", "intent")).ShouldBe(1);
        await Grown("local", "refunds", 30);
    }

    [Fact]
    public async Task What_was_sent_back_is_asked_for_again()
    {
        using var lin = await former.Portal.As("lin");
        using var read = await lin.GetAsync("api/v1/changes/11");
        var change = await read.Content.ReadFromJsonAsync<JsonElement>();
        var resources = change
            .GetProperty("resources")
            .EnumerateArray()
            .Select(r => new
            {
                kind = r.GetProperty("kind").GetString(),
                operation = r.GetProperty("operation").GetString(),
                cluster = r.GetProperty("cluster").GetString(),
                name = r.GetProperty("name").GetString(),
                spec = new { partitions = 6, replication = 1 },
            })
            .ToList();
        resources.Select(r => r.name).ShouldBe(["shipments", "shipments.events"]);
        using var again = new HttpRequestMessage(HttpMethod.Put, "api/v1/changes/11")
        {
            Content = JsonContent.Create(
                new
                {
                    owner = "logistics",
                    reason = "events of parcels",
                    resources,
                }
            ),
        };
        again.Headers.Add("If-Match", read.Headers.ETag!.ToString());

        using var sent = await lin.SendAsync(again);

        sent.StatusCode.ShouldBe(HttpStatusCode.OK, await sent.Content.ReadAsStringAsync());
        var planned = await former.Reaches(11, "pending-approval");
        planned.GetProperty("plan").GetProperty("number").GetInt32().ShouldBe(2);
    }

    [Theory]
    [InlineData(12, "rejected")]
    [InlineData(13, "cancelled")]
    [InlineData(14, "rolled-back")]
    [InlineData(8, "applied")]
    public async Task What_had_ended_stays_ended(long id, string state)
    {
        var change = await former.Change(id);

        change.GetProperty("change").GetProperty("state").GetString().ShouldBe(state);
        change.GetProperty("resources").EnumerateArray().ShouldAllBe(r => Owner(r).Length > 0);
    }

    [Fact]
    public async Task A_token_that_was_made_works_and_one_that_was_revoked_is_still_listed_so()
    {
        using var script = former.With(FormerToken);

        (await script.GetFromJsonAsync<JsonElement>("api/v1/me")).ToString().ShouldContain("ada");

        var tokens = (await former.Get("grace", "api/v1/tokens")).ToString();
        tokens.ShouldContain("old dashboard");
        tokens.ShouldContain("revoked");
    }

    [Fact]
    public async Task The_audit_log_of_both_versions_is_one_chain()
    {
        var found = "";

        // The last events of the version before are sealed by today's workers.
        await Deadline.Until(async () =>
        {
            var seen = await former.Get("sam", "api/v1/audit/verification");
            found = seen.ToString();
            return seen.GetProperty("holds").GetBoolean()
                || seen.GetProperty("firstBreak").ValueKind != JsonValueKind.Null;
        });

        found.ShouldContain("\"firstBreak\":null");
    }

    [Fact]
    public async Task Drift_that_was_found_is_shown_still()
    {
        using var lin = await PageVisitor.Of(former.Portal.Address, "lin");

        var page = await lin.GetStringAsync("/topics/local/shipments?tab=configuration");

        page.ShouldContain("60000000");
    }

    [Fact]
    public async Task Every_page_opens()
    {
        using var sam = await PageVisitor.Of(former.Portal.Address, "sam");
        string[] addresses =
        [
            "/",
            "/topics",
            "/groups",
            "/clusters",
            "/clusters/local",
            "/clusters/local-prod",
            "/tokens",
            "/groups/local/billing",
            .. Tabs("mine", "requested", "underway", "stuck", "all").Select(tab => $"/changes{tab}"),
            .. Enumerable.Range(1, Changes).Select(id => $"/changes/{id}"),
            .. from topic in new[] { "orders", "payments.captured", "shipments", "orders.retry" }
            from tab in Tabs("partitions", "readers", "configuration", "changes").Prepend("")
            select $"/topics/local/{topic}{tab}",
            "/topics/local/orders/change",
        ];
        foreach (var address in addresses)
        {
            using var answer = await sam.GetAsync(address);
            var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, address);
            page.ShouldContain("<h1", Case.Sensitive, address);
            page.ShouldNotContain(PageError.NotRead.Happened, Case.Sensitive, address);
        }
    }

    [Theory]
    [InlineData("api/v1/changes")]
    [InlineData("api/v1/topics")]
    [InlineData("api/v1/groups")]
    [InlineData("api/v1/clusters")]
    [InlineData("api/v1/audit?limit=200&actor=ada")]
    [InlineData("api/v1/regions")]
    public async Task Every_list_of_the_API_opens(string path) =>
        (await former.Get("sam", path)).ToString().ShouldContain("local");

    // What is seen of it follows at the collector's interval.
    private Task Grown(string cluster, string topic, int partitions) =>
        Deadline.Until(async () =>
            (await former.Get("sam", $"api/v1/topics/{cluster}/{topic}")).GetProperty("partitions").GetArrayLength()
            == partitions
        );

    private async Task<string> Wanted(string cluster, string topic) =>
        (await former.Get("sam", $"api/v1/topics/{cluster}/{topic}")).ToString();

    private static string Owner(JsonElement resource) => resource.GetProperty("owner").GetString()!;

    private static bool Is(JsonElement entry, string property, string word) =>
        entry.GetProperty(property).GetString() == word;

    private static IEnumerable<string> Tabs(params string[] tabs) => tabs.Select(tab => $"?tab={tab}");
}
