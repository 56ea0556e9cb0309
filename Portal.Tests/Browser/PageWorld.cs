using Portal.Tests.Journeys;
using Portal.Tests.Kit;

namespace Portal.Tests.Browser;

/// <summary>
/// The shipped processes with two bundled clusters and something to see on them: topics made by changes, kcat's traffic,
/// a group that stopped reading, a change that waits for approval. One for all browser tests.
/// </summary>
public sealed class PageWorld : IAsyncLifetime
{
    public const string Dev = "sandbox";
    public const string Prod = "main";
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
        _portal = await RunningPortal.Start();
        using (var platform = await _portal.As("sam"))
        {
            await Register(platform, Dev, "dev", _dev.Bootstrap);
            await Register(platform, Prod, "prod", _prod.Bootstrap);
        }

        var journey = new ApiJourney(_portal);
        await Made("orders", partitions: 6);
        await Made("payments.captured", partitions: 12);
        await Made("payments.disputes", partitions: 3, KeptForAQuarter);
        await Traffic.ByKcat(_prod.Bootstrap, "orders", "billing");
        await Collected("billing");
        await journey.Request("ada", Prod, "payments.refunds", 12);
        Waiting = await journey.Widen("ada", Prod, "orders", 12);
    }

    /// <summary>A topic in production, asked for by Ada and approved by Grace.</summary>
    public async Task Made(string topic, int partitions, IReadOnlyDictionary<string, string>? configs = null)
    {
        var journey = new ApiJourney(_portal);
        var change = await journey.Request("ada", Prod, topic, partitions, configs);
        await journey.Approve("grace", change);
        await journey.Applied("ada", change);
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
