using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Portal.Tests.Kit;

/// <summary>An HTTP server that answers what a test says, over a real connection.</summary>
public sealed class ScriptedHttp : IAsyncDisposable
{
    public const string Json = "application/json";
    private readonly WebApplication _server;
    private int _requests;

    private ScriptedHttp()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.Urls.Add("http://127.0.0.1:0");
        _server.Run(context =>
        {
            Interlocked.Increment(ref _requests);
            return Answer(context);
        });
    }

    /// <summary>What each request is answered.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    /// <summary>How many requests came.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public Uri Url =>
        new(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<ScriptedHttp> Start()
    {
        var scripted = new ScriptedHttp();
        await scripted._server.StartAsync();
        return scripted;
    }

    public static Func<HttpContext, Task> Say(int status, string body, string type = Json) =>
        context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            context.Response.Headers.Location = "http://169.254.169.254/";
            return context.Response.WriteAsync(body);
        };

    /// <summary>Ends the connection without a word.</summary>
    public static Task Abort(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
