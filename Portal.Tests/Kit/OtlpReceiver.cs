using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Portal.Tests.Kit;

/// <summary>
/// Takes traces and metrics by OTLP, over gRPC or HTTP, and keeps what came in as bytes: names stand in them as they are.
/// </summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    // A frame of gRPC with nothing in it: not compressed, no bytes.
    private static readonly byte[] EmptyMessage = new byte[5];
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _taken = new();
    private readonly WebApplication _app;

    private OtlpReceiver(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public static async Task<OtlpReceiver> Start(bool grpc)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.Logging.ClearProviders();
        // gRPC without TLS is HTTP/2 from its first byte.
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.ConfigureEndpointDefaults(listen =>
                listen.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1
            )
        );
        var receiver = new OtlpReceiver(builder.Build());
        receiver._app.Urls.Add("http://127.0.0.1:0");
        receiver._app.MapPost("/{**path}", receiver.Take);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Whether a name arrived at an address that ends so.</summary>
    public bool Has(string name, string path) =>
        _taken.Any(t =>
            t.Path.Contains(path, StringComparison.OrdinalIgnoreCase)
            && t.Body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(name)) >= 0
        );

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Take(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        _taken.Enqueue((http.Request.Path, body.ToArray()));
        http.Response.ContentType = http.Request.ContentType;
        if (http.Request.Protocol == "HTTP/2")
        {
            await http.Response.Body.WriteAsync(EmptyMessage);
            http.Response.AppendTrailer("grpc-status", "0");
        }
    }
}
