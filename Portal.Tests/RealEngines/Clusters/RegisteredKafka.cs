using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Engines;
using Portal.Engines.Collecting;
using Portal.Engines.Kafka;
using Portal.Tests.Kit;
using Portal.Tests.RealEngines.Kafka;

namespace Portal.Tests.RealEngines.Clusters;

/// <summary>The portal's own services with real brokers at the other end: registered as an admin does it, opened as a worker does.</summary>
public sealed class RegisteredKafka : IAsyncDisposable
{
    private readonly PostgresDatabase _database;
    private readonly ServiceProvider _services;
    private readonly string _keys = Directory.CreateTempSubdirectory("portal-keys-").FullName;

    private RegisteredKafka(PostgresDatabase database)
    {
        _database = database;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Portal:KeysDirectory", _keys)])
            .Build();
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IHostApplicationLifetime, ApplicationLifetime>()
            .AddPortalStore(database.ConnectionString)
            .AddPortalCore()
            .AddPortalEngines(configuration)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
    }

    public static Caller Sam { get; } =
        new(
            new Actor("sam", ActorVia.Page),
            "Sam",
            [
                new()
                {
                    PersonId = new(1),
                    TeamId = new(1),
                    Role = Role.Platform,
                },
            ]
        );

    public ClusterRegistration Registration => _services.GetRequiredService<ClusterRegistration>();

    public KafkaClients Clients => _services.GetRequiredService<KafkaClients>();

    public ICollectedClusters Collected => _services.GetRequiredService<ICollectedClusters>();

    public string Store => _database.ConnectionString;

    public static async Task<RegisteredKafka> Open()
    {
        var world = new RegisteredKafka(await PostgresDatabase.Create());
        await world._services.GetRequiredService<Seed>().Plant(CancellationToken.None);
        return world;
    }

    public static ClusterDraft Plain(KafkaBrokers brokers) => new("plain", "dev", "local", brokers.Kafka.Bootstrap);

    public static ClusterDraft SignedIn(KafkaBrokers brokers, string user, string password) =>
        new(
            "signed-in",
            "prod",
            "local",
            brokers.Kafka.SaslTls,
            Tls: true,
            brokers.CaPem,
            SaslMechanisms.ScramSha512,
            user,
            password
        );

    public async Task<ClusterId> Register(ClusterDraft draft) =>
        (await Registration.Register(Sam, draft, CancellationToken.None)) switch
        {
            Outcome<ClusterId>.Done(var id) => id,
            Outcome<ClusterId>.Refused(var why) => throw new InvalidOperationException(why.Words),
            _ => throw new InvalidOperationException(),
        };

    public async Task<IKafkaCluster> Cluster(ClusterDraft draft) => await Cluster(await Register(draft));

    public Task<IKafkaCluster> Cluster(ClusterId id) =>
        _services.GetRequiredService<IKafkaClusters>().Open(id, CancellationToken.None);

    public async Task Execute(FormattableString sql)
    {
        await using var db = await _services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();
        await db.Database.ExecuteSqlInterpolatedAsync(sql);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_keys, recursive: true);
    }

    /// <summary>A step as a plan holds it.</summary>
    public static CreateTopic Creating(
        string topic,
        int partitions = 3,
        int replication = 2,
        params (string Name, string Value)[] configs
    ) =>
        new(
            TopicKind.On(new ClusterId(1), topic),
            partitions,
            replication,
            [.. configs.Select(c => new ConfigMove(c.Name, null, c.Value))]
        );

    /// <summary>A lease with time left.</summary>
    public static ActBefore InTime { get; } = new(() => TimeSpan.FromSeconds(20));
}
