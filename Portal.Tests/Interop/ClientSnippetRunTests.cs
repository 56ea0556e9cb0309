using System.Text.RegularExpressions;
using Confluent.Kafka;
using Portal.Core.Access;
using Portal.Core.ServiceAccounts;
using Portal.Tests.Kit;
using Portal.Web.Features.Access;

namespace Portal.Tests.Interop;

/// <summary>Client snippets as they are copied, against the listener for clients with a password: a wrong protocol, mechanism or name there doesn't connect.</summary>
[Collection(InteropSuite.Name)]
public sealed partial class ClientSnippetRunTests(Clusters clusters)
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    [Theory, OnLocalCluster(IsEveryRun = true), OnRealKafka, OnRealKafkaOverTls]
    public async Task What_the_dotnet_snippet_sets_writes_and_reads(string cluster)
    {
        await using var world = await AccessWorld.On(clusters, cluster);
        var account = await Account(world);

        using (var producer = new ProducerBuilder<string, string>(DotNet(world, account, AccessMode.Write)).Build())
        {
            await producer.ProduceAsync(account, new() { Value = "signed" });
        }

        using var consumer = new ConsumerBuilder<string, string>(DotNet(world, account, AccessMode.Read)).Build();
        consumer.Subscribe(account);
        consumer.Consume(Long).Message.Value.ShouldBe("signed");
        consumer.Close();
    }

    [EngineTheory, OnLocalCluster(IsEveryRun = true), OnRealKafka, OnRealKafkaOverTls]
    public async Task What_the_Java_snippet_sets_writes(string cluster)
    {
        await using var world = await AccessWorld.On(clusters, cluster);
        var account = await Account(world);
        using var folder = RunFolder.For("snippet");
        var file = Path.Combine(folder.Path, "client.properties");
        await File.WriteAllTextAsync(file, Text("java", world, account, AccessMode.Write));

        await KafkaJava.Tool(
            "producer-perf",
            world.Sasl,
            [
                "--command-config",
                file,
                "--topic",
                account,
                "--num-records",
                "3",
                "--record-size",
                "9",
                "--throughput",
                "-1",
            ]
        );

        using var consumer = new ConsumerBuilder<Ignore, string>(DotNet(world, account, AccessMode.Read)).Build();
        consumer.Subscribe(account);
        Enumerable.Range(0, 3).ShouldAllBe(_ => consumer.Consume(Long) != null);
        consumer.Close();
    }

    [FranzGoTheory, OnLocalCluster(IsEveryRun = true), OnRealKafka, OnRealKafkaOverTls]
    public async Task What_the_Go_snippets_do_works(string cluster)
    {
        await using var world = await AccessWorld.On(clusters, cluster);
        var account = await Account(world);

        var seen = await GoSnippets.Run(mode => Text("go", world, account, mode), AccessWorld.Password);

        seen.ShouldBe(["settings", "written", "written in a transaction"]);
    }

    /// <summary>An account that may write to the topic of its name, in transactions of its name too, read it in the group of its name, and see its settings.</summary>
    private static async Task<string> Account(AccessWorld world)
    {
        var name = Client.NewName("snippet");
        await world.Topic(name);
        await world.Users(name);
        await world.Acls(
            May(Portal.Kafka.Messages.AclOperation.Write, Portal.Kafka.Messages.AclResourceType.Topic),
            May(Portal.Kafka.Messages.AclOperation.Read, Portal.Kafka.Messages.AclResourceType.Topic),
            May(Portal.Kafka.Messages.AclOperation.DescribeConfigs, Portal.Kafka.Messages.AclResourceType.Topic),
            May(Portal.Kafka.Messages.AclOperation.Write, Portal.Kafka.Messages.AclResourceType.TransactionalId),
            May(Portal.Kafka.Messages.AclOperation.Read, Portal.Kafka.Messages.AclResourceType.Group)
        );
        return name;

        Portal.Kafka.Messages.AclBinding May(
            Portal.Kafka.Messages.AclOperation operation,
            Portal.Kafka.Messages.AclResourceType on
        ) => AccessWorld.Allow(name, operation, on, name);
    }

    // The lines of its dictionary, which a compiler would take as they are.
    private static Dictionary<string, string> DotNet(AccessWorld world, string account, AccessMode mode) =>
        Line()
            .Matches(Text("dotnet", world, account, mode))
            .ToDictionary(
                line => line.Groups["name"].Value,
                line => line.Groups["value"] is { Success: true, Value: var value } ? value : AccessWorld.Password
            );

    private static string Text(string language, AccessWorld world, string account, AccessMode mode) =>
        ClientSnippets
            .All.Single(each => each.Key == language)
            .Write(
                new SnippetOf(
                    world.Sasl,
                    world.Ca is not null,
                    account,
                    account,
                    mode,
                    account,
                    mode == AccessMode.WriteInTransactions ? account : null,
                    CredentialMechanism.ScramSha512,
                    world.Ca is not null
                )
            )
            .Replace(SnippetSignIn.Authority, world.Ca, StringComparison.Ordinal)
            .Replace("<password>", AccessWorld.Password, StringComparison.Ordinal);

    [GeneratedRegex(
        """^    \["(?<name>[^"]+)"\] = (?:"(?<value>[^"]*)"|Environment\.GetEnvironmentVariable\("KAFKA_PASSWORD"\)!),$""",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Line();
}
