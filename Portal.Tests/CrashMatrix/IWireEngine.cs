using System.Globalization;
using System.Net.Sockets;
using Portal.Core.Access;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.ServiceAccounts;
using Portal.Core.Topics;
using Portal.Kafka.Client;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Tests.RealEngines.Kafka;

namespace Portal.Tests.CrashMatrix;

/// <summary>An engine over the wire that can die and come back.</summary>
public interface IWireEngine : IAsyncDisposable
{
    /// <summary>The kinds of resources that live on it.</summary>
    IReadOnlyList<ResourceKind> Kinds { get; }

    /// <summary>A kind of step that it can't take is played elsewhere.</summary>
    bool Takes(Type step) => true;

    /// <summary>A world of its own on it.</summary>
    Task<WorkerWorld> World();

    /// <summary>What it wrote last, when it has ended though nobody killed it.</summary>
    string? LastWords { get; }

    Task Kill();

    Task Respawn();
}

/// <summary>The engines that cells share which leave them alone: started once for a whole run, and ended with it.</summary>
public static class SharedEngines
{
    private static readonly Lazy<Task<LocalKafkaProcess>> LocalBroker = new(() => LocalKafkaProcess.Start(brokers: 1));
    private static readonly Lazy<Task<IWireEngine>> TheLocal = new(async () =>
        LocalEngine.OfTopics(await LocalBroker.Value)
    );
    private static readonly Lazy<Task<IWireEngine>> TheLocalAccess = new(async () =>
        LocalEngine.OfAccess(await LocalBroker.Value)
    );
    private static readonly Lazy<Task<RealKafka>> RealBroker = new(() => RealKafka.Start(tls: true));
    private static readonly Lazy<Task<IWireEngine>> TheReal = new(async () => new RealEngine(await RealBroker.Value));
    private static readonly Lazy<Task<IWireEngine>> TheRegistry = new(RegistryEngine.Start);
    private static readonly Lazy<Task<IWireEngine>> TheLocalJobs = new(async () =>
        new LocalJobEngine(await LocalBroker.Value)
    );
    private static readonly Lazy<Task<IWireEngine>> TheFlink = new(async () =>
        await FlinkEngine.Beside(await RealBroker.Value)
    );

    public static Task<IWireEngine> Local => TheLocal.Value;

    /// <summary>The same broker.</summary>
    public static Task<IWireEngine> LocalAccess => TheLocalAccess.Value;

    public static Task<IWireEngine> Real => TheReal.Value;

    public static Task<IWireEngine> Registry => TheRegistry.Value;

    /// <inheritdoc cref="LocalAccess"/>
    public static Task<IWireEngine> LocalJobs => TheLocalJobs.Value;

    /// <summary>Beside the broker of <see cref="Real"/>.</summary>
    public static Task<IWireEngine> Flink => TheFlink.Value;
}

/// <summary>The local cluster, one broker and its registry, in a process of its own.</summary>
public sealed class LocalEngine : IWireEngine
{
    private readonly LocalKafkaProcess _kafka;

    private LocalEngine(LocalKafkaProcess kafka, params ResourceKind[] kinds) => (_kafka, Kinds) = (kafka, kinds);

    public IReadOnlyList<ResourceKind> Kinds { get; }

    public Task<WorkerWorld> World() => WorkerWorld.On(_kafka.Bootstrap, _kafka.Registry.ToString());

    public string? LastWords => _kafka.LastWords;

    public static async Task<IWireEngine> Start() => OfTopics(await LocalKafkaProcess.Start(brokers: 1));

    public static async Task<IWireEngine> StartForAccess() => OfAccess(await LocalKafkaProcess.Start(brokers: 1));

    public static IWireEngine OfTopics(LocalKafkaProcess kafka) =>
        new LocalEngine(kafka, TopicKind.Word, SchemaKind.Word);

    public static IWireEngine OfAccess(LocalKafkaProcess kafka) =>
        new LocalEngine(kafka, AccessKind.Word, ServiceAccountKind.Word);

    public Task Kill() => _kafka.Kill();

    public Task Respawn() => _kafka.Up();

    public ValueTask DisposeAsync() => _kafka.DisposeAsync();
}

/// <summary>The local cluster's stream runtime, which runs no JARs: it dies with its broker, and comes back with its jobs.</summary>
public sealed class LocalJobEngine(LocalKafkaProcess kafka) : IWireEngine
{
    public IReadOnlyList<ResourceKind> Kinds => [JobKind.Word];

    public string? LastWords => kafka.LastWords;

    public static async Task<IWireEngine> Start() => new LocalJobEngine(await LocalKafkaProcess.Start(brokers: 1));

    public bool Takes(Type step) => step != typeof(UploadArtifact);

    public Task<WorkerWorld> World() => WorkerWorld.OnFlink(kafka.Bootstrap, kafka.Flink, kafka.SqlGateway);

    public Task Kill() => kafka.Kill();

    public Task Respawn() => kafka.Up();

    public ValueTask DisposeAsync() => kafka.DisposeAsync();
}

/// <summary>Apache Kafka itself, one broker.</summary>
public sealed class RealEngine(RealKafka kafka) : IWireEngine
{
    public IReadOnlyList<ResourceKind> Kinds => [TopicKind.Word, AccessKind.Word, ServiceAccountKind.Word];

    public Task<WorkerWorld> World() => WorkerWorld.On(kafka.Bootstrap);

    public string? LastWords => kafka.LastWords(1);

    // Kafka 4.3 (ScramDelta.apply) loses the credentials of a mechanism when a broker that has no snapshot reads its log anew, and the user that comes first in its
    // hash map was deleted. This one's hash is 0, so it comes first, and no cell deletes it.
    private const string FirstUser = "f5a5a608";

    public static async Task<IWireEngine> Start()
    {
        var kafka = await RealKafka.Start();
        await using var client = KafkaBrokers.Client(kafka.Bootstrap, KafkaSecurity.None);
        await BrokerAdmin.SetCredentials(client, FirstUser, "is-never-used");
        return new RealEngine(kafka);
    }

    public Task Kill() => kafka.Kill(1);

    public async Task Respawn()
    {
        await kafka.Respawn(1);
        await Listens();
    }

    public ValueTask DisposeAsync() => kafka.DisposeAsync();

    private Task Listens() =>
        Deadline.Until(
            async () =>
            {
                var parts = kafka.Bootstrap.Split(':');
                using var client = new TcpClient();
                await client.ConnectAsync(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture));
                return true;
            },
            TimeSpan.FromMinutes(2)
        );
}
