using System.Net.Http.Json;
using System.Text.Json;
using Confluent.Kafka;
using Portal.Tests.Kit;

namespace Portal.Tests.Journeys;

/// <summary>
/// From a request to live lag with the shipped processes: request → plan → approved by another person → applied → other
/// people's programs write and read → the lag of the API is what a client at rest reads.
/// </summary>
public sealed class JourneyTests
{
    private const int Partitions = 6;

    [EngineFact]
    public async Task On_a_real_Kafka_over_plaintext_with_kcat()
    {
        await using var kafka = await RealKafka.Start(3);
        await using var portal = await RunningPortal.Start();
        await Register(
            portal,
            new
            {
                name = "main",
                environment = "prod",
                region = "local",
                addresses = kafka.Bootstrap,
            }
        );
        await Provision(portal, "main", "orders");
        await Traffic.ByKcat(kafka.Bootstrap, "orders", "billing");
        await LagIsTrue(portal, "main", "orders", new ClientConfig { BootstrapServers = kafka.Bootstrap });
    }

    [EngineFact]
    public async Task On_a_real_Kafka_over_TLS_with_SCRAM_and_Confluents_client()
    {
        await using var kafka = await RealKafka.Start(3, tls: true);
        await kafka.Tool(
            "configs",
            "--alter",
            "--entity-type",
            "users",
            "--entity-name",
            "portal",
            "--add-config",
            "SCRAM-SHA-512=[password=secret]"
        );
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
        await using var portal = await RunningPortal.Start();
        var registration = new
        {
            name = "main",
            environment = "prod",
            region = "local",
            addresses = kafka.SaslTls,
            tls = true,
            caPem = await File.ReadAllTextAsync(kafka.Ca),
            saslMechanism = "SCRAM-SHA-512",
            username = "portal",
            password = "secret",
        };
        await Register(portal, registration);
        await Provision(portal, "main", "orders");
        var client = new ClientConfig
        {
            BootstrapServers = kafka.SaslTls,
            SecurityProtocol = SecurityProtocol.SaslSsl,
            SaslMechanism = SaslMechanism.ScramSha512,
            SaslUsername = "portal",
            SaslPassword = "secret",
            SslCaPem = registration.caPem,
        };
        await Traffic.ByConfluent(client, "orders", "billing", Partitions);
        await LagIsTrue(portal, "main", "orders", client);
    }

    private static async Task Register(RunningPortal portal, object registration)
    {
        using var platform = await portal.As("sam");
        await ApiJourney.Post(platform, "api/v1/clusters", registration);
    }

    private static async Task Provision(RunningPortal portal, string cluster, string topic)
    {
        var journey = new ApiJourney(portal);
        var id = await journey.Request("ada", cluster, topic, Partitions);
        await journey.Approve("grace", id);
        await journey.Applied("ada", id);
    }

    private static async Task LagIsTrue(RunningPortal portal, string cluster, string topic, ClientConfig client)
    {
        var expected = Traffic.Lag(client, topic, "billing", Partitions);
        expected.Values.Sum().ShouldNotBeNull().ShouldBeInRange(1, Traffic.Written - Traffic.Read);
        using var person = await portal.As("noor");
        await Deadline.Until(
            async () =>
            {
                var group = await person.GetFromJsonAsync<JsonElement>($"api/v1/groups/{cluster}/billing");
                return group
                    .GetProperty("partitions")
                    .EnumerateArray()
                    .ToDictionary(
                        p => p.GetProperty("partition").GetInt32(),
                        p => p.GetProperty("lag").GetProperty("messages").Deserialize<long?>()
                    )
                    .OrderBy(p => p.Key)
                    .SequenceEqual(expected.Where(p => p.Value is not null).OrderBy(p => p.Key));
            },
            TimeSpan.FromMinutes(1)
        );
    }
}
