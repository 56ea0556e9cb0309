using System.Net;
using Portal.Tests.Api;
using Portal.Tests.Kit;

namespace Portal.Tests.Web;

/// <summary>Behind a proxy on this machine, under one name.</summary>
public class ProxiedWeb : PortalWeb
{
    protected override Dictionary<string, string?> Settings =>
        new(StringComparer.Ordinal)
        {
            ["environment"] = "Production",
            ["Portal:Proxy:KnownProxies:0"] = "127.0.0.1",
            ["Portal:Identity:AllowEmbeddedBeyondLoopback"] = "true",
            ["AllowedHosts"] = "portal.example;127.0.0.1",
            ["Portal:Pages:RequestsPerSecondAndAddress"] = "1",
        };
}

/// <summary>No proxy is known; whoever reaches it may come through one all the same.</summary>
public sealed class UnproxiedWeb : PortalWeb
{
    protected override Dictionary<string, string?> Settings =>
        new(StringComparer.Ordinal)
        {
            ["Portal:Identity:AllowEmbeddedBeyondLoopback"] = "true",
            ["Portal:Pages:RequestsPerSecondAndAddress"] = "1",
        };
}

/// <summary>Only a proxy that is known says who comes, and over what.</summary>
public sealed class ForwardedTests(ProxiedWeb proxied, UnproxiedWeb direct)
    : IClassFixture<ProxiedWeb>,
        IClassFixture<UnproxiedWeb>
{
    [Fact]
    public async Task Behind_a_known_proxy_each_address_is_limited_by_itself()
    {
        await SomebodyIsRefused(proxied, _ => "203.0.113.7");

        (await Ask(proxied, "203.0.113.8")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public Task Without_one_nobody_passes_for_another_address() =>
        SomebodyIsRefused(direct, call => $"203.0.113.{call}");

    [Fact]
    public async Task What_came_over_TLS_to_a_known_proxy_counts_as_secure()
    {
        using var answer = await Ask(proxied, "203.0.113.20", "portal.example");

        answer.Headers.GetValues("Set-Cookie").ShouldAllBe(cookie => cookie.Contains("; secure"));
        answer.Headers.Contains("Strict-Transport-Security").ShouldBeTrue();
        using var plain = await Ask(direct, "203.0.113.20");
        plain.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
    }

    [Fact]
    public async Task Cookies_are_secure_wherever_the_portal_is_reached_by_a_name_of_a_network()
    {
        using var browser = proxied.Stranger();
        browser.DefaultRequestHeaders.Host = "portal.example";

        using var answer = await browser.GetAsync("/sign-in");

        answer.Headers.GetValues("Set-Cookie").ShouldAllBe(cookie => cookie.Contains("; secure"));
    }

    [Fact]
    public async Task Another_host_name_than_those_allowed_is_refused()
    {
        using var refused = await Ask(proxied, "203.0.113.9", "evil.example");

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static async Task SomebodyIsRefused(PortalWeb web, Func<int, string> from) =>
        (await Flood.UntilRefused(call => Ask(web, from(call)), atOnce: 100)).Dispose();

    private static async Task<HttpResponseMessage> Ask(PortalWeb web, string from, string host = "127.0.0.1")
    {
        using var client = web.Stranger();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        request.Headers.Host = host;
        request.Headers.Add("X-Forwarded-For", from);
        request.Headers.Add("X-Forwarded-Proto", "https");
        return await client.SendAsync(request);
    }
}
