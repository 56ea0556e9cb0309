using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Portal.Core.People;
using Portal.Core.Teams;
using Portal.Tests.Api;
using Portal.Tests.Browser;
using Portal.Tests.Kit;
using Portal.Tests.Web;
using Portal.Web.Identity.Bootstrap;

namespace Portal.Tests.SignIn;

/// <summary>nginx as the guide has it in front, asking a sign-in proxy about each request; and pages that are open meanwhile.</summary>
public sealed class SignInProxyTests(ProxySignedWeb web) : IClassFixture<ProxySignedWeb>
{
    [ProgramFact("nginx")]
    public async Task An_open_page_goes_on_while_the_proxy_confirms_it_and_ends_with_the_group()
    {
        await web.Rule("nginx-readers", "search", Role.Member);
        var groups = "nginx-readers";
        await using var oauth2 = await ScriptedHttp.Start();
        oauth2.Answer = http =>
        {
            http.Response.Headers["X-Auth-Request-User"] = "nina-7";
            http.Response.Headers["X-Auth-Request-Preferred-Username"] = "nina";
            http.Response.Headers["X-Auth-Request-Email"] = "nina@example.com";
            http.Response.Headers["X-Auth-Request-Groups"] = groups;
            return http.Request.Path == "/oauth2/auth"
                ? Task.CompletedTask
                : http.Response.WriteAsync($"<!DOCTYPE html><title>At the proxy</title>{http.Request.Path}");
        };
        using var nginx = GuideProxy.StartWithSignIn(web.Address.Port, oauth2.Url.Port, ProxySignedWeb.Secret);
        await Deadline.Until(async () =>
        {
            nginx.IsAlive();
            using var open = new HttpClient(
                new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = nginx.IsOurs } }
            );
            return (await open.GetAsync(new Uri(nginx.Address, "/health/live"))).IsSuccessStatusCode;
        });
        await using var nina = await Visit.Stranger(nginx.Address);
        await nina.Open("/topics");
        await nina.IsAt("/topics");
        await Assertions.Expect(nina.Page.GetByLabel("Account of nina")).ToBeVisibleAsync();

        // The page's browser passes nginx by itself: no test does.
        await web.Confirmed("nina", TimeSpan.FromSeconds(40));
        await Deadline.Until(async () =>
            await web.LastConfirmed("nina") > TimeProvider.System.GetUtcNow().AddSeconds(-20)
        );
        await nina.Alive();

        nina.Forgive(); // Chromium calls the page's own 403 an error, and a request that was held back
        await nina.Page.RouteAsync("**/session-confirmation", route => route.AbortAsync());
        await nina.Page.EvaluateAsync("() => window.isBefore = true");
        await web.Confirmed("nina", TimeSpan.FromSeconds(61));
        await nina.Page.WaitForFunctionAsync(
            "() => !window.isBefore && document.documentElement.dataset.circuit === 'up'"
        );
        await nina.Page.UnrouteAllAsync();

        groups = "chess";
        await nina.Sees("Your account has no role here");
        await nina.IsAt("/sign-in");
        (await web.Roles("nina")).ShouldBeEmpty();

        groups = "nginx-readers";
        await nina.Open("/topics");
        await nina.Page.GetByLabel("Account of nina").ClickAsync();
        await nina.Page.GetByRole(AriaRole.Link, new() { Name = "Sign out" }).ClickAsync();
        await nina.Sees("You are signed in");
        await nina.IsWholeAsWell();
        await nina.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out nina" }).ClickAsync();
        await nina.IsAt("/oauth2/sign_out$");
    }

    [ProgramFact("nginx")]
    public async Task What_a_client_sends_under_these_names_does_not_pass_nginx()
    {
        await web.Rule("plain-readers", "search", Role.Member);
        await using var oauth2 = await ScriptedHttp.Start();
        oauth2.Answer = http =>
        {
            http.Response.Headers["X-Auth-Request-User"] = "olaf";
            http.Response.Headers["X-Auth-Request-Groups"] = "plain-readers";
            http.Response.Headers.SetCookie = "_oauth2_proxy=renewed; Path=/; HttpOnly";
            return Task.CompletedTask;
        };
        using var nginx = GuideProxy.StartWithSignIn(web.Address.Port, oauth2.Url.Port, ProxySignedWeb.Secret);
        using var browser = new HttpClient(
            new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = nginx.IsOurs } }
        )
        {
            BaseAddress = nginx.Address,
        };
        browser.DefaultRequestHeaders.Add("X-Forwarded-User", "somebody-else");
        browser.DefaultRequestHeaders.Add("X-Forwarded-Preferred-Username", "somebody-else");
        browser.DefaultRequestHeaders.Add("X-Forwarded-Groups", "platform-admins");

        var page = await Deadline.For<string>(async () =>
        {
            nginx.IsAlive();
            try
            {
                return await browser.GetStringAsync("/topics");
            }
            catch (HttpRequestException starting) when (starting.StatusCode is null)
            {
                return null;
            }
        });

        page.ShouldContain("Account of olaf");
        (await web.Roles("olaf")).ShouldBe(["search Member"]);
        (await web.Roles("somebody-else")).ShouldBeEmpty();
        using var renewed = await browser.GetAsync("/topics");
        renewed.Headers.GetValues("Set-Cookie").ShouldContain(cookie => cookie.StartsWith("_oauth2_proxy=renewed"));
        browser.DefaultRequestHeaders.Add("Authorization", $"Bearer {await web.Token("ada")}");
        (await browser.GetStringAsync("/api/v1/me")).ShouldContain("ada");
    }
}

