using System.Net.Http.Json;
using System.Text.Json;
using Confluent.Kafka;
using Portal.Tests.Browser;
using Portal.Tests.Kit;
using Portal.Tests.RealEngines.Kafka;

namespace Portal.Tests.Journeys;

/// <summary>
/// From a request to live lag with the shipped processes, on the pages: request → plan → approved by another person →
/// applied → other people's programs write and read → the lag on page and API is what a client at rest reads. The same
/// steps on the bundled cluster and on Apache Kafka. The real brokers serve both ways to reach them.
/// </summary>
[Collection(KafkaBrokers.Shared)]
public sealed class JourneyTests(KafkaBrokers brokers)
{
    [LongFact]
    public async Task On_the_local_cluster_with_kcat()
    {
        await using var kafka = await LocalKafka.Start(3);
        await Journey(kafka.Bootstrap, "orders");
    }

    [FullRunFact]
    public async Task On_a_real_Kafka_over_plaintext_with_kcat() =>
        await Journey(brokers.Kafka.Bootstrap, "orders.plain");

    [EngineFact]
    public async Task On_a_real_Kafka_over_TLS_with_SCRAM_and_Confluents_client()
    {
        const string topic = "orders.signed-in";
        var kafka = brokers.Kafka;
        await brokers.SetPassword("portal", "secret");
        await kafka.Tool(
            "acls",
            [
                "--add",
                "--allow-principal",
                "User:portal",
                "--operation",
                "All",
                "--topic",
                "*",
                "--group",
                "*",
                "--cluster",
            ]
        );
        var ca = await File.ReadAllTextAsync(kafka.Ca);
        await using var portal = await RunningPortal.Start();
        var journey = new PageJourney(portal.Address);
        await journey.Register(
            "main",
            "Production",
            async page =>
            {
                await page.Locator("#cluster-addresses").FillAsync(kafka.SaslTls);
                await page.GetByText("Encrypted (TLS)", new() { Exact = true }).ClickAsync();
                await page.Locator("#cluster-ca").FillAsync(ca);
                await Visit.Choose(page, "SASL", "SCRAM-SHA-512");
                await page.Locator("#cluster-user").FillAsync("portal");
                await page.Locator("#cluster-password").FillAsync("secret");
            }
        );
        var client = new ClientConfig
        {
            BootstrapServers = kafka.SaslTls,
            SecurityProtocol = SecurityProtocol.SaslSsl,
            SaslMechanism = SaslMechanism.ScramSha512,
            SaslUsername = "portal",
            SaslPassword = "secret",
            SslCaPem = ca,
        };
        await Provision(portal, journey, topic);
        await Traffic.ByConfluent(client, topic, GroupOf(topic), await Partitions(portal));
        await LagIsTrue(portal, journey, client, topic);
    }

    private static string GroupOf(string topic) => $"billing.{topic}";

    private static async Task Journey(string bootstrap, string topic)
    {
        await using var portal = await RunningPortal.Start();
        var journey = new PageJourney(portal.Address);
        await journey.Register("main", "Production", page => page.Locator("#cluster-addresses").FillAsync(bootstrap));
        await Provision(portal, journey, topic);
        await Traffic.ByKcat(bootstrap, topic, GroupOf(topic));
        await LagIsTrue(portal, journey, new ClientConfig { BootstrapServers = bootstrap }, topic);
    }

    private static async Task Provision(RunningPortal portal, PageJourney journey, string topic)
    {
        try
        {
            var id = await journey.Request("ada", "main", topic);
            await journey.Approve("grace", id);
            await journey.Applied("ada", id);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"{failure.Message}\n{portal.Logs}", failure);
        }
    }

    private static async Task<int> Partitions(RunningPortal portal)
    {
        using var person = await portal.As("ada");
        var change = await person.GetFromJsonAsync<JsonElement>("api/v1/changes/1");
        return change.GetProperty("resources")[0].GetProperty("wanted").GetProperty("partitions").GetInt32();
    }

    private static async Task LagIsTrue(RunningPortal portal, PageJourney journey, ClientConfig client, string topic)
    {
        var truth = Traffic.Lag(client, topic, GroupOf(topic), await Partitions(portal));
        var expected = truth.Where(p => p.Value is not null).ToDictionary(p => p.Key, p => p.Value!.Value);
        expected.Values.Sum().ShouldBeInRange(1, Traffic.Written - Traffic.Read);
        using var person = await portal.As("noor");
        await Deadline.Until(
            async () =>
            {
                var group = await person.GetFromJsonAsync<JsonElement>($"api/v1/groups/main/{GroupOf(topic)}");
                return group
                    .GetProperty("partitions")
                    .EnumerateArray()
                    .Where(p => p.GetProperty("committedOffset").ValueKind == JsonValueKind.Number)
                    .ToDictionary(
                        p => p.GetProperty("partition").GetInt32(),
                        p => p.GetProperty("lag").GetProperty("messages").GetInt64()
                    )
                    .OrderBy(p => p.Key)
                    .SequenceEqual(expected.OrderBy(p => p.Key));
            },
            TimeSpan.FromMinutes(1)
        );
        await journey.ShowsLag("noor", "main", GroupOf(topic), truth);
    }
}
