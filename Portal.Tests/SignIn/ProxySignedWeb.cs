using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.People;
using Portal.Core.People.Federation;
using Portal.Core.Teams;
using Portal.Tests.Api;

namespace Portal.Tests.SignIn;

/// <summary>The web behind a proxy that signs people in: it connects from 127.0.0.1, and another one, which doesn't, from 127.0.0.2.</summary>
public class ProxySignedWeb : PortalWeb
{
    public const string Secret = "a secret of this test, 32 bytes long";
    private const string At = "Portal:ProxySignIn";

    protected override Dictionary<string, string?> Settings =>
        new(StringComparer.Ordinal)
        {
            ["Portal:Identity:Mode"] = "ProxyHeader",
            ["Portal:Identity:RecheckEvery"] = "00:00:01",
            ["Portal:SignIn:Contact"] = "#portal-help",
            [$"{At}:Title"] = "Company",
            [$"{At}:KnownProxies:0"] = "127.0.0.1",
            [$"{At}:Secret"] = Secret,
            [$"{At}:PlatformGroup"] = "platform-admins",
            // Both may forward addresses: that makes neither the sign-in proxy.
            ["Portal:Proxy:KnownProxies:0"] = "127.0.0.1",
            ["Portal:Proxy:KnownProxies:1"] = "127.0.0.2",
            ["Portal:Pages:SignInsPerMinuteAndAddress"] = "1000",
        };

    /// <summary>A rule of the proxy's groups, put into the store as it is.</summary>
    public async Task Rule(string group, string team, Role role)
    {
        await using var db = await Store.CreateDbContextAsync();
        db.Add(
            new RoleRule
            {
                Provider = "proxy",
                Claim = "groups",
                Value = group,
                TeamId = (await db.Set<Team>().SingleAsync(t => t.Name == team)).Id,
                Role = role,
                CreatedBy = "root",
                CreatedAt = TimeProvider.System.GetUtcNow(),
            }
        );
        await db.SaveChangesAsync();
    }

    public async Task<List<AuditEvent>> Events(string kind)
    {
        await using var db = await Store.CreateDbContextAsync();
        return await db.Set<AuditEvent>().Where(e => e.Kind == kind).OrderByDescending(e => e.Id).ToListAsync();
    }

    public async Task<List<string>> Roles(string handle)
    {
        await using var db = await Store.CreateDbContextAsync();
        return await (
            from membership in db.Set<Membership>()
            join person in db.Set<Person>() on membership.PersonId equals person.Id
            join team in db.Set<Team>() on membership.TeamId equals team.Id
            where person.Handle == handle
            orderby team.Name
            select $"{team.Name} {membership.Role}"
        ).ToListAsync();
    }

    public async Task<DateTimeOffset?> LastConfirmed(string handle)
    {
        await using var db = await Store.CreateDbContextAsync();
        return await db.Set<BrowserSession>()
            .Join(db.Set<Person>().Where(p => p.Handle == handle), s => s.PersonId, p => p.Id, (s, _) => s.ConfirmedAt)
            .MaxAsync();
    }

    /// <summary>The proxy last stated who this session's person is that long ago.</summary>
    public async Task Confirmed(string handle, TimeSpan ago)
    {
        var at = TimeProvider.System.GetUtcNow() - ago;
        await using var db = await Store.CreateDbContextAsync();
        await db.Database.ExecuteSqlAsync(
            $"update browser_session set confirmed_at = {at} where person_id = (select id from person where handle = {handle})"
        );
    }
}

/// <summary>Requests as the sign-in proxy forwards them, or as somebody sends them who would like to be it.</summary>
public sealed class ProxiedVisitor : IDisposable
{
    private readonly CookieContainer _cookies = new();

    /// <param name="from">The address that it connects from.</param>
    public ProxiedVisitor(ProxySignedWeb web, string from = "127.0.0.1") =>
        Browser = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                CookieContainer = _cookies,
                ConnectCallback = async (context, stop) =>
                {
                    var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                    socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                    await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, stop);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        )
        {
            BaseAddress = web.Address,
        };

    public HttpClient Browser { get; }

    public bool HasSession => _cookies.GetAllCookies().Any(cookie => cookie.Name == "portal-session");

    /// <summary>The proxy states this from now on.</summary>
    public ProxiedVisitor Is(string user, params string[] groups) =>
        With("X-Forwarded-User", user)
            .With("X-Forwarded-Preferred-Username", user)
            .With("X-Forwarded-Email", $"{user}@example.com")
            .With("X-Forwarded-Groups", string.Join(',', groups));

    public ProxiedVisitor Proved(string secret = ProxySignedWeb.Secret) => With("X-Portal-Proxy-Secret", secret);

    public ProxiedVisitor With(string header, string value)
    {
        Browser.DefaultRequestHeaders.Remove(header);
        Browser.DefaultRequestHeaders.Add(header, value);
        return this;
    }

    public void StatesNothing() => Browser.DefaultRequestHeaders.Clear();

    /// <summary>Opens a page as a browser does, redirect by redirect.</summary>
    public async Task<HttpResponseMessage> Open(string page)
    {
        var answer = await Browser.GetAsync(page);
        for (var step = 0; step < 3 && answer.StatusCode == HttpStatusCode.Redirect; step++)
        {
            answer = await Browser.GetAsync(answer.Headers.Location);
        }

        return answer;
    }

    public void Dispose() => Browser.Dispose();
}
