using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.People;

namespace Portal.Tests.Api;

/// <summary>Open sessions: one's own are listed and ended; platform sees and ends everybody's.</summary>
public sealed class SessionManagementTests(PortalWeb web) : IClassFixture<PortalWeb>
{
    [Fact]
    public async Task One_s_own_sessions_are_listed_and_ended_at_once()
    {
        using var here = await PageClient.As(web, "ada");
        using var elsewhere = await PageClient.As(web, "ada");
        using var lin = await PageClient.As(web, "lin");
        using var ada = await web.As("ada");

        var sessions = await List(ada, "/api/v1/sessions");
        sessions.ShouldAllBe(session => session.GetProperty("person").GetString() == "ada");
        sessions[0].GetProperty("address").GetString().ShouldBe("127.0.0.1");
        using var ended = await ada.DeleteAsync($"/api/v1/sessions/{sessions[0].GetProperty("id")}");

        ended.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await elsewhere.Browser.GetAsync("/tokens")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await here.Browser.GetAsync("/tokens")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var again = await ada.DeleteAsync($"/api/v1/sessions/{sessions[0].GetProperty("id")}");
        again.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Somebody_else_s_session_is_seen_and_ended_by_platform_alone_and_the_log_says_by_whom()
    {
        using var grace = await PageClient.As(web, "grace");
        using var sam = await web.As("sam");
        using var lin = await web.As("lin");
        var session = (await List(sam, "/api/v1/sessions?everybody=true")).First(s =>
            s.GetProperty("person").GetString() == "grace"
        );
        var address = $"/api/v1/sessions/{session.GetProperty("id")}";

        (await lin.GetAsync("/api/v1/sessions?everybody=true")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await lin.DeleteAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await grace.Browser.GetAsync("/tokens")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await sam.DeleteAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await grace.Browser.GetAsync("/tokens")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await using var db = await web.Store.CreateDbContextAsync();
        var noted = await db.Set<AuditEvent>().SingleAsync(e => e.Kind == "session.ended" && e.Subject == "grace");
        noted.Actor.Name.ShouldBe("sam");
    }

    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux")]
    [InlineData(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
        "Edge on Windows"
    )]
    [InlineData(
        "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
        "Chrome on Android"
    )]
    [InlineData(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
        "Safari on iPhone"
    )]
    [InlineData("<script>", "Another browser")]
    [InlineData("", "Another browser")]
    public void A_browser_is_called_what_its_user_calls_it(string userAgent, string name) =>
        BrowserName.Of(userAgent).ShouldBe(name);

    private static async Task<List<JsonElement>> List(HttpClient client, string address) =>
        [.. (await client.GetFromJsonAsync<JsonElement>(address)).GetProperty("items").EnumerateArray()];
}
