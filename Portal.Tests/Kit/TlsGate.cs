using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Portal.Tests.Kit;

/// <summary>What stands before an engine with an HTTP API: it speaks TLS, lets in who brings the right header, and passes all else on.</summary>
public sealed class TlsGate : IAsyncDisposable
{
    private readonly Forwarding _behind;
    private readonly Uri _target;
    private readonly WebApplication _app;

    private TlsGate(Uri target, X509Certificate2 certificate, string? authorization, PrivateAuthority? clients)
    {
        (_target, _behind, Authorization) = (target, new(target), authorization);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(Shown(certificate, clients)))
        );
        _app = builder.Build();
        _app.Run(Pass);
    }

    /// <summary>Where it listens, with the path of what is behind it.</summary>
    public string Url => $"{_app.Urls.First()}{_target.AbsolutePath}".TrimEnd('/');

    /// <summary>What a request has to bring; null: nothing.</summary>
    public string? Authorization { get; set; }

    /// <summary>What was brought.</summary>
    public ConcurrentBag<string> Brought { get; } = [];

    /// <param name="clients">Who signs the certificate that each client has to show; null: none has to.</param>
    public static async Task<TlsGate> Start(
        string target,
        X509Certificate2 certificate,
        string? authorization = null,
        PrivateAuthority? clients = null
    )
    {
        var gate = new TlsGate(new Uri(target), certificate, authorization, clients);
        await gate._app.StartAsync();
        return gate;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _behind.Dispose();
    }

    private static HttpsConnectionAdapterOptions Shown(X509Certificate2 certificate, PrivateAuthority? clients) =>
        new()
        {
            ServerCertificate = certificate,
            ClientCertificateMode = clients is null
                ? ClientCertificateMode.NoCertificate
                : ClientCertificateMode.RequireCertificate,
            ClientCertificateValidation = (shown, _, _) => clients?.Signed(shown) == true,
        };

    private async Task Pass(HttpContext context)
    {
        var brought = context.Request.Headers.Authorization.ToString();
        Brought.Add(brought);
        if (Authorization is not null && brought != Authorization)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        await _behind.Pass(context);
    }
}
