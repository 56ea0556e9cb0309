using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Confluent.Kafka;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Tests.Browser;
using Portal.Tests.Kit;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.Journeys;

/// <summary>
/// The store dies as its machine would, in the middle of everything, and is away for thirty seconds: pages and API say
/// so, nothing typed is lost, the workers go on by themselves, the run ends once, and the readings have a gap, not a zero.
/// </summary>
public sealed class StoreOutageTests : IAsyncLifetime
{
    private const string Local = "local";
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(30);
    private PostgresServer _server = null!;
    private LocalKafkaProcess _kafka = null!;
    private RunningPortal _portal = null!;

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.Start(durable: true);
        await _server.Execute("create database portal");
        _kafka = await LocalKafkaProcess.Start(3);
        _portal = await RunningPortal.Over(
            _server.ConnectionTo("portal"),
            _kafka.Bootstrap,
            ("Portal__Collecting__Every", "00:00:01"),
            ("Portal__Applying__Lease", "00:00:10"),
            ("Portal__Applying__RenewEvery", "00:00:03")
        );
    }

    public async Task DisposeAsync()
    {
        await _portal.DisposeAsync();
        await _kafka.DisposeAsync();
        await _server.DisposeAsync();
    }

    [LongFact]
    public async Task Thirty_seconds_without_the_store_lose_nothing_and_show_no_zero()
    {
        using var ada = await _portal.As("ada");
        await BecomesApplied(await Ask(ada, "orders"));
        await Traffic.ByKcat(_kafka.Bootstrap, "orders", "billing");
        var lag = Traffic.Lag(Client, "orders", "billing", 3).Values.Sum(l => l ?? 0);
        await Deadline.Until(async () => await Lag(ada) == lag, TimeSpan.FromMinutes(1));
        var settled = TimeProvider.System.GetUtcNow();
        await using var visit = await Visit.As(_portal.Address, "ada");
        await visit.Open("/topics/request");
        await visit.Page.Locator("#name").FillAsync("typed.before");
        await visit.Choose("Cluster", $"{Local} (dev)");
        await visit.Page.Locator("#reason").FillAsync("Typed before it died.");
        var send = visit.Page.Locator(".panel-foot button.button-primary");
        await Expect(send).ToBeEnabledAsync();
        var (many, dying) = await FrozenUnderWay(ada);

        // Requests that failed are told on the console.
        visit.Forgive();
        await _server.Crash();
        await _kafka.Thaw();
        var (died, began) = (TimeProvider.System.GetUtcNow(), TimeProvider.System.GetTimestamp());

        await SaysSo(ada, visit);
        await visit.Page.Locator("#about").FillAsync("Typed while it was away.");
        await send.ClickAsync();
        await visit.Sees("What you typed stays.");
        await Deadline.Until(() => TimeProvider.System.GetElapsedTime(began) >= Away, TimeSpan.FromMinutes(2));
        var back = TimeProvider.System.GetUtcNow();
        await _server.Up();

        await BecomesApplied(many);
        await AppliedOnce(many);
        await Expect(visit.Page.Locator(".banner")).ToHaveCountAsync(0);
        (await visit.Page.Locator("#name").InputValueAsync()).ShouldBe("typed.before");
        (await visit.Page.Locator("#about").InputValueAsync()).ShouldBe("Typed while it was away.");
        await Expect(send).ToBeEnabledAsync();
        await send.ClickAsync();
        await visit.IsAt("/changes/[0-9]+");
        await BecomesApplied(long.Parse(new Uri(visit.Page.Url).Segments[^1]));
        await Deadline.Until(async () => await Lag(ada) == lag, TimeSpan.FromMinutes(1));
        await TheGapIsAGap(ada, settled, (dying, died), back, lag);
    }

    private ClientConfig Client => new() { BootstrapServers = _kafka.Bootstrap };

    private async Task SaysSo(HttpClient ada, Visit visit)
    {
        using var refused = await ada.GetAsync("api/v1/topics");
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        refused.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("type").GetString().ShouldBe("urn:portal:problem:unavailable");
        problem.GetProperty("detail").GetString()!.ShouldContain("The portal's store doesn't answer since ");
        using var asked = await ada.PostAsJsonAsync("api/v1/changes", new { owner = "payments" });
        asked.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        await visit.Sees("The portal's store doesn't answer");
        var another = await visit.Page.Context.NewPageAsync();
        (await another.GotoAsync(new Uri(_portal.Address, "/groups").ToString()))!.Status.ShouldBe(503);
        (await another.Locator("main").InnerTextAsync()).ShouldContain("The portal's store doesn't answer since ");
        await another.CloseAsync();

        using var workers = new HttpClient();
        await Deadline.Until(async () =>
            (
                await (await workers.GetAsync(new Uri(_portal.Workers, "/health/ready"))).Content.ReadAsStringAsync()
            ).Contains("The store doesn't answer.")
        );
    }

    /// <summary>
    /// A change of twenty topics whose cluster falls silent when some of its steps are done and others are not. One that
    /// is through before anybody could look is asked for again.
    /// </summary>
    private async Task<(long Change, DateTimeOffset Frozen)> FrozenUnderWay(HttpClient person)
    {
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var many = await Ask(person, [.. Enumerable.Range(0, 20).Select(n => $"many-{attempt}-{n}")]);
            await new ApiJourney(_portal).Approve("grace", many);
            await Deadline.Until(async () => await StepsDone(many) >= 2, TimeSpan.FromMinutes(1));
            var dying = TimeProvider.System.GetUtcNow();
            await _kafka.Freeze();
            if (await StepsDone(many) < 18)
            {
                return (many, dying);
            }

            await _kafka.Thaw();
            await BecomesApplied(many);
        }

        throw new InvalidOperationException("Every change was through before its cluster could be frozen.");
    }

    private static async Task<long> Ask(HttpClient person, params string[] topics)
    {
        var asked = await ApiJourney.Post(
            person,
            "api/v1/changes",
            new
            {
                owner = "payments",
                reason = "the outage",
                resources = topics.Select(name => new
                {
                    kind = "topic",
                    operation = "create",
                    cluster = Local,
                    name,
                    spec = new { partitions = 3, replication = 3 },
                }),
            }
        );
        return asked.GetProperty("change").GetProperty("id").GetInt64();
    }

    private async Task<int> StepsDone(long change)
    {
        await using var db = await _portal.Store();
        return await db.Set<JournalEntry>()
            .CountAsync(e =>
                e.Phase == StepPhase.Done
                && db.Set<ApplyRun>().Any(r => r.Id == e.RunId && r.ChangeId == new ChangeId(change))
            );
    }

    private Task BecomesApplied(long change) =>
        Deadline.Until(
            async () =>
            {
                await using var db = await _portal.Store();
                return (await db.Set<Change>().SingleAsync(c => c.Id == new ChangeId(change))).State
                    == ChangeState.Applied;
            },
            TimeSpan.FromMinutes(2)
        );

    private async Task AppliedOnce(long change)
    {
        await using var db = await _portal.Store();
        var id = new ChangeId(change);
        var run = await db.Set<ApplyRun>().SingleAsync(r => r.ChangeId == id);
        run.Fence.ShouldBeGreaterThan(1, "another claim went on with it");
        var done = await db.Set<JournalEntry>()
            .Where(e => e.RunId == run.Id && e.Phase == StepPhase.Done)
            .ToListAsync();
        done.Select(e => e.Step).Order().ShouldBe(Enumerable.Range(0, 20), "each step is done once");
        var told = await db.Set<AuditEvent>().Where(e => e.ChangeId == id).Select(e => e.Kind).ToListAsync();
        told.Count(kind => kind == "run.applied").ShouldBe(1);
        told.Count(kind => kind == "step.done").ShouldBe(20);
        using var admin = new AdminClientBuilder(Client).Build();
        admin
            .GetMetadata(TimeSpan.FromSeconds(30))
            .Topics.Count(t => t.Topic.StartsWith("many-", StringComparison.Ordinal))
            .ShouldBe(await db.Set<Resource>().CountAsync(r => r.Name.StartsWith("many-")));
    }

    private static async Task<long?> Lag(HttpClient person)
    {
        var group = await person.GetFromJsonAsync<JsonElement>($"api/v1/groups/{Local}/billing");
        return Messages(group.GetProperty("group"));
    }

    private static async Task TheGapIsAGap(
        HttpClient person,
        DateTimeOffset settled,
        (DateTimeOffset From, DateTimeOffset To) died,
        DateTimeOffset back,
        long lag
    )
    {
        // What was last known stays shown for a while: collecting goes on when its old lease is over.
        var points = await Deadline.For(async () =>
            await Past(person, settled) is var past && past.Exists(p => p.At > back && p.Lag is not null) ? past : null
        );
        var told = string.Join('\n', points.Select(p => $"{p.At:mm:ss.f} {p.Lag}"));
        points
            .Where(p => p.At > died.From && p.At < back)
            .ShouldContain(p => p.Lag == null, $"the gap is drawn\n{told}");
        // The cycle under way when it came back may be kept.
        points.Where(p => p.At > died.To && p.At < back.AddSeconds(-2)).ShouldAllBe(p => p.Lag == null, told);
        var known = points.Where(p => p.Lag is not null).ToList();
        known.ShouldContain(p => p.At < died.To);
        known.ShouldAllBe(p => p.Lag == lag);
    }

    private static async Task<List<(DateTimeOffset At, long? Lag)>> Past(HttpClient person, DateTimeOffset since)
    {
        var from = Uri.EscapeDataString(since.ToString("O"));
        var past = await person.GetFromJsonAsync<JsonElement>(
            $"api/v1/groups/{Local}/billing/lag?from={from}&points=1000"
        );
        return [.. past.EnumerateArray().Select(p => (p.GetProperty("at").GetDateTimeOffset(), Messages(p)))];
    }

    /// <summary>Null: unknown.</summary>
    private static long? Messages(JsonElement told) =>
        told.GetProperty("lag").GetProperty("messages") is { ValueKind: JsonValueKind.Number } known
            ? known.GetInt64()
            : null;
}
