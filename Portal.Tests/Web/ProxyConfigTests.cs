using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
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

    [ProgramFact("nginx")]
    public async Task While_each_web_answers_503_nginx_passes_that_on_each_time()
    {
        await using var silent = await Silent();
        // Two webs of one upstream: of a single one nginx counts no failures.
        using var proxy = GuideProxy.Start("nginx", silent.Url.Port, silent.Url.Port);

        await PassesOn(proxy);
    }

    [ProgramFact("haproxy")]
    public async Task While_each_web_answers_503_haproxy_passes_that_on_each_time()
    {
        await using var silent = await Silent();
        await using var other = await Silent();
        using var proxy = GuideProxy.Start("haproxy", silent.Url.Port, other.Url.Port);

        await PassesOn(proxy);
    }

    [ProgramFact("haproxy")]
    public async Task What_a_web_that_alone_lost_the_store_answers_503_haproxy_gets_from_another_unless_it_is_an_act()
    {
        await using var silent = await Silent();
        await using var other = await ScriptedHttp.Start();
        using var proxy = GuideProxy.Start("haproxy", silent.Url.Port, other.Url.Port);
        using var browser = Browser(proxy);
        browser.DefaultRequestHeaders.Add("Cookie", $"portal-web=web{silent.Url.Port}");
        await Deadline.Until(async () =>
        {
            proxy.IsAlive();
            using var begun = await browser.GetAsync("/topics");
            return begun.StatusCode == HttpStatusCode.OK;
        });

        using var page = await browser.GetAsync("/topics");
        using var act = await browser.PostAsync("/topics", content: null);

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem().ShouldStartWith($"portal-web=web{other.Url.Port};");
        act.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    /// <summary>A web that lost the store, and is ready still.</summary>
    private static async Task<ScriptedHttp> Silent()
    {
        var silent = await ScriptedHttp.Start();
        silent.Answer = http =>
        {
            if (http.Request.Path == "/health/ready")
            {
                return Task.CompletedTask;
            }

            http.Response.Headers.RetryAfter = "5";
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return http.Response.WriteAsync("The portal's store doesn't answer.");
        };
        return silent;
    }

    private static HttpClient Browser(GuideProxy proxy) =>
        new(
            new SocketsHttpHandler
            {
                UseCookies = false,
                SslOptions = { RemoteCertificateValidationCallback = proxy.IsOurs },
            }
        )
        {
            BaseAddress = proxy.Address,
        };

    private static async Task PassesOn(GuideProxy proxy)
    {
        using var browser = Browser(proxy);
        await Deadline.Until(async () =>
        {
            proxy.IsAlive();
            using var begun = await browser.GetAsync("/topics");
            return begun.StatusCode == HttpStatusCode.ServiceUnavailable;
        });

        for (var i = 0; i < 3; i++)
        {
            using var answer = await browser.GetAsync("/topics");
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
            (await answer.Content.ReadAsStringAsync()).ShouldBe("The portal's store doesn't answer.");
        }
    }

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
