using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Portal.Tests.Journeys;
using Portal.Tests.Kit;

namespace Portal.Tests.Browser;

/// <summary>
/// The shipped processes with two bundled clusters and something to see on them: topics and a schema made by changes,
/// kcat's traffic, a group that stopped reading, a change that waits for approval. One for all browser tests.
/// </summary>
public sealed class PageWorld : IAsyncLifetime
{
    public const string Dev = "sandbox";
    public const string Prod = "main";
    public const string Subject = "payments.captured-value";
    private static readonly Dictionary<string, string> KeptForAQuarter = new(StringComparer.Ordinal)
    {
        ["retention.ms"] = "7776000000",
        ["compression.type"] = "zstd",
    };
    private LocalKafka _dev = null!;
    private LocalKafka _prod = null!;
    private RunningPortal _portal = null!;

    public Uri Address => _portal.Address;

    /// <summary>The production cluster's addresses, for other people's programs.</summary>
    public string Bootstrap => _prod.Bootstrap;

    /// <summary>The change that waits for approval.</summary>
    public long Waiting { get; private set; }

    /// <summary>What the processes wrote, for a failed test's reader.</summary>
    public string Logs => _portal.Logs;

    public async Task InitializeAsync()
    {
        _dev = await LocalKafka.Start(brokers: 1);
        _prod = await LocalKafka.Start();
        _portal = await RunningPortal.Start(settings: ("Portal__Calendar__WatchEvery", "00:00:02"));
        using (var platform = await _portal.As("sam"))
        {
            await Register(platform, Dev, "dev", _dev.Bootstrap);
            await Register(platform, Prod, "prod", _prod.Bootstrap);
            using var added = await platform.PutAsJsonAsync(
                $"api/v1/clusters/{Prod}/registry",
                new { url = _prod.Registry.ToString() }
            );
            added.IsSuccessStatusCode.ShouldBeTrue(await added.Content.ReadAsStringAsync());
        }

        var journey = new ApiJourney(_portal);
        await Made("orders", partitions: 6);
        await Made("payments.captured", partitions: 12);
        await Made("payments.disputes", partitions: 3, KeptForAQuarter);
        object[] fields = [Field("id", "string"), Field("amount", "long")];
        await Registered(Subject, "create", fields);
        await Registered(Subject, "update", [.. fields, Field("currency", "string", "EUR")]);
        await ByHand("payments.disputes-value");
        await Traffic.ByKcat(_prod.Bootstrap, "orders", "billing");
        await Collected("billing");
        await journey.Request("ada", Prod, "payments.refunds", 12);
        Waiting = await journey.Widen("ada", Prod, "orders", 12);
        await Seen(Subject, "currency");
    }

    /// <summary>A schema in production with one field, asked for by Ada and approved by Grace, as the collector has seen it.</summary>
    public async Task Registered(string subject)
    {
        await Registered(subject, "create", Field("id", "string"));
        await Seen(subject, "Captured");
    }

    private async Task Registered(string subject, string operation, params object[] fields)
    {
        var text = JsonSerializer.Serialize(
            new
            {
                type = "record",
                name = "Captured",
                fields,
            }
        );
        using var ada = await _portal.As("ada");
        var asked = await ApiJourney.Post(
            ada,
            "api/v1/changes",
            new
            {
                owner = "payments",
                reason = "What a captured payment holds.",
                resources = new[]
                {
                    new
                    {
                        kind = "schema",
                        operation,
                        cluster = Prod,
                        name = subject,
                        spec = new
                        {
                            type = "AVRO",
                            compatibility = "BACKWARD",
                            schema = text,
                        },
                    },
                },
            }
        );
        var change = asked.GetProperty("change").GetProperty("id").GetInt64();
        var journey = new ApiJourney(_portal);
        await journey.Approve("grace", change);
        await journey.Applied("ada", change);
    }

