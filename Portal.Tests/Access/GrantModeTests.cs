using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Tests.ServiceAccounts;
using static Portal.Tests.Access.AccessWorlds;

namespace Portal.Tests.Access;

/// <summary>What each mode of a grant lets a client do, with the settings that its snippet has, and nothing else.</summary>
public sealed class GrantModeTests
{
    private const string Topic = "orders";
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    private static readonly Dictionary<AccessMode, string[]> May = new()
    {
        [AccessMode.Read] = [nameof(Read)],
        [AccessMode.Write] = [nameof(Write)],
        [AccessMode.WriteInTransactions] = [nameof(Write), nameof(Commit)],
        [AccessMode.Manage] = [nameof(Alter)],
    };

    private static readonly (string Name, Func<ClientConfig, Task> Act)[] Acts =
    [
        (nameof(Read), Read),
        (nameof(Write), Write),
        (nameof(Commit), Commit),
        (nameof(Alter), Alter),
    ];

    [Fact]
    public async Task A_client_may_what_its_grant_says_and_nothing_else_on_the_local_cluster()
    {
        await using var kafka = await LocalKafka.Start(brokers: 1);
        await MayThatAlone(kafka.Bootstrap, kafka.Sasl);
    }

    [FullRunFact]
    public async Task A_client_may_what_its_grant_says_and_nothing_else_on_real_Kafka()
    {
        await using var kafka = await RealKafka.Start();
        await MayThatAlone(kafka.Bootstrap, kafka.Sasl);
    }

    private static async Task MayThatAlone(string bootstrap, string sasl)
    {
        await using var world = await WorkerWorld.On(bootstrap);
        await world.Manage(Topic);
        await GrantedClient.Writes(bootstrap, Topic);
        var modes = Enum.GetValues<AccessMode>();
        await world.Carry([.. modes.Select(mode => ServiceAccountWorlds.Create(Account(mode)))]);
        var granted = await world.Carry([.. modes.Select(mode => Grant(Account(mode), Spec(mode)))]);
        (await world.View(granted)).Row.State.ShouldBe(ChangeState.Applied);

        foreach (var mode in modes)
        {
            var client = new ClientConfig
            {
                BootstrapServers = sasl,
                SecurityProtocol = SecurityProtocol.SaslPlaintext,
                SaslMechanism = SaslMechanism.ScramSha512,
                SaslUsername = Account(mode),
                SaslPassword = await world.Taken(Account(mode)),
            };
            foreach (var (name, act) in Acts)
            {
                if (May[mode].Contains(name))
                {
                    await Deadline.For(async () => await Refusal(act, client) is { } refusal ? throw refusal : "");
                }
                else
                {
                    (await Refusal(act, client)).ShouldNotBeNull($"{mode}: {name}");
                }
            }
        }
    }

    private static string Account(AccessMode mode) => $"app-{mode}".ToLowerInvariant();

    private static AccessSpec Spec(AccessMode mode) =>
        Reads(Topic, $"User:{Account(mode)}") with
        {
            Mode = mode,
            Group = mode == AccessMode.Read ? "app-" : null,
            TransactionalId = mode == AccessMode.WriteInTransactions ? "app-" : null,
        };

    // Null: it was done.
    private static async Task<KafkaException?> Refusal(Func<ClientConfig, Task> act, ClientConfig client)
    {
        try
        {
            await act(client);
            return null;
        }
        catch (KafkaException refused)
            when (refused.Error.ToString().Contains("authoriz", StringComparison.OrdinalIgnoreCase)
                || refused.Error.Code.ToString().Contains("Authorization", StringComparison.Ordinal)
            )
        {
            return refused;
        }
    }

    private static Task Read(ClientConfig client)
    {
        using var consumer = new ConsumerBuilder<Ignore, string>(
            new ConsumerConfig(client)
            {
                GroupId = "app-test",
                AutoOffsetReset = AutoOffsetReset.Earliest,
                EnableAutoCommit = false,
            }
        ).Build();
        consumer.Subscribe(Topic);
        try
        {
            return Task.FromResult(consumer.Consume(Long).ShouldNotBeNull());
        }
        finally
        {
            consumer.Close();
        }
    }

    private static async Task Write(ClientConfig client)
    {
        Error? why = null;
        using var producer = new ProducerBuilder<Null, string>(
            new ProducerConfig(client) { EnableIdempotence = true, Acks = Acks.All }
        )
            .SetErrorHandler((_, error) => why ??= error)
            .Build();
        try
        {
            await producer.ProduceAsync(Topic, new() { Value = "more" });
        }
        catch (ProduceException<Null, string> purged) when (why is not null)
        {
            // What was refused is the number that its records would have; they say only that they were not sent.
            throw new KafkaException(why, purged);
        }
    }

    private static async Task Commit(ClientConfig client)
    {
        using var producer = new ProducerBuilder<Null, string>(
            new ProducerConfig(client) { TransactionalId = "app-test" }
        ).Build();
        producer.InitTransactions(Long);
        producer.BeginTransaction();
        await producer.ProduceAsync(Topic, new() { Value = "whole" });
        producer.CommitTransaction(Long);
    }

    private static async Task Alter(ClientConfig client)
    {
        using var admin = new AdminClientBuilder(client).Build();
        ConfigEntry entry = new()
        {
            Name = "retention.ms",
            Value = "7200000",
            IncrementalOperation = AlterConfigOpType.Set,
        };
        try
        {
            await admin.IncrementalAlterConfigsAsync(
                new() { [new ConfigResource { Type = ResourceType.Topic, Name = Topic }] = [entry] },
                new() { RequestTimeout = Long }
            );
        }
        catch (IncrementalAlterConfigsException refused)
        {
            throw new KafkaException(refused.Results[0].Error, refused);
        }
    }
}
