using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
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
public sealed partial class ProxyConfigTests(RoomyProxiedWeb web) : IClassFixture<RoomyProxiedWeb>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-proxy-").FullName;
    private readonly int _port = FreePorts.One();
    private string _thumbprint = "";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ProgramFact("nginx")]
    public async Task Nginx()
    {
        var certificate = Certificate();
        var site = Guide("nginx")
            .Replace("listen 443 ssl", $"listen 127.0.0.1:{_port} ssl")
            .Replace("/etc/nginx/portal.crt", certificate)
            .Replace("/etc/nginx/portal.key", certificate);
        var config = Write(
            $$"""
            daemon off;
            pid {{_folder}}/nginx.pid;
            error_log stderr;
            events {}
            http {
                access_log off;
                client_body_temp_path {{_folder}}/body; proxy_temp_path {{_folder}}/proxy; fastcgi_temp_path {{_folder}}/f;
                uwsgi_temp_path {{_folder}}/u; scgi_temp_path {{_folder}}/s;
                {{site}}
            }
            """
        );
        await Works("nginx", "-c", config, "-p", _folder);
    }

    [ProgramFact("haproxy")]
    public async Task Haproxy()
    {
        var config = Guide("haproxy")
            .Replace("bind :443", $"bind 127.0.0.1:{_port}")
            .Replace("/etc/haproxy/portal.pem", Certificate());
        await Works("haproxy", "-db", "-f", Write(config));
    }

    private async Task Works(string program, params string[] arguments)
    {
        using var proxy = Process.Start(
            new ProcessStartInfo(ProgramFactAttribute.Found(program)!, arguments)
            {
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;
        var said = proxy.StandardError.ReadToEndAsync();
        try
        {
            await Visited(() =>
                proxy.HasExited ? throw new InvalidOperationException(said.Result) : Task.CompletedTask
            );
        }
        finally
        {
            proxy.Kill(entireProcessTree: true);
            await proxy.WaitForExitAsync();
        }
    }

    private async Task Visited(Func<Task> isAlive)
    {
        var cookies = new CookieContainer();
        // The name of the certificate and of the site, at the proxy's own port.
        using var through = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            CookieContainer = cookies,
            SslOptions = { RemoteCertificateValidationCallback = IsOurs },
        };
        using var door = new PageClient(new Uri($"https://localhost:{_port}"), through);
        await Deadline.Until(async () =>
        {
            await isAlive();
            return (await door.Browser.GetAsync("/sign-in")).StatusCode == HttpStatusCode.OK;
        });

        using var signedIn = await Passed(() => door.Choose("ada"));
        using var page = await Passed(() => door.Browser.GetAsync("/tokens"));
        using var open = await Passed(() =>
            door.OpenPage(options =>
            {
                options.Cookies = cookies;
                options.RemoteCertificateValidationCallback = IsOurs;
                options.SetRequestHeader("Origin", $"https://localhost:{_port}");
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

    /// <summary>The guide's own text, with this test's web in the place of the one there.</summary>
    private string Guide(string language)
    {
        var text = File.ReadAllText(Repository.PathOf("docs", "guide", "proxy.md"));
        var block = Block().Matches(text).Single(match => match.Groups["language"].Value == language);
        var config = block.Groups["text"].Value;
        config.ShouldContain("127.0.0.1:8600");
        return config
            .Replace("127.0.0.1:8600", $"127.0.0.1:{web.Address.Port}")
            .Replace("portal.example.com", "localhost");
    }

    private string Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        _thumbprint = certificate.Thumbprint;
        var path = Path.Combine(_folder, "portal.pem");
        File.WriteAllText(path, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        return path;
    }

    private bool IsOurs(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors) =>
        shown?.GetCertHashString() == _thumbprint;

    private string Write(string config)
    {
        var path = Path.Combine(_folder, "proxy.conf");
        File.WriteAllText(path, config + "\n");
        return path;
    }

    [GeneratedRegex(
        "```(?<language>\\w+)\n(?<text>.*?)```",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        1000
    )]
    private static partial Regex Block();
}
