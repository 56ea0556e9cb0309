using Portal.Core.ServiceAccounts;

namespace Portal.Web.Features.Access;

/// <summary>
/// Clients with the settings that lose and repeat nothing: acks from all replicas, idempotence, one try bounded by a delivery time, commits after the
/// work, only committed records, cooperative rebalancing.
/// </summary>
internal static class ClientSnippets
{
    // librdkafka's word for it; Java names the class.
    private const string CooperativeSticky = "cooperative-sticky";

    public static IReadOnlyList<ClientSnippet> All { get; } =
    [
        new("java", "Java", Java),
        new("dotnet", ".NET", DotNet),
        new("python", "Python", Python),
        new("go", "Go", Go),
        new("node", "Node", Node),
    ];

    private static string Java(SnippetOf of) =>
        $"""
            # client.properties
            bootstrap.servers={of.Bootstrap}
            security.protocol={of.Protocol}
            sasl.mechanism={of.Mechanism.Title()}
            sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="{of.User}" password="<password>";
            {string.Join(
                '\n',
                Settings(of).Select(s =>
                    $"{s.Name}={(s.Value == CooperativeSticky ? "org.apache.kafka.clients.consumer.CooperativeStickyAssignor" : s.Value)}"
                )
            )}
            """;

    private static string DotNet(SnippetOf of) =>
        $$"""
            // dotnet add package Confluent.Kafka
            var config = new ClientConfig(new Dictionary<string, string>
            {
            {{Lines(of, "    [\"{0}\"] = \"{1}\",")}}
                ["sasl.password"] = Environment.GetEnvironmentVariable("KAFKA_PASSWORD")!,
            });
            {{(of.Reads
                ? $"using var consumer = new ConsumerBuilder<string, byte[]>(new ConsumerConfig(config)).Build();\nconsumer.Subscribe(\"{of.Topic}\");"
                : $"using var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig(config)).Build();\n{(of.TransactionalId is null ? "" : "producer.InitTransactions(TimeSpan.FromSeconds(30));\n")}await producer.ProduceAsync(\"{of.Topic}\", message);")}}
            """;

    private static string Python(SnippetOf of) =>
        $$"""
            # pip install confluent-kafka
            import os
            from confluent_kafka import {{(of.Reads ? "Consumer" : "Producer")}}

            client = {{(of.Reads ? "Consumer" : "Producer")}}({
            {{Lines(of, "    \"{0}\": \"{1}\",")}}
                "sasl.password": os.environ["KAFKA_PASSWORD"],
            })
            {{(
                of.Reads
                    ? $"client.subscribe([\"{of.Topic}\"])"
                    : $"client.produce(\"{of.Topic}\", key=key, value=value)"
            )}}
            """;

    private static string Go(SnippetOf of) =>
        $$"""
            // go get github.com/twmb/franz-go
            client, err := kgo.NewClient(
                kgo.SeedBrokers("{{of.Bootstrap}}"),
                kgo.SASL(scram.Auth{User: "{{of.User}}", Pass: os.Getenv("KAFKA_PASSWORD")}.As{{(of.Mechanism == CredentialMechanism.ScramSha512 ? "Sha512" : "Sha256")}}Mechanism()),{{(of.Tls ? "\n    kgo.DialTLS()," : "")}}
            {{(of.Reads
                ? $"    kgo.ConsumerGroup(\"{of.Group ?? "service"}\"),\n    kgo.ConsumeTopics(\"{of.Topic}\"),\n    kgo.FetchIsolationLevel(kgo.ReadCommitted()),\n    kgo.DisableAutoCommit(),"
                : $"    kgo.DefaultProduceTopic(\"{of.Topic}\"),\n    kgo.RequiredAcks(kgo.AllISRAcks()),\n    kgo.RecordDeliveryTimeout(2*time.Minute),{(of.TransactionalId is { } id ? $"\n    kgo.TransactionalID(\"{id}\")," : "")}")}}
            )
            """;

    private static string Node(SnippetOf of) =>
        $$"""
            // npm install @confluentinc/kafka-javascript
            const { Kafka } = require('@confluentinc/kafka-javascript');

            const client = new Kafka({
            {{Lines(of, "    '{0}': '{1}',")}}
                'sasl.password': process.env.KAFKA_PASSWORD,
            }).{{(of.Reads ? "consumer()" : "producer()")}};
            await client.connect();
            {{(
                of.Reads
                    ? $"await client.subscribe({{ topics: ['{of.Topic}'] }});"
                    : $"await client.send({{ topic: '{of.Topic}', messages }});"
            )}}
            """;

    private static string Lines(SnippetOf of, string format) =>
        string.Join(
            '\n',
            new (string Name, string Value)[]
            {
                ("bootstrap.servers", of.Bootstrap),
                ("security.protocol", of.Protocol),
                ("sasl.mechanism", of.Mechanism.Title()),
                ("sasl.username", of.User),
            }
                .Concat(Settings(of))
                .Select(s => string.Format(System.Globalization.CultureInfo.InvariantCulture, format, s.Name, s.Value))
        );

    private static IEnumerable<(string Name, string Value)> Settings(SnippetOf of) =>
        of.Reads
            ?
            [
                ("group.id", of.Group ?? "service"),
                ("isolation.level", "read_committed"),
                ("enable.auto.commit", "false"),
                ("auto.offset.reset", "earliest"),
                ("partition.assignment.strategy", CooperativeSticky),
            ]
            :
            [
                ("acks", "all"),
                ("enable.idempotence", "true"),
                ("delivery.timeout.ms", "120000"),
                ("compression.type", "zstd"),
                .. of.TransactionalId is { } id ? new[] { ("transactional.id", id) } : [],
            ];
}
