using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Portal.Core;
using Portal.Core.Evaluation;
using Portal.Core.Store;
using Portal.Tests.Browser;
using Portal.Tests.Kit;

namespace Portal.Tests.Web;

/// <summary>Two webs behind nginx as the guide has it, which end in turn under an open page.</summary>
public sealed class RollingRestartTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private readonly RunFolder _folder = AppProcess.Folder();
    private readonly Dictionary<int, AppProcess> _webs = [];

    public async Task InitializeAsync()
    {
        await using var services = new ServiceCollection()
            .AddPortalStore(database.ConnectionString)
            .AddPortalCore()
            .AddSingleton<Seed>()
            .AddLogging()
            .BuildServiceProvider();
        await services.GetRequiredService<Seed>().Plant(CancellationToken.None);
        await Task.WhenAll(Start(FreePorts.One()), Start(FreePorts.One()));
    }

    [ProgramFact("nginx")]
    public async Task A_page_goes_on_from_the_other_web_and_keeps_what_was_typed_until_its_reader_has_seen_why()
    {
        using var nginx = GuideProxy.Start("nginx", [.. _webs.Keys]);
        await Deadline.Until(async () =>
        {
            nginx.IsAlive();
            using var open = new HttpClient(
                new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = nginx.IsOurs } }
            );
            return (await open.GetAsync(new Uri(nginx.Address, "/sign-in"))).IsSuccessStatusCode;
        });
        await using var visit = await Visit.As(nginx.Address, "sam");
        await visit.Open("/clusters/register");
        visit.Forgive(); // Chromium says on its console that a connection was lost
        await visit.Page.EvaluateAsync("() => window.isBefore = true");

        var first = nginx.Holder();
        await Drained(first);

        await visit.Page.WaitForFunctionAsync(
            "() => !window.isBefore && document.documentElement.dataset.circuit === 'up'"
        );
        await visit.IsAt("/clusters/register$");
        var second = nginx.Holder();
        second.ShouldNotBe(first);
        await Start(first);

        var name = visit.Page.GetByLabel("Bootstrap addresses");
        await name.FillAsync("typed.example:9092");
        _webs.Remove(nginx.Holder(), out var holder).ShouldBeTrue();
        holder!.Dispose(); // killed
        await visit.Sees("The portal was restarted.");
        await Assertions.Expect(name).ToHaveValueAsync("typed.example:9092");
        await visit.Page.Locator("#components-reconnect-modal .while-rejected [data-reload]").ClickAsync();
        await visit.Page.WaitForFunctionAsync("() => document.documentElement.dataset.circuit === 'up'");
        await visit.IsAt("/clusters/register$");
    }

    // A proxy that looks at its health sends it nothing new; what comes all the same is answered.
    private async Task Drained(int port)
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
    }

    public Task DisposeAsync()
    {
        foreach (var web in _webs.Values)
        {
            web.Dispose();
        }

        _folder.Dispose();
        return Task.CompletedTask;
    }

    private async Task Start(int port)
    {
        var address = $"http://127.0.0.1:{port}";
        var web = AppProcess.Start(
            _folder,
            "Portal.Web",
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["ConnectionStrings__Portal"] = database.ConnectionString,
                ["Portal__KeysDirectory"] = Path.Combine(_folder.Path, "keys"),
                ["Portal__Identity__Mode"] = "Embedded",
                ["Portal__Identity__AllowEmbeddedBeyondLoopback"] = "true",
                ["Portal__Proxy__KnownProxies__0"] = "127.0.0.1",
                ["Portal__Shutdown__Drain"] = "00:00:05",
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
