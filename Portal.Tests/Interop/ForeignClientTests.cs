using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>Clients that others wrote and that know neither us nor each other, unmodified, with both protocols of groups where they speak both.</summary>
[Collection(InteropSuite.Name)]
public sealed class ForeignClientTests(Clusters clusters)
{
    private const string Python = "/usr/bin/python3";

    [NodeTheory, OnLocalCluster, OnRealKafka]
    public async Task Platformatic_s_client_works_with_both_protocols(string cluster)
    {
        var script = Path.Combine(await KafkaJs.Installed("platformatic"), "session.js");
        foreach (var protocol in new[] { "classic", "consumer" })
        {
            var topic = Client.NewName("platformatic");

            var said = await Command.Run("node", script, await clusters.Bootstrap(cluster), topic, protocol);

            Lines(said)
                .ShouldBe([
                    "read in two sittings: 1000",
                    "committed transactions: true",
                    $"group: {protocol}",
                    "left: nothing",
                ]);
        }
    }

    [KafkaPythonTheory, OnLocalCluster, OnRealKafka]
    public async Task Kafka_python_works(string cluster)
    {
        var script = Repository.PathOf("Portal.Tests", "Interop", "python", "session.py");

        var said = await Command.Run(Python, script, await clusters.Bootstrap(cluster), Client.NewName("python"));

        Lines(said).ShouldBe(["read in two sittings: 1000", "committed: 1000", "left: nothing"]);
    }

    [AiokafkaTheory, OnLocalCluster, OnRealKafka]
    public async Task Aiokafka_works(string cluster)
    {
        var script = Repository.PathOf("Portal.Tests", "Interop", "python", "aiosession.py");

        var said = await Command.Run(
            Path.Combine(FetchedClient.Aiokafka.Folder, "bin", "python3"),
            script,
            await clusters.Bootstrap(cluster),
            Client.NewName("aiokafka")
        );

        Lines(said)
            .ShouldBe([
                "read in two sittings: 1000",
                "committed: 1000",
                "committed transactions: true",
                "committed with them: [7]",
                "left: nothing",
            ]);
    }

    [FranzGoTheory, OnLocalCluster, OnRealKafka]
    public async Task Franz_go_works(string cluster)
    {
        var said = await Command.Run(
            Path.Combine(FetchedClient.FranzGo.Folder, "session"),
            await clusters.Bootstrap(cluster),
            Client.NewName("franz")
        );

        Lines(said)
            .ShouldBe([
                "read in two sittings: 1000",
                "committed: 1000",
                "lag: 0",
                "committed transactions: true",
                "committed with them: 1000",
                "left: nothing",
            ]);
    }

    [EngineTheory, OnLocalCluster, OnRealKafka]
    public async Task Kafka_s_verifiable_producer_and_consumer_work_with_both_protocols(string cluster)
    {
        var bootstrap = await clusters.Bootstrap(cluster);
        using var client = new Client(bootstrap);
        var topic = await client.Topic(2);
        var at = new[] { "--bootstrap-server", bootstrap, "--topic", topic, "--max-messages", "500" };

        var sent = await Tool("VerifiableProducer", [.. at, "--acks", "-1"]);

        sent.ShouldContain("\"name\":\"tool_data\",\"sent\":500,\"acked\":500");
        foreach (var protocol in new[] { "classic", "consumer" })
        {
            var group = new[] { "--group-id", Client.NewName("verified"), "--group-protocol", protocol };
            var read = await Tool("VerifiableConsumer", [.. at, .. group]);
            read.ShouldContain("\"name\":\"partitions_assigned\"");
            read.ShouldContain("\"success\":true");
            Lines(read)
                .Where(line => line.Contains("\"name\":\"records_consumed\"", StringComparison.Ordinal))
                .Sum(line => int.Parse(line.Split("\"count\":")[1].Split(',')[0]))
                .ShouldBe(500);
        }
    }

    [EngineTheory, OnLocalCluster, OnRealKafka]
    public async Task Franz_go_reads_the_lag_of_groups_of_both_protocols(string cluster)
    {
        var bootstrap = await clusters.Bootstrap(cluster);
        using var client = new Client(bootstrap);
        var topic = await client.Topic();
        await client.Produce(topic, 5);
        using var classic = client.Consumer(Client.NewName("classic"));
        using var member = client.Member848(Client.NewName("consumer"));
        foreach (var each in new[] { classic, member })
        {
            each.Subscribe(topic);
            await Deadline.Until(() =>
                each.Consume(TimeSpan.FromMilliseconds(50)) is { Message: { } } next && Commits(next)
            );
            bool Commits(Confluent.Kafka.ConsumeResult<string, string> read)
            {
                each.Commit(read);
                return true;
            }
        }

        var said = await Command.Run(
            Path.Combine(Repository.Engines!, "peers", "lag-kadm"),
            bootstrap.Split(',')[0],
            "1"
        );

        said.ShouldStartWith("groups ");
        said.ShouldNotContain("error");
        classic.Close();
        member.Close();
    }

    private static async Task<string> Tool(string name, string[] arguments) =>
        await KafkaJava.Program(await KafkaJava.Jars(), [$"org.apache.kafka.tools.{name}", .. arguments]);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Needs Debian's kafka-python: skipped, by name, where it isn't.</summary>
public sealed class KafkaPythonTheoryAttribute : TheoryAttribute
{
    public KafkaPythonTheoryAttribute() =>
        Skip = Directory.Exists("/usr/lib/python3/dist-packages/kafka")
            ? null
            : "needs kafka-python: apt-get install python3-kafka";
}