/// <summary>A web that trusts what comes through its Unix socket, and nothing else.</summary>
public sealed class SocketWeb : PortalWeb
{
    public string Socket { get; } = Path.Combine(Directory.CreateTempSubdirectory("portal-web-").FullName, "web.sock");

    internal LogLines<BootstrapStart> Log { get; } = new();

    protected override Dictionary<string, string?> Settings =>
        new(StringComparer.Ordinal)
        {
            ["Portal:Identity:Mode"] = "ProxyHeader",
            ["Portal:ProxySignIn:TrustUnixSocket"] = "true",
            ["Portal:ProxySignIn:PlatformGroup"] = "platform-admins",
            ["Portal:Proxy:KnownProxies:0"] = "127.0.0.1",
            ["urls"] = $"http://127.0.0.1:0;http://unix:{Socket}",
        };

    protected override void Listen() =>
        UseKestrel(kestrel =>
        {
            kestrel.ListenUnixSocket(Socket);
            kestrel.Listen(IPAddress.Loopback, 0);
        });

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Deadline.Until(() => Log.All.Count > 0);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureServices(services => services.AddSingleton<ILogger<BootstrapStart>>(Log));
    }

    protected override async Task Close()
    {
        await base.Close();
        Directory.Delete(Path.GetDirectoryName(Socket)!, recursive: true);
    }
}

public sealed class SocketSignInTests(SocketWeb web) : IClassFixture<SocketWeb>
{
    [Fact]
    public async Task Who_connects_to_the_socket_states_who_it_is_and_nobody_else_does()
    {
        using var inside = new HttpClient(
            new SocketsHttpHandler
            {
                ConnectCallback = async (_, stop) =>
                {
                    var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(web.Socket), stop);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        )
        {
            BaseAddress = new Uri("http://localhost"),
        };
        using var outside = web.Browser();
        foreach (var client in (HttpClient[])[inside, outside])
        {
            client.DefaultRequestHeaders.Add("X-Forwarded-User", "sven");
            client.DefaultRequestHeaders.Add("X-Forwarded-Groups", "platform-admins");
            client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        }

        (await inside.GetStringAsync("/topics")).ShouldContain("Account of sven");
        await using var db = await web.Store.CreateDbContextAsync();
        (await db.Set<BrowserSession>().SingleAsync()).Address.ShouldBe("203.0.113.7", "the socket has no address");
        (await outside.GetAsync("/topics")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public void The_bootstrap_administrator_s_link_is_one_that_a_browser_opens() =>
        web
            .Log.All.ShouldHaveSingleItem()
            .ShouldContain($"{web.Address.GetLeftPart(UriPartial.Authority)}/sign-in/bootstrap#");
}
