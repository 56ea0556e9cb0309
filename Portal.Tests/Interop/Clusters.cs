using System.Reflection;
using Portal.Tests.Kit;
using Xunit.Sdk;

namespace Portal.Tests.Interop;

/// <summary>The fact is to hold on the bundled local cluster.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnLocalClusterAttribute : DataAttribute
{
    public OnLocalClusterAttribute() => IsEveryRun = false;

    /// <summary>Though the cluster hasn't changed: it is the product's own code that is tried.</summary>
    public bool IsEveryRun
    {
        get => Skip is null;
        set => Skip = value ? null : EngineSkip.ClusterUnchanged;
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        [
            [Clusters.Local],
        ];
}

/// <summary>
/// The fact is to hold on Apache Kafka too: it isn't something we only believe of it. Only in a full run: what Kafka itself does
/// doesn't change from one run to the next.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnRealKafkaAttribute : DataAttribute
{
    public OnRealKafkaAttribute() => Skip = EngineSkip.Reason ?? EngineSkip.FullRunOnly;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        [
            [Clusters.Real],
        ];
}

/// <summary>The same over TLS: the listener where clients sign in is another one there, with the same users and rights behind it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnRealKafkaOverTlsAttribute : DataAttribute
{
    public OnRealKafkaOverTlsAttribute() => Skip = EngineSkip.Reason ?? EngineSkip.FullRunOnly;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        [
            [Clusters.RealTls],
        ];
}

/// <summary>One local cluster and one real Kafka for the whole suite, each started when it is needed first.</summary>
public sealed class Clusters : IAsyncLifetime
{
    public const string Local = "local cluster";
    public const string Real = "Apache Kafka";
    public const string RealTls = "Apache Kafka over TLS";

    /// <summary>A user of SASL PLAIN, who can't be made while a cluster runs.</summary>
    public const string PlainUser = "plain-user";

    public const string PlainPassword = "plain-secret";

    private const string PlainUsers =
        $"org.apache.kafka.common.security.plain.PlainLoginModule required user_{PlainUser}=\"{PlainPassword}\";";

    private readonly Lazy<Task<LocalKafka>> _local = new(() =>
        LocalKafka.Start(
            brokers: 3,
            $"PlainUsers:{PlainUser}={PlainPassword}",
            "CompactionInterval=00:00:00.200",
            "RetentionInterval=00:00:00.500",
            "ConsumerHeartbeatInterval=00:00:00.300",
            "ConsumerSessionTimeout=00:00:04"
        )
    );

    private readonly Lazy<Task<RealKafka>> _real = new(() =>
        RealKafka.Start(
            1,
            tls: true,
            "log.cleaner.backoff.ms=200",
            "log.retention.check.interval.ms=500",
            "log.initial.task.delay.ms=500",
            "transaction.abort.timed.out.transaction.cleanup.interval.ms=200",
            "group.consumer.heartbeat.interval.ms=300",
            "group.consumer.min.heartbeat.interval.ms=100",
            "group.consumer.session.timeout.ms=4000",
            "group.consumer.min.session.timeout.ms=1000",
            // So that a test sees each step: in the background an assignment comes some heartbeats later.
            "group.consumer.min.assignment.interval.ms=0",
            "group.consumer.assignment.interval.ms=0",
            "group.consumer.assignor.offload.enable=false",
            "sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512",
            $"listener.name.sasl.plain.sasl.jaas.config={PlainUsers}",
            $"listener.name.sasltls.plain.sasl.jaas.config={PlainUsers}"
        )
    );

    private readonly Lazy<Task<RealRegistry>> _registry = new(RealRegistry.Start);

    /// <summary>The registry beside it: the local cluster's own, or Apicurio.</summary>
    public async Task<string> Registry(string cluster) =>
        cluster == Local ? $"{(await _local.Value).Registry}".TrimEnd('/') : (await _registry.Value).Url;

    public async Task<string> Bootstrap(string cluster) =>
        cluster == Local ? (await _local.Value).Bootstrap : (await _real.Value).Bootstrap;

    /// <summary>Where clients sign in.</summary>
    public async Task<string> Sasl(string cluster) =>
        cluster switch
        {
            Local => (await _local.Value).Sasl,
            RealTls => (await _real.Value).SaslTls,
            _ => (await _real.Value).Sasl,
        };

    /// <summary>The file of the authority to trust there; null: it isn't encrypted.</summary>
    public async Task<string?> Ca(string cluster) => cluster == RealTls ? (await _real.Value).Ca : null;

    /// <summary>A connection to where clients sign in.</summary>
    internal async Task<SaslLine> Line(string cluster) => await SaslLine.To(await Sasl(cluster), await Ca(cluster));

    /// <summary>One of Kafka's own command-line tools, against the cluster.</summary>
    public async Task<string> Tool(string cluster, string name, params string[] arguments) =>
        await KafkaJava.Tool(name, await Bootstrap(cluster), arguments);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_local.IsValueCreated)
        {
            await (await _local.Value).DisposeAsync();
        }

        if (_real.IsValueCreated)
        {
            await (await _real.Value).DisposeAsync();
        }

        if (_registry.IsValueCreated)
        {
            await (await _registry.Value).DisposeAsync();
        }
    }
}

[CollectionDefinition(Name)]
public sealed class InteropSuite : ICollectionFixture<Clusters>
{
    public const string Name = "interop";
}
