using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>
/// A whole session (create, grow, configure, write, read in two sittings, delete) by clients that aren't librdkafka: what they
/// see is the same on both clusters.
/// </summary>
[Collection(InteropSuite.Name)]
public sealed class SessionTests(Clusters clusters)
{
    private static readonly string[] Seen =
    [
        "partitions: 4",
        "retention.ms: 1000000",
        "ends: 1000",
        "committed is read: true",
        "read in two sittings: 1000",
        "committed: 1000",
        "committed transactions: true",
        "group: 0 members",
        "left: nothing",
    ];

    [EngineTheory, OnLocalCluster, OnRealKafka]
    public async Task A_Java_client_3_of_the_registry_s_works(string cluster) =>
        (await Java(cluster, await RegistryJars())).ShouldBe(Seen);

    [EngineTheory, OnLocalCluster, OnRealKafka]
    public async Task A_Java_client_4_of_Kafka_s_works(string cluster) =>
        (await Java(cluster, await KafkaJava.Jars())).ShouldBe(Seen);

    [NodeTheory, OnLocalCluster, OnRealKafka]
    public async Task Kafkajs_works(string cluster)
    {
        var script = Path.Combine(await KafkaJs.Installed(), "session.js");

        var said = await Command.Run("node", script, await clusters.Bootstrap(cluster), Client.NewName("kafkajs"));

        Lines(said).ShouldBe(Seen);
    }

    private async Task<string[]> Java(string cluster, string jars)
    {
        var script = Repository.PathOf("Portal.Tests", "Interop", "java", "Session.java");
        var bootstrap = await clusters.Bootstrap(cluster);

        var said = await KafkaJava.Program(jars, script, bootstrap, Client.NewName("java"));

        return Lines(said);
    }

    /// <summary>The engines' archives are unpacked side by side: the registry brings a Java client of version 3.</summary>
    private static async Task<string> RegistryJars() =>
        Path.GetFullPath(Path.Combine(await KafkaJava.Jars(), "..", "..", "..", "registry", "lib", "*"));

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
