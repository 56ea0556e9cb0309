using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Confluent.Kafka;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Tests.Journeys;
using Portal.Tests.Kit;
using Xunit.Abstractions;

namespace Portal.Tests.Web;

/// <summary>
/// Two webs behind haproxy and two workers end in turn, under 200 open pages and 20 changes a second; <c>TestResults/restart-under-load.txt</c> has
/// how long pages were away, which isn't judged: a busy machine lets everybody wait.
/// </summary>
public sealed class RestartUnderLoadTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Pages = 200;
    private const int ChangesPerSecond = 20;
    private const string WarmUp = "00:00:20"; // as deploy/ has it
    private const string Drain = "00:00:04"; // haproxy looks each second and believes the second look
    private const string ClosePages = "00:00:45"; // as deploy/ has it
    private static readonly string[] People = ["ada", "grace", "lin", "iris", "omar", "tess", "noor", "sam"];
    private static readonly string[] Paths = ["/", "/topics", "/changes", "/clusters", "/groups"];

    // The first request with the same key is still being answered.
    private const string UnderWay = "urn:portal:problem:key-under-way";

    private static readonly HttpStatusCode[] Passing =
    [
        HttpStatusCode.BadGateway,
        HttpStatusCode.ServiceUnavailable,
        HttpStatusCode.GatewayTimeout,
    ];
    private readonly string _report = Path.Combine(
        Directory.CreateDirectory(Repository.PathOf("TestResults")).FullName,
        "restart-under-load.txt"
    );
    private readonly ConcurrentDictionary<string, int> _others = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _refused = [];
    private readonly RunFolder _keys = AppProcess.Folder();
    private PostgresDatabase _database = null!;
    private LocalKafka _kafka = null!;
    private RunningPortal[] _portals = [];

    public async Task InitializeAsync()
    {
        _database = await PostgresDatabase.Create();
        _kafka = await LocalKafka.Start(1);
        // One after the other: the first brings the store's schema.
        _portals = [await Start(), await Start()];
    }

    public async Task DisposeAsync()
    {
        foreach (var portal in _portals)
        {
            await portal.DisposeAsync();
        }

        await _kafka.DisposeAsync();
        await _database.DisposeAsync();
        _keys.Dispose();
    }

    [LongFact("haproxy")]
    public async Task Nothing_is_lost_or_done_twice_and_each_page_comes_back()
    {
        using var haproxy = GuideProxy.Start("haproxy", [.. _portals.Select(portal => portal.Address.Port)]);
        using var script = await Script(haproxy);
        await Deadline.Until(async () => (await script.GetAsync("api/v1/clusters/local")).IsSuccessStatusCode);
        var pages = await OpenPages(haproxy);
        await File.WriteAllTextAsync(_report, "");
        using var enough = new CancellationTokenSource();
        var began = TimeProvider.System.GetTimestamp();
        var load = Load(script, enough.Token);
        foreach (var portal in _portals)
        {
            await portal.Restart(_kafka.Bootstrap);
        }

        var lasted = TimeProvider.System.GetElapsedTime(began);
        await enough.CancelAsync();
        var accepted = await load;
        await Deadline.Until(() => pages.TrueForAll(page => page.IsUp), TimeSpan.FromMinutes(2));
        var outages = pages.SelectMany(page => page.Outages).Order().ToList();
        Say($"{accepted.Count} changes in {lasted.TotalSeconds:F0} s, sent again after {string.Join(", ", _others)}");
        Say(
            $"{outages.Count} interruptions of {Pages} pages: median {Outage(50)} s, {Outage(95)} s for 95 of 100, longest {Outage(100)} s, {pages.Max(page => page.MostTries)} tries at most"
        );
        await Deadline.Until(
            async () => (await States()).All(state => state == ChangeState.Applied),
            TimeSpan.FromMinutes(20) // two cores draw pages meanwhile, and then apply 8 a second
        );
        Say($"all applied {(TimeProvider.System.GetElapsedTime(began) - lasted).TotalSeconds:F0} s later");
        var broken = pages.SelectMany(page => page.Broken).ToList();
        foreach (var page in pages)
        {
            await page.DisposeAsync();
        }

        (accepted.Count / lasted.TotalSeconds).ShouldBeGreaterThan(ChangesPerSecond * 0.95, "changes a second");
        pages.Max(page => page.MostTries).ShouldBeLessThanOrEqualTo(OpenPage.AllowedTries, "a browser gives up then");
        _refused.Take(3).ShouldBeEmpty();
        broken.CountBy(why => why).ShouldBeEmpty("each page goes on where it was");
        outages.Count.ShouldBeGreaterThanOrEqualTo(Pages, "each web had pages, and each web was restarted");
        await EachWasMadeOnce(accepted);

        string Outage(int percent) =>
            outages[Math.Min(outages.Count - 1, outages.Count * percent / 100)]
                .TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);
    }

    private void Say(FormattableString line)
    {
        var said = FormattableString.Invariant(line);
        output.WriteLine(said);
        File.AppendAllLines(_report, [said]);
    }

    private Task<RunningPortal> Start() =>
        RunningPortal.Over(
            _database.ConnectionString,
            _kafka.Bootstrap,
            // As `./portal up` runs them: pages first; and what a short process of a test saves at compiling, one that works pays for all the time.
            ("DOTNET_TC_CallCounting", "1"),
            ("WORKERS_NICE", "10"),
            ("Portal__KeysDirectory", _keys.Path),
            ("Portal__Identity__AllowEmbeddedBeyondLoopback", "true"),
            ("Portal__Proxy__KnownProxies__0", "127.0.0.1"),
            ("Portal__Startup__WarmUp", WarmUp),
            ("Portal__Shutdown__Drain", Drain),
            ("Portal__Shutdown__ClosePages", ClosePages),
            ("Portal__Pages__RequestsPerSecondAndAddress", "10000"),
            ("Portal__Pages__RequestsPerSecondAndPerson", "10000")
        );

    private async Task<HttpClient> Script(GuideProxy haproxy)
    {
        using var ada = await _portals[0].As("ada");
        var script = new HttpClient(Through(haproxy)) { BaseAddress = haproxy.Address };
        script.DefaultRequestHeaders.Authorization = ada.DefaultRequestHeaders.Authorization;
        return script;
    }

    private static SocketsHttpHandler Through(GuideProxy haproxy, CookieContainer? cookies = null) =>
        new()
        {
            SslOptions = { RemoteCertificateValidationCallback = haproxy.IsOurs },
            UseCookies = cookies is not null,
            CookieContainer = cookies ?? new(),
        };

    private static async Task<List<OpenPage>> OpenPages(GuideProxy haproxy)
    {
        var pages = new List<OpenPage>();
        foreach (var handle in People)
        {
            var cookies = new CookieContainer();
            var person = await PageVisitor.Of(haproxy.Address, handle, Through(haproxy, cookies));
            foreach (var number in Enumerable.Range(0, Pages / People.Length))
            {
                pages.Add(await OpenPage.Open(person, cookies, haproxy.IsOurs, Paths[number % Paths.Length]));
            }
        }

        return pages;
    }

    // A request whose answer was lost is sent again with its key, as a script does. What a busy machine was late with is made up for.
    private async Task<List<long>> Load(HttpClient script, CancellationToken enough)
    {
        var sent = new List<Task<long?>>();
        var began = TimeProvider.System.GetTimestamp();
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / ChangesPerSecond), TimeProvider.System);
        while (!enough.IsCancellationRequested)
        {
            var due = TimeProvider.System.GetElapsedTime(began).TotalSeconds * ChangesPerSecond;
            while (sent.Count < due)
            {
                sent.Add(Request(script, $"rolling.{sent.Count}"));
            }

            await beat.WaitForNextTickAsync(CancellationToken.None);
        }

        return [.. (await Task.WhenAll(sent)).OfType<long>()];
    }

    private async Task<long?> Request(HttpClient script, string topic)
    {
        var body = new
        {
            owner = "payments",
            reason = "load",
            resources = new[]
            {
                new
                {
                    kind = "topic",
                    operation = "create",
                    cluster = "local",
                    name = topic,
                    spec = new { partitions = 1, replication = 1 },
                },
            },
        };
        var answer = await Deadline.For(() => Sent(script, topic, body));
        return answer.Id;
    }

    /// <returns>Null: to be sent again, with the same key.</returns>
    private async Task<Answer?> Sent(HttpClient script, string topic, object body)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/changes")
            {
                Content = JsonContent.Create(body),
                Headers = { { "Idempotency-Key", topic } },
            };
            using var answer = await script.SendAsync(request);
            if (answer.IsSuccessStatusCode)
            {
                var change = await answer.Content.ReadFromJsonAsync<JsonElement>();
                return new(change.GetProperty("change").GetProperty("id").GetInt64());
            }

            _others.AddOrUpdate($"{(int)answer.StatusCode}", 1, (_, times) => times + 1);
            var why = await answer.Content.ReadAsStringAsync();
            if (Passing.Contains(answer.StatusCode) || why.Contains(UnderWay, StringComparison.Ordinal))
            {
                return null;
            }

            _refused.Enqueue(why);
            return new(null);
        }
        catch (HttpRequestException)
        {
            _others.AddOrUpdate("no answer", 1, (_, times) => times + 1);
            return null;
        }
    }

    private async Task<List<ChangeState>> States()
    {
        await using var db = await _portals[0].Store();
        return await db.Set<Change>().Select(change => change.State).ToListAsync();
    }

    /// <param name="Id">Null: it was refused for good.</param>
    private sealed record Answer(long? Id);

    private async Task EachWasMadeOnce(List<long> accepted)
    {
        await using var db = await _portals[0].Store();
        var ids = await db.Set<Change>().Select(change => change.Id).ToListAsync();
        accepted.ShouldBeUnique();
        accepted.Except(ids.Select(id => id.Value)).ShouldBeEmpty();
        var done = await db.Set<JournalEntry>()
            .Where(e => e.Phase == StepPhase.Done)
            .Select(e => e.Result)
            .ToListAsync();
        done.Count.ShouldBe(ids.Count);
        done.ShouldNotContain(nameof(StepOrigin.Met), "no topic was there before its own change created it");
        using var admin = new AdminClientBuilder(new ClientConfig { BootstrapServers = _kafka.Bootstrap }).Build();
        admin
            .GetMetadata(TimeSpan.FromSeconds(30))
            .Topics.Count(topic => topic.Topic.StartsWith("rolling.", StringComparison.Ordinal))
            .ShouldBe(ids.Count);
    }
}
