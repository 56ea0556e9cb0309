using System.Net;
using Portal.Tests.Api;
using Portal.Tests.Kit;

namespace Portal.Tests.Web;

/// <summary>Few pages a second, few sign-ins a minute, two open pages for each person and three in all.</summary>
public sealed class LimitedWeb : PortalWeb
{
    public static async Task<LimitedWeb> Started()
    {
        var web = new LimitedWeb();
        await web.InitializeAsync();
        return web;
    }

    protected override Dictionary<string, string?> Settings =>
        new(StringComparer.Ordinal)
        {
            ["Portal:Pages:RequestsPerSecondAndPerson"] = "1",
            ["Portal:Pages:RequestsPerSecondAndAddress"] = "30",
            ["Portal:Pages:SignInsPerMinuteAndAddress"] = "20",
            ["Portal:Pages:OpenPagesPerPerson"] = "2",
            ["Portal:Pages:OpenPagesInAll"] = "3",
        };
}

/// <summary>Each test takes from what is limited by address; so each has a web of its own.</summary>
public sealed class PageLimitTests : IAsyncLifetime
{
    private LimitedWeb _web = null!;

    public async Task InitializeAsync() => _web = await LimitedWeb.Started();

    public Task DisposeAsync() => ((IAsyncLifetime)_web).DisposeAsync();

    [Fact]
    public async Task Who_asks_for_too_many_pages_reads_when_to_come_back_and_others_are_not_limited()
    {
        using var greedy = await PageClient.As(_web, "ada");
        using var other = await PageClient.As(_web, "grace");

        using var answer = await Flood.UntilRefused(_ => greedy.Browser.GetAsync("/tokens"));

        answer.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await answer.Content.ReadAsStringAsync()).ShouldContain(
            "You sent more requests than one person may. Try again in"
        );
        (await other.Browser.GetAsync("/tokens")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await greedy.Browser.GetAsync("/css/tokens.css")).StatusCode.ShouldBe(HttpStatusCode.OK, "files don't count");
    }

    [Fact]
    public async Task Who_tries_to_sign_in_over_and_over_is_stopped_before_the_store_is_asked()
    {
        using var door = new PageClient(_web.Address);

        using var answer = await Flood.UntilRefused(_ => door.Choose("nobody"));

        (await answer.Content.ReadAsStringAsync()).ShouldContain("There were too many sign-ins from your address.");
    }

    [Fact]
    public async Task A_stranger_is_limited_by_address_and_asking_after_health_is_not()
    {
        using var stranger = _web.Stranger();

        using var answer = await Flood.UntilRefused(_ => stranger.GetAsync("/no/such/page"), atOnce: 20);

        (await answer.Content.ReadAsStringAsync()).ShouldContain("There were too many requests from your address.");
        (await stranger.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_person_has_so_many_pages_open_and_no_more_until_one_is_closed()
    {
        using var ada = await PageClient.As(_web, "ada");
        using var first = await ada.OpenPage();
        using var second = await ada.OpenPage();

        (await Should.ThrowAsync<HttpRequestException>(() => ada.OpenPage())).StatusCode.ShouldBe(
            HttpStatusCode.TooManyRequests
        );
        using var page = await ada.Browser.GetAsync("/tokens");
        page.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests, "it couldn't be used");
        (await page.Content.ReadAsStringAsync()).ShouldContain("You have 2 pages of the portal open");

        first.Abort();
        await Deadline.Until(async () => (await ada.Browser.GetAsync("/tokens")).StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task All_together_have_so_many_pages_open()
    {
        using var ada = await PageClient.As(_web, "ada");
        using var grace = await PageClient.As(_web, "grace");
        using var first = await ada.OpenPage();
        using var second = await ada.OpenPage();
        using var third = await grace.OpenPage();

        using var page = await grace.Browser.GetAsync("/tokens");

        page.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await page.Content.ReadAsStringAsync()).ShouldContain("as many pages open as it can serve");
    }
}
