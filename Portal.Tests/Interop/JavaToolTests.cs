using Portal.Kafka.Wire;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>Kafka's own command-line tools (Java clients 4.x) against both.</summary>
[Collection(InteropSuite.Name)]
public sealed class JavaToolTests(Clusters clusters)
{
    [EngineTheory, OnLocalCluster, OnRealKafka]
    public async Task Topics_are_created_described_grown_configured_and_deleted(string cluster)
    {
        var topic = Client.NewName("java");
        await Topics("--create", "--topic", topic, "--partitions", "3", "--config", "retention.ms=1000000");
        (await Topics("--describe", "--topic", topic)).ShouldContain("PartitionCount: 3");

        await Topics("--alter", "--topic", topic, "--partitions", "4");
        (await Topics("--describe", "--topic", topic)).ShouldContain("retention.ms=1000000");
        await Configs("--alter", "--add-config", "max.message.bytes=5000");
        (await Configs("--describe")).ShouldContain(
            "max.message.bytes=5000 sensitive=false synonyms={DYNAMIC_TOPIC_CONFIG:max.message.bytes=5000"
        );
        await Configs("--alter", "--delete-config", "max.message.bytes");
        (await Configs("--describe")).ShouldNotContain("max.message.bytes");

        await Topics("--delete", "--topic", topic);
        await Deadline.Until(async () => !(await Topics("--list")).Contains(topic, StringComparison.Ordinal));

        Task<string> Topics(params string[] arguments) => clusters.Tool(cluster, "topics", arguments);
        Task<string> Configs(params string[] arguments) =>
            clusters.Tool(cluster, "configs", [.. arguments, "--entity-type", "topics", "--entity-name", topic]);
    }

    [EngineTheory, OnLocalCluster, OnRealKafka]
    public async Task Records_are_produced_measured_and_consumed(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var topic = await client.Topic(2);
        string[] load = ["--num-records", "5000", "--record-size", "100", "--throughput", "-1"];

        await clusters.Tool(cluster, "producer-perf", ["--topic", topic, .. load, "--command-property", "acks=all"]);

        var ends = await clusters.Tool(cluster, "get-offsets", "--topic", topic);
        Lines(ends).Sum(line => int.Parse(line.Split(':')[2])).ShouldBe(5000);
        string[] asked = ["--topic", topic, "--from-beginning", "--max-messages", "5000", "--timeout-ms", "20000"];
        Lines(await clusters.Tool(cluster, "console-consumer", asked)).Length.ShouldBe(5000);
        (await clusters.Tool(cluster, "log-dirs", "--describe", "--topic-list", topic)).ShouldContain($"{topic}-0");
    }

    [EngineTheory, OnLocalCluster, OnRealKafka]
    public async Task Groups_are_listed_described_reset_and_deleted(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var topic = await client.Topic();
        await client.Produce(topic, 10);
        var group = Client.NewName("java-group");
        string[] read = ["--topic", topic, "--group", group, "--from-beginning", "--max-messages", "10"];
        await clusters.Tool(cluster, "console-consumer", [.. read, "--timeout-ms", "20000"]);

        (await Groups("--list")).ShouldContain(group);
        Words(await Groups("--describe", "--group", group)).ShouldContain($"{group} {topic} 0 10 10 0");
        await Groups("--group", group, "--topic", topic, "--reset-offsets", "--to-offset", "4", "--execute");
        Words(await Groups("--describe", "--group", group)).ShouldContain($"{group} {topic} 0 4 10 6");
        (await Groups("--describe", "--group", group, "--state")).ShouldContain("Empty");
        await Groups("--delete", "--group", group);
        (await Groups("--list")).ShouldNotContain(group);

        Task<string> Groups(params string[] arguments) => clusters.Tool(cluster, "consumer-groups", arguments);
    }

    [EngineTheory, OnLocalCluster, OnRealKafka]
    public async Task A_transactional_load_is_read_whole_by_who_reads_only_what_is_committed(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var topic = await client.Topic(2);
        var id = Client.NewName("perf");
        string[] load = ["--num-records", "3000", "--record-size", "100", "--throughput", "-1"];

        await clusters.Tool(
            cluster,
            "producer-perf",
            ["--topic", topic, .. load, "--transactional-id", id, "--transaction-duration-ms", "50"]
        );

        string[] asked = ["--topic", topic, "--from-beginning", "--max-messages", "3000", "--timeout-ms", "20000"];
        string[] committed = ["--command-property", "isolation.level=read_committed"];
        Lines(await clusters.Tool(cluster, "console-consumer", [.. asked, .. committed])).Length.ShouldBe(3000);
        Words(await Transactions("describe", "--transactional-id", id)).ShouldContain($"{id} ");
        (await Transactions("list")).ShouldContain(id);

        Task<string> Transactions(params string[] arguments) => clusters.Tool(cluster, "transactions", arguments);
    }

    [EngineTheory, OnLocalCluster, OnRealKafka]
    public async Task A_transaction_that_hangs_is_found_and_aborted(string cluster)
    {
        var bootstrap = await clusters.Bootstrap(cluster);
        using var client = new Client(bootstrap);
        await using var raw = new RawTransactions(bootstrap);
        var topic = await client.Topic();
        var id = Client.NewName("hangs");
        var producer = await raw.Init(id);
        await Deadline.Until(async () => await raw.Add(id, producer, topic) == ErrorCode.None);
        await Deadline.Until(async () => await raw.Produce(id, producer, topic, 0) == ErrorCode.None);
        string[] partition = ["--topic", topic, "--partition", "0"];

        Words(await Transactions("list")).ShouldContain($"{id} ");
        var described = Words(await Transactions("describe", "--transactional-id", id));
        described.ShouldContain($"{id} {producer.Id} 0 Ongoing 60000");
        described.ShouldContain($"{topic}-0");
        var producers = Words(await Transactions(["describe-producers", .. partition]));
        producers.ShouldContain($"{producer.Id} 0 ");
        producers.ShouldEndWith(" 0");
        await Transactions(["abort", .. partition, "--start-offset", "0"]);

        (await raw.Latest(topic, committed: true)).ShouldBe(3);
        (await raw.Fetch(topic, 0, committed: true)).AbortedTransactions!.Length.ShouldBe(1);

        Task<string> Transactions(params string[] arguments) => clusters.Tool(cluster, "transactions", arguments);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Words(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
