using System.Net;
using System.Net.WebSockets;
using Portal.Tests.Api;
using Portal.Tests.Kit;

namespace Portal.Tests.Web;

/// <summary>Behind a proxy on this machine, with no limit in the way.</summary>
public sealed class RoomyProxiedWeb : ProxiedWeb
{
    protected override Dictionary<string, string?> Settings =>
        new(base.Settings, StringComparer.Ordinal)
        {
            ["AllowedHosts"] = "portal.example;localhost",
            ["Portal:Pages:RequestsPerSecondAndAddress"] = "100",
        };
}

/// <summary>What the guide says of nginx and haproxy works with them as it stands there: page, sign-in, and an open page.</summary>
public sealed class ProxyConfigTests(RoomyProxiedWeb web) : IClassFixture<RoomyProxiedWeb>
{
    [ProgramFact("nginx")]
    public Task Nginx() => Works("nginx");

    [ProgramFact("haproxy")]
    public Task Haproxy() => Works("haproxy");

    private async Task Works(string program)
    {
        using var proxy = GuideProxy.Start(program, web.Address.Port);
        await Visited(proxy);
    }

    private async Task Visited(GuideProxy proxy)
    {
        var cookies = new CookieContainer();
        // The name of the certificate and of the site, at the proxy's own port.
        using var through = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            CookieContainer = cookies,
            SslOptions = { RemoteCertificateValidationCallback = proxy.IsOurs },
        };
        using var door = new PageClient(proxy.Address, through);
        await Deadline.Until(async () =>
        {
            proxy.IsAlive();
            return (await door.Browser.GetAsync("/sign-in")).StatusCode == HttpStatusCode.OK;
        });

        using var signedIn = await Passed(() => door.Choose("ada"));
        using var page = await Passed(() => door.Browser.GetAsync("/tokens"));
        using var open = await Passed(() =>
            door.OpenPage(options =>
            {
                options.Cookies = cookies;
                options.RemoteCertificateValidationCallback = proxy.IsOurs;
                options.SetRequestHeader("Origin", proxy.Address.GetLeftPart(UriPartial.Authority));
            })
        );

        signedIn.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        cookies.GetAllCookies().ShouldContain(cookie => cookie.Name == "portal-session" && cookie.Secure);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.Headers.Contains("X-Content-Type-Options").ShouldBeTrue();
        open.State.ShouldBe(WebSocketState.Open);
    }

    // A proxy that looks after its servers takes a busy one for gone, for a moment.
    private static async Task<T> Passed<T>(Func<Task<T>> ask)
        where T : class =>
        await Deadline.For<T>(async () =>
        {
            try
            {
                var answer = await ask();
                return answer is HttpResponseMessage { StatusCode: HttpStatusCode.ServiceUnavailable } ? null : answer;
            }
            catch (HttpRequestException gone) when (gone.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                return null;
            }
        });
}
