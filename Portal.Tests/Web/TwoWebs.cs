using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.Evaluation;
using Portal.Core.Store;
using Portal.Tests.Kit;

namespace Portal.Tests.Web;

/// <summary>Two webs over one store, as processes that a test ends and starts again.</summary>
public sealed class TwoWebs : IAsyncLifetime
{
    private readonly RunFolder _folder = AppProcess.Folder();
    private readonly int[] _ports = [FreePorts.One(), FreePorts.One()];
    private readonly Dictionary<int, AppProcess> _webs = [];
    private PostgresDatabase _database = null!;

    public IReadOnlyList<int> Ports => _ports;

    public IEnumerable<string> Logs => _webs.Values.Select(web => web.Log);

    public async Task InitializeAsync()
    {
        _database = await PostgresDatabase.Create();
        await using var services = new ServiceCollection()
            .AddPortalStore(_database.ConnectionString)
            .AddPortalCore()
            .AddSingleton<Seed>()
            .AddLogging()
            .BuildServiceProvider();
        await services.GetRequiredService<Seed>().Plant(CancellationToken.None);
        await Both();
    }

    /// <summary>Those that don't run are started, and have drawn their first pages.</summary>
    public Task Both() => Task.WhenAll(_ports.Where(port => !_webs.ContainsKey(port)).ToList().Select(Start));

    /// <summary>Told to end, it isn't ready any more and serves on, until the proxies have had their time.</summary>
    public async Task End(int port)
    {
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        var ending = _webs[port].Stop();
        await Deadline.Until(async () =>
        {
            using var ready = await http.GetAsync("/health/ready");
            return ready.StatusCode == HttpStatusCode.ServiceUnavailable
                && (await ready.Content.ReadAsStringAsync()).Contains("This process is shutting down.");
        });
        (await http.GetAsync("/sign-in")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await http.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await ending;
        _webs.Remove(port);
    }

    public void Kill(int port)
    {
        _webs.Remove(port, out var web).ShouldBeTrue();
        web!.Dispose();
    }

    public async Task DisposeAsync()
    {
        foreach (var web in _webs.Values)
        {
            web.Dispose();
        }

        _folder.Dispose();
        await _database.DisposeAsync();
    }

    private async Task Start(int port)
    {
        var address = $"http://127.0.0.1:{port}";
        var web = AppProcess.Start(
            _folder,
            "Portal.Web",
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["ConnectionStrings__Portal"] = _database.ConnectionString,
                ["Portal__KeysDirectory"] = Path.Combine(_folder.Path, "keys"),
                ["Portal__Identity__Mode"] = "Embedded",
                ["Portal__Identity__AllowEmbeddedBeyondLoopback"] = "true",
                ["Portal__Proxy__KnownProxies__0"] = "127.0.0.1",
                ["Portal__Startup__WarmUp"] = "00:01:00",
                ["Portal__Shutdown__Drain"] = "00:00:05",
                ["Portal__Shutdown__ClosePages"] = "00:00:10", // nginx doesn't look, and a page comes back while its web is still there
                ["ASPNETCORE_URLS"] = address,
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
            }
        );
        lock (_webs)
        {
            _webs[port] = web;
        }

        await web.Healthy(new Uri($"{address}/health/ready"));
    }
}
