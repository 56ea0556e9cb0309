using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Portal.Bench.Jobs;

/// <summary>A REST server that answers as a Flink with many jobs does: with what a real one answered of one. It counts what it is asked.</summary>
internal sealed class ScriptedFlink : IAsyncDisposable
{
    private const string Overview = "overview";
    private readonly WebApplication _server;
    private readonly RecordedAnswers _recorded;
    private readonly IReadOnlyList<(string Id, string Name)> _jobs;
    private int _requests;

    private ScriptedFlink(WebApplication server, RecordedAnswers recorded, int jobs)
    {
        (_server, _recorded) = (server, recorded);
        _jobs = [.. Enumerable.Range(0, jobs).Select(Name).Select(name => (Id(name), name))];
    }

    public string Url => "http://127.0.0.1:9670";

    public int Jobs => _jobs.Count;

    /// <summary>But those for watermarks, which have a beat of their own.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public static async Task<ScriptedFlink> Start(RecordedAnswers recorded, int jobs, CancellationToken stop)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        var flink = new ScriptedFlink(server, recorded, jobs);
        server.Urls.Add(flink.Url);
        server.Run(flink.Answer);
        await server.StartAsync(stop);
        return flink;
    }

    public static string Name(int number) => $"bench-job-{number}";

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task Answer(HttpContext http)
    {
        var path = http.Request.Path.Value!.Trim('/');
        if (!path.Contains("/vertices/", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _requests);
        }

        if (Text(path) is not { } text)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(text, http.RequestAborted);
    }

    private string? Text(string path)
    {
        if (path == $"jobs/{Overview}")
        {
            return _recorded.List(_jobs);
        }

        return path.Split('/', 3) is ["jobs", { Length: 32 } id, .. var rest]
            ? _recorded.One(id, string.Concat(rest.Select(part => $"/{part}")))
            : _recorded.Of(path);
    }

    private static string Id(string name) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}
