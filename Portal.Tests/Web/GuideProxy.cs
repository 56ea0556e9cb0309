using System.Diagnostics;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Portal.Tests.Kit;

namespace Portal.Tests.Web;

/// <summary>nginx or haproxy with what the guide says of it, as it stands there: TLS with a certificate of its own, and as many webs behind it as a test has.</summary>
public sealed partial class GuideProxy : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-proxy-").FullName;
    private readonly int _port = FreePorts.One();
    private Process _process = null!;
    private Task<string> _said = null!;
    private string _thumbprint = "";

    private GuideProxy() { }

    /// <summary>The name of the certificate and of the site, at the proxy's own port.</summary>
    public Uri Address => new($"https://localhost:{_port}");

    public static GuideProxy Start(string program, params int[] webs)
    {
        var proxy = new GuideProxy();
        if (program == "nginx")
        {
            var site = Guide(
                "proxy.md",
                "nginx",
                webs,
                "server 127.0.0.1:8600 max_fails=0;",
                port => $"server 127.0.0.1:{port} max_fails=0;"
            );
            proxy.Run(program, "-c", proxy.Nginx(site), "-p", proxy._folder);
        }
        else
        {
            proxy.Run(program, "-db", "-f", proxy.Haproxy(webs));
        }

        return proxy;
    }

    /// <summary>nginx as the guide has it with a proxy that signs people in.</summary>
    /// <param name="signIn">The port where the sign-in proxy answers.</param>
    public static GuideProxy StartWithSignIn(int web, int signIn, string secret)
    {
        var proxy = new GuideProxy();
        var secretFile = Path.Combine(proxy._folder, "secret.conf");
        File.WriteAllText(secretFile, $"proxy_set_header X-Portal-Proxy-Secret \"{secret}\";");
        var site = Guide(
                "sign-in-proxy.md",
                "nginx",
                [web],
                "server 127.0.0.1:8600;",
                port => $"server 127.0.0.1:{port};"
            )
            .Replace("127.0.0.1:4180", $"127.0.0.1:{signIn}")
            .Replace("/etc/nginx/portal-secret.conf", secretFile);
        proxy.Run("nginx", "-c", proxy.Nginx(site), "-p", proxy._folder);
        return proxy;
    }

    /// <exception cref="InvalidOperationException">It ended, with what it wrote.</exception>
    public void IsAlive()
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException(_said.Result);
        }
    }

    public bool IsOurs(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors) =>
        shown?.GetCertHashString() == _thumbprint;

    /// <summary>The port of the web that was given the newest open page; of nginx, which writes it down.</summary>
    public int Holder() =>
        File.ReadLines(Path.Combine(_folder, "access.log"))
            .Where(line => line.StartsWith("/_blazor/negotiate ", StringComparison.Ordinal))
            .Select(line => int.Parse(line.Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture))
            .Last();

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Run(string program, params string[] arguments)
    {
        _process = Process.Start(
            new ProcessStartInfo(ProgramFactAttribute.Found(program)!, arguments)
            {
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;
        _said = _process.StandardError.ReadToEndAsync();
    }

    private string Nginx(string guide)
    {
        var certificate = Certificate();
        var site = guide
            .Replace("listen 443 ssl", $"listen 127.0.0.1:{_port} ssl")
            .Replace("/etc/nginx/portal.crt", certificate)
            .Replace("/etc/nginx/portal.key", certificate);
        // Its workers write into a folder that is this user's alone.
        var user = Environment.IsPrivilegedProcess ? "user root;" : "";
        return Write(
            $$"""
            {{user}}
            daemon off;
            pid {{_folder}}/nginx.pid;
            error_log stderr;
            events {}
            http {
                log_format upstream '$uri $upstream_addr';
                access_log {{_folder}}/access.log upstream;
                client_body_temp_path {{_folder}}/body; proxy_temp_path {{_folder}}/proxy; fastcgi_temp_path {{_folder}}/f;
                uwsgi_temp_path {{_folder}}/u; scgi_temp_path {{_folder}}/s;
                {{site}}
            }
            """
        );
    }

    private string Haproxy(int[] webs) =>
        Write(
            Guide(
                    "proxy.md",
                    "haproxy",
                    webs,
                    "server web1 127.0.0.1:8600 check inter 1s fall 2 cookie web1",
                    port => $"server web{port} 127.0.0.1:{port} check inter 1s fall 2 cookie web{port}"
                )
                .Replace("bind :443", $"bind 127.0.0.1:{_port}")
                .Replace("/etc/haproxy/portal.pem", Certificate())
        );

    /// <summary>The guide's own text, with a test's webs in the place of the one there.</summary>
    private static string Guide(string page, string language, int[] webs, string server, Func<int, string> line)
    {
        var text = File.ReadAllText(Repository.PathOf("docs", "guide", page));
        var block = Block().Matches(text).Single(match => match.Groups["language"].Value == language);
        var config = block.Groups["text"].Value;
        config.ShouldContain(server);
        return config
            .Replace(server, string.Join("\n    ", webs.Select(line)))
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
