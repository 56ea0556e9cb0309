using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Engines.Http;
using Portal.Engines.Registry;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas;

/// <summary>A registry over HTTP with these subjects, whose requests are counted, and where a test answers in its place what it likes.</summary>
internal sealed class ScriptedRegistry : ISchemaRegistries, IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ScriptedHttp _server;
    private readonly HttpClient _http;
    private readonly SchemaRegistry _registry;
    private readonly string[] _subjects;

    private ScriptedRegistry(ScriptedHttp server, TimeProvider clock, string[] subjects)
    {
        (_server, _subjects) = (server, subjects);
        _http = EngineHttp.Client(server.Url, RegistryCalls.Accepts, null, null, new ClusterReach());
        _registry = new SchemaRegistry(new RegistryCalls(_http, "there", clock));
        server.Answer = Answer;
    }

    /// <summary>Where its API begins.</summary>
    public string Url => _server.Url.AbsoluteUri.TrimEnd('/');

    /// <summary>How many versions each subject has.</summary>
    public int Versions { get; set; } = 1;

    /// <summary>What the request of a path is answered; null: as the registry has it.</summary>
    public Func<string, Func<HttpContext, Task>?> Instead { get; set; } = _ => null;

    /// <summary>The paths of all requests, in their order.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <param name="clock">By which it is waited for.</param>
    public static async Task<ScriptedRegistry> Start(TimeProvider clock, params string[] subjects) =>
        new(await ScriptedHttp.Start(), clock, subjects);

    public Task<ISchemaRegistry> Open(ClusterId cluster, CancellationToken stop) =>
        Task.FromResult<ISchemaRegistry>(_registry);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>Answers nothing as long as anybody waits.</summary>
    public static Task Silence(HttpContext context) =>
        Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);

    private Task Answer(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        _requests.Enqueue(path);
        return (Instead(path) ?? Usual(path))(context);
    }

    private Func<HttpContext, Task> Usual(string path) =>
        path.Split('/')[1..] switch
        {
            ["config"] => Fine(new { compatibilityLevel = "BACKWARD" }),
            ["subjects"] => Fine(_subjects),
            ["subjects", _, "versions"] => Fine(Enumerable.Range(1, Versions)),
            ["subjects", _, "versions", "latest"] => Fine(Version(Versions)),
            ["subjects", _, "versions", var number] => Fine(Version(int.Parse(number))),
            _ => ScriptedHttp.Say(404, """{"error_code":40408,"message":"none"}"""),
        };

    private static object Version(int number) =>
        new
        {
            version = number,
            id = number,
            schema = SchemaWorlds.Order("id", SchemaWorlds.Optional($"note{number}")),
        };

    private static Func<HttpContext, Task> Fine(object body) => ScriptedHttp.Say(200, JsonSerializer.Serialize(body));
}
