using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>Clients of registries that we didn't write, as teams use them: what they register, write and read is the same on the bundled registry and on Apicurio.</summary>
[Collection(InteropSuite.Name)]
public sealed class RegistryClientTests(Clusters clusters)
{
    private static readonly string[] ByConfluent =
    [
        .. Kinds("avro", "json"),
        "level: BACKWARD",
        "a field with a default is compatible: true",
        "a field without one is compatible: false",
        "registered all the same: 409",
        "references: Money is version 1",
        "deleted versions: 1",
        "is still listed: false",
    ];

    private static readonly string[] ByKafkajs =
    [
        .. new[] { "avro", "json", "protobuf" }.SelectMany(kind =>
            new[]
            {
                $$"""{{kind}}: {"id":"o-1","cents":990}""",
                $"{kind}: registered again it has the same id: true",
                $"{kind}: found as the newest: true",
                $"{kind}: found by its number: true",
                $"{kind}: found by its text: true",
            }
        ),
    ];

    [NodeTheory, OnLocalCluster, OnRealKafka]
    public async Task Confluents_client_registers_what_it_writes_and_reads_it_back(string cluster) =>
        (await Run("confluent.js", cluster)).ShouldBe(ByConfluent);

    [NodeTheory, OnLocalCluster, OnRealKafka]
    public async Task The_client_of_kafkajs_registers_writes_and_reads_back(string cluster)
    {
        // It wants to find the level that it set, or would have: Apicurio shows NONE where none is set, and judges by its own all the same.
        var level = cluster == Clusters.Local ? "BACKWARD" : "NONE";

        (await Run("kafkajs.js", cluster, level)).ShouldBe([.. ByKafkajs, "an incompatible version is refused: yes"]);
    }

    /// <summary>Debian builds kcat without it.</summary>
    [KcatAvroFact]
    public async Task Kcat_decodes_what_was_written_by_a_schema()
    {
        var bootstrap = await clusters.Bootstrap(Clusters.Local);
        var registry = await clusters.Registry(Clusters.Local);
        var topic = Client.NewName("kcat-avro");
        await Run("confluent.js", Clusters.Local, topic: topic);

        var read = await Command.Run(
            "kcat",
            "-C",
            "-b",
            bootstrap,
            "-t",
            $"{topic}.avro",
            "-e",
            "-q",
            "-s",
            "value=avro",
            "-r",
            registry
        );

        read.ShouldContain("\"cents\"");
    }

    private static IEnumerable<string> Kinds(params string[] kinds) =>
        kinds.SelectMany(kind =>
            new[]
            {
                $$"""{{kind}}: {"id":"o-1","cents":990,"channel":"web"}""",
                $"{kind}: the newest version is 1 with the record's id: true",
                $"{kind}: registered again it has the same id: true",
                $"{kind}: found by its text as version 1",
                $"{kind}: its versions are 1",
            }
        );

    private async Task<string[]> Run(string script, string cluster, string level = "", string? topic = null)
    {
        var scripts = await KafkaJs.Installed("schemaregistry");
        var said = await Command.Run(
            "node",
            Path.Combine(scripts, script),
            await clusters.Bootstrap(cluster),
            await clusters.Registry(cluster),
            topic ?? Client.NewName("registry"),
            level
        );
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