    /// <summary>A subject that nobody requested here.</summary>
    public async Task ByHand(string subject)
    {
        using var registry = new HttpClient { BaseAddress = _prod.Registry };
        using var added = await registry.PostAsJsonAsync(
            $"subjects/{subject}/versions",
            new { schema = """{"type":"record","name":"Dispute","fields":[{"name":"id","type":"string"}]}""" }
        );
        added.IsSuccessStatusCode.ShouldBeTrue(await added.Content.ReadAsStringAsync());
    }

    private static object Field(string name, string type, string? otherwise = null) =>
        otherwise is null
            ? new { name, type }
            : new
            {
                name,
                type,
                @default = otherwise,
            };

    /// <summary>The registry has been read since the version with this field came.</summary>
    public async Task Seen(string subject, string field)
    {
        using var ada = await _portal.As("ada");
        await Deadline.Until(async () =>
        {
            var seen = JsonSerializer.Deserialize<JsonElement>(
                await ada.GetStringAsync($"api/v1/schemas/{Prod}/{subject}")
            );
            // What is wanted has the field before anybody has read the registry.
            return seen.GetProperty("versions").GetRawText().Contains(field, StringComparison.Ordinal);
        });
    }

    /// <summary>The stream runtime of production is registered as its Flink.</summary>
    public async Task HasFlink()
    {
        using var platform = await _portal.As("sam");
        using var added = await platform.PutAsJsonAsync(
            $"api/v1/clusters/{Prod}/flink",
            new { url = _prod.Flink, gatewayUrl = _prod.SqlGateway }
        );
        added.IsSuccessStatusCode.ShouldBeTrue(await added.Content.ReadAsStringAsync());
    }

    /// <summary>A change of a job in production, requested by Ada and approved by Grace.</summary>
    public async Task<long> Job(string operation, string name, object spec)
    {
        using var ada = await _portal.As("ada");
        var resource = new
        {
            kind = "job",
            operation,
            cluster = Prod,
            name,
            spec,
        };
        var asked = await ApiJourney.Post(
            ada,
            "api/v1/changes",
            new
            {
                owner = "payments",
                reason = "Disputes follow from what was captured.",
                resources = new[] { resource },
            }
        );
        var change = asked.GetProperty("change").GetProperty("id").GetInt64();
        await new ApiJourney(_portal).Approve("grace", change);
        return change;
    }

    public Task Applied(long change) => new ApiJourney(_portal).Applied("ada", change);

    /// <summary>A topic in production, asked for by Ada and approved by Grace.</summary>
    public async Task Made(string topic, int partitions, IReadOnlyDictionary<string, string>? configs = null)
    {
        var journey = new ApiJourney(_portal);
        var change = await journey.Request("ada", Prod, topic, partitions, configs);
        await journey.Approve("grace", change);
        await journey.Applied("ada", change);
    }

    /// <summary>On the change's page, by the person's own click.</summary>
    /// <param name="change">The page's address.</param>
    public async Task Approve(string person, string change)
    {
        await using var visit = await Visit.As(Address, person);
        await visit.Open(change);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Approve plan" }).First.ClickAsync();
        await visit
            .Page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Approve plan" })
            .ClickAsync();
        await visit.Sees("You approved plan");
    }

    public Task<HttpClient> As(string person) => _portal.As(person);

    /// <summary>The collectors have been round since the group came.</summary>
    public async Task Collected(string group)
    {
        using var noor = await _portal.As("noor");
        await Deadline.Until(
            async () => (await noor.GetAsync($"api/v1/groups/{Prod}/{group}")).IsSuccessStatusCode,
            TimeSpan.FromMinutes(2)
        );
    }

    public async Task DisposeAsync()
    {
        await _portal.DisposeAsync();
        await _prod.DisposeAsync();
        await _dev.DisposeAsync();
    }

    private static Task Register(HttpClient platform, string name, string environment, string addresses) =>
        ApiJourney.Post(
            platform,
            "api/v1/clusters",
            new
            {
                name,
                environment,
                region = "local",
                addresses,
            }
        );
}

[CollectionDefinition(Name)]
public sealed class PageWorldTests : ICollectionFixture<PageWorld>
{
    public const string Name = "pages";
}
