using static Portal.Web.Features.Access.SnippetText;

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
            {SnippetSignIn.Java(of)}
            {string.Join(
                '\n',
                Settings(of).Select(s =>
                    $"{s.Name}={(s.Value == CooperativeSticky ? "org.apache.kafka.clients.consumer.CooperativeStickyAssignor" : Property(s.Value))}"
                )
            )}{(of.Manages ? $"\n{AdminSnippets.Java(of)}" : "")}
            """;

    private static string DotNet(SnippetOf of) =>
        $$"""
            // dotnet add package Confluent.Kafka
            var config = new ClientConfig(new Dictionary<string, string>
            {
            {{Lines(of, "    [\"{0}\"] = \"{1}\",", Double)}}{{SnippetSignIn.Password(of, "    [\"sasl.password\"] = Environment.GetEnvironmentVariable(\"KAFKA_PASSWORD\")!,")}}
            });
            {{(of.Manages ? AdminSnippets.DotNet(of)
                : of.Reads
                ? $"using var consumer = new ConsumerBuilder<string, byte[]>(new ConsumerConfig(config)).Build();\nconsumer.Subscribe(\"{Double(of.Topic)}\");"
                : $"using var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig(config)).Build();\n{InTransaction(of, "producer.InitTransactions(TimeSpan.FromSeconds(30));\nproducer.BeginTransaction();\n", $"await producer.ProduceAsync(\"{Double(of.Topic)}\", message);", "\nproducer.CommitTransaction();")}")}}
            """;

    private static string Python(SnippetOf of) =>
        $$"""
            # pip install confluent-kafka
            import os
            from confluent_kafka{{(of.Manages ? ".admin import AdminClient, ConfigResource" : $" import {PythonClient(of)}")}}

            client = {{PythonClient(of)}}({
            {{Lines(of, "    \"{0}\": \"{1}\",", Double)}}{{SnippetSignIn.Password(of, "    \"sasl.password\": os.environ[\"KAFKA_PASSWORD\"],")}}
            })
            {{(
                of.Manages ? AdminSnippets.Python(of)
                : of.Reads
                    ? $"client.subscribe([\"{Double(of.Topic)}\"])"
                    : InTransaction(
                        of,
                        "client.init_transactions()\nclient.begin_transaction()\n",
                        $"client.produce(\"{Double(of.Topic)}\", key=key, value=value)",
                        "\nclient.commit_transaction()"
                    )
            )}}
            """;

    private static string Go(SnippetOf of) =>
        $$"""
            // go get github.com/twmb/franz-go
            {{SnippetSignIn.BeforeGo(of)}}client, err := kgo.NewClient(
                kgo.SeedBrokers({{string.Join(", ", of.Bootstrap.Split(',').Select(address => $"\"{Double(address.Trim())}\""))}}),
                {{SnippetSignIn.Go(of)}}
            {{(of.Manages ? ""
                : of.Reads
                ? $"    kgo.ConsumerGroup(\"{Double(of.Group ?? "service")}\"),\n    kgo.ConsumeTopics(\"{Double(of.Topic)}\"),\n    kgo.FetchIsolationLevel(kgo.ReadCommitted()),\n    kgo.DisableAutoCommit(),"
                : $"    kgo.DefaultProduceTopic(\"{Double(of.Topic)}\"),\n    kgo.RequiredAcks(kgo.AllISRAcks()),\n    kgo.RecordDeliveryTimeout(2*time.Minute),{(of.TransactionalId is { } id ? $"\n    kgo.TransactionalID(\"{Double(id)}\")," : "")}")}}
            ){{(of.Manages ? $"\n{AdminSnippets.Go(of)}" : TransactionSnippets.Go(of))}}
            """;

    private static string Node(SnippetOf of) =>
        $$"""
            // npm install @confluentinc/kafka-javascript, in a file that ends in .mjs
            import { KafkaJS } from '@confluentinc/kafka-javascript';

            const client = new KafkaJS.Kafka({
            {{Lines(of, "    '{0}': '{1}',", Single)}}{{SnippetSignIn.Password(of, "    'sasl.password': process.env.KAFKA_PASSWORD,")}}
            }).{{(of.Manages ? "admin()" : of.Reads ? "consumer()" : "producer()")}};
            await client.connect();
            {{(
                of.Manages ? AdminSnippets.Node(of)
                : of.Reads
                    ? $"await client.subscribe({{ topics: ['{Single(of.Topic)}'] }});"
                    : InTransaction(
                        of,
                        "const transaction = await client.transaction();\n",
                        $"await {(of.TransactionalId is null ? "client" : "transaction")}.send({{ topic: '{Single(of.Topic)}', messages }});",
                        "\nawait transaction.commit();"
                    )
            )}}
            """;

    private static string PythonClient(SnippetOf of) =>
        of.Manages ? "AdminClient"
        : of.Reads ? "Consumer"
        : "Producer";

    private static string InTransaction(SnippetOf of, string begin, string send, string commit) =>
        of.TransactionalId is null ? send : $"{begin}{send}{commit}";

    private static string Lines(SnippetOf of, string format, Func<string, string> quoted) =>
        string.Join(
            '\n',
            new (string Name, string Value)[]
            {
                ("bootstrap.servers", of.Bootstrap),
                ("security.protocol", of.Protocol),
            }
                .Concat(SnippetSignIn.Settings(of))
                .Concat(Settings(of))
                .Select(s =>
                    string.Format(System.Globalization.CultureInfo.InvariantCulture, format, s.Name, quoted(s.Value))
                )
        );

    private static IEnumerable<(string Name, string Value)> Settings(SnippetOf of) =>
        of.Manages ? []
        : of.Reads
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
