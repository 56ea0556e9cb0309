using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Clusters;
using Portal.Core.FlinkClusters;
using Portal.Core.Registries;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Tests.Kit;
using Portal.Workers.Claiming;
using Portal.Workers.Setup;

namespace Portal.Tests.Clusters;

public sealed class FirstStartTests : IAsyncLifetime
{
    private const string Dev = "127.0.0.1:28001",
        Prod = "127.0.0.1:28002",
        Moved = "127.0.0.1:28003";
    private readonly TwoClusters _probe = new();
    private PostgresDatabase _database = null!;

    public async Task InitializeAsync() => _database = await PostgresDatabase.Create();

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Each_bundled_cluster_is_registered_in_its_lane_once_however_many_workers_start()
    {
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SetUp(Dev)));

        (await Registered()).ShouldBe([("local", "dev", Dev), ("local-prod", "prod", Prod)]);
        await using var db = Db();
        (await db.Set<Cluster>().AllAsync(c => c.IsLocal)).ShouldBeTrue();
        (await db.Set<Person>().CountAsync()).ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task One_that_moved_to_other_ports_is_followed_under_the_name_it_was_given()
    {
        await SetUp(Dev);
        await using (var db = Db())
        {
            await db.Set<Cluster>()
                .Where(c => c.Name == "local-prod")
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.Name, "shop"));
        }

        await SetUp(Moved);

        (await Registered()).ShouldBe([("local", "dev", Moved), ("shop", "prod", Prod)]);
    }

    [Fact]
    public async Task One_that_was_let_go_of_stays_let_go_of()
    {
        await SetUp(Dev);
        await using (var db = Db())
        {
            await db.Set<Cluster>()
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.DeregisteredAt, TimeProvider.System.GetUtcNow()));
        }

        await SetUp(Dev);

        (await Registered()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_bundled_registry_is_its_clusters_from_the_start_and_followed_to_another_port()
    {
        await SetUp(Dev, "http://127.0.0.1:28006");
        (await Registries()).ShouldBe(["http://127.0.0.1:28006"]);

        await SetUp(Dev, "http://127.0.0.1:28007");
        (await Registries()).ShouldBe(["http://127.0.0.1:28007"]);
    }

    [Fact]
    public async Task One_that_a_person_set_otherwise_stays_so()
    {
        await SetUp(Dev, "http://127.0.0.1:28006");
        await using (var db = Db())
        {
            var cluster = await db.Set<Cluster>().SingleAsync(c => c.Name == "local");
            db.Add(
                new AuditEvent
                {
                    At = TimeProvider.System.GetUtcNow(),
                    Actor = new Actor("sam", ActorVia.Page),
                    Kind = "registry.removed",
                    ClusterId = cluster.Id,
                    Words = "Sam removed it.",
                }
            );
            await db.SaveChangesAsync();
            await db.Set<Endpoint>().Where(e => e.Kind == EndpointKind.Registry).ExecuteDeleteAsync();
        }

        await SetUp(Dev, "http://127.0.0.1:28006");

        (await Registries()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_bundled_cluster_names_its_clients_listener_follows_it_and_leaves_what_a_person_set()
    {
        await SetUp(Dev);
        (await Addresses(EndpointKind.PasswordListener)).ShouldBeEmpty("as a former version registered it");

        await SetUp(Dev, sasl: "127.0.0.1:28021");
        (await Addresses(EndpointKind.PasswordListener)).ShouldBe(["127.0.0.1:28021"]);
        await SetUp(Dev, sasl: "127.0.0.1:28022");
        (await Addresses(EndpointKind.PasswordListener)).ShouldBe(["127.0.0.1:28022"]);

        await using (var db = Db())
        {
            var cluster = await db.Set<Cluster>().SingleAsync(c => c.Name == "local");
            db.Add(
                new AuditEvent
                {
                    At = TimeProvider.System.GetUtcNow(),
                    Actor = new Actor("sam", ActorVia.Page),
                    Kind = "cluster.edited",
                    ClusterId = cluster.Id,
                    Words = "Sam edited it.",
                }
            );
            await db.SaveChangesAsync();
        }

        await SetUp(Dev, sasl: "127.0.0.1:28023");
        (await Addresses(EndpointKind.PasswordListener)).ShouldBe(["127.0.0.1:28022"]);
    }

    [Fact]
    public async Task A_bundled_Flink_is_its_clusters_from_the_start()
    {
        await SetUp(Dev, flink: "http://127.0.0.1:28008", gateway: "http://127.0.0.1:28009");

        (await Addresses(EndpointKind.Flink)).ShouldBe(["http://127.0.0.1:28008"]);
        (await Addresses(EndpointKind.SqlGateway)).ShouldBe(["http://127.0.0.1:28009"]);
    }

    [Fact]
    public async Task Outside_an_evaluation_the_cluster_of_the_settings_is_registered_once_and_is_a_person_s_from_then_on()
    {
        await FirstCluster(Dev);
        (await Registered()).ShouldBe([("main", "dev", Dev)]);
        (await Addresses(EndpointKind.Flink)).ShouldBe(["http://127.0.0.1:28008"]);
        (await Registries()).ShouldBe(["http://127.0.0.1:28006"]);
        await using var db = Db();
        (await db.Set<Person>().CountAsync()).ShouldBe(0);
        await db.Set<Cluster>().ExecuteUpdateAsync(set => set.SetProperty(c => c.Name, "shop"));

        await FirstCluster(Moved);

        (await Registered()).ShouldBe([("shop", "dev", Dev)]);
    }

    [Fact]
    public async Task A_cluster_of_the_same_name_that_a_person_registered_gets_no_registry_of_the_settings()
    {
        await FirstCluster(Dev, registry: "", flink: "");
        await using (var db = Db())
        {
            await db.Set<Endpoint>().ExecuteUpdateAsync(set => set.SetProperty(e => e.Addresses, Moved));
        }

        await FirstCluster(Dev);

        (await Registered()).ShouldBe([("main", "dev", Moved)]);
        (await Registries()).ShouldBeEmpty("its brokers are others, so it is somebody else's by now");
    }

    private Task FirstCluster(
        string bootstrap,
        string registry = "http://127.0.0.1:28006",
        string flink = "http://127.0.0.1:28008"
    ) =>
        Start([
            new("Portal:Identity:Mode", "OpenIdConnect"),
            new("Portal:FirstCluster:Bootstrap", bootstrap),
            new("Portal:FirstCluster:Registry", registry),
            new("Portal:FirstCluster:Flink", flink),
            new("Portal:FirstCluster:SqlGateway", "http://127.0.0.1:28009"),
        ]);

    private Task<List<string>> Registries() => Addresses(EndpointKind.Registry);

    private async Task<List<string>> Addresses(EndpointKind kind)
    {
        await using var db = Db();
        return await db.Set<Endpoint>().Where(e => e.Kind == kind).Select(e => e.Addresses).ToListAsync();
    }

    private Task SetUp(string dev, string registry = "", string flink = "", string gateway = "", string sasl = "") =>
        Start([
            new("Portal:Identity:Mode", "Embedded"),
            new("Portal:LocalCluster:Bootstrap", dev),
            new("Portal:LocalCluster:SaslBootstrap", sasl),
            new("Portal:LocalCluster:Registry", registry),
            new("Portal:LocalCluster:Flink", flink),
            new("Portal:LocalCluster:SqlGateway", gateway),
            new("Portal:LocalCluster:ProductionBootstrap", Prod),
        ]);

    private async Task Start(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings);
        builder
            .Services.AddPortalStore(_database.ConnectionString)
            .AddPortalCore()
            .AddClusterRegistration()
            .AddSingleton<IClusterProbe>(_probe)
            .AddSingleton<IRegistryProbe>(new OneRegistry())
            .AddSingleton<IFlinkProbe>(new OneFlink())
            .AddSingleton<ISecretSeal>(new NoSecrets())
            .AddSingleton(new ClusterReach())
            .AddSingleton<SchemaGate>()
            .AddHostedService(services => services.GetRequiredService<SchemaGate>());
        builder.AddFirstStart();
        await using var worker = builder.Build();
        worker.Urls.Add("http://127.0.0.1:0");
        await worker.StartAsync();
        await Deadline.Until(() => worker.Services.GetRequiredService<FirstStart>().Complaint is null);
        await worker.StopAsync();
    }

    private async Task<List<(string, string, string)>> Registered()
    {
        await using var db = Db();
        var clusters = await db.Set<Cluster>()
            .Include(c => c.Endpoints)
            .Where(c => c.DeregisteredAt == null)
            .ToListAsync();
        return [.. clusters.Select(c => (c.Name, c.Environment, c.Kafka!.Addresses)).Order()];
    }

    private PortalDb Db() => new(new DbContextOptionsBuilder<PortalDb>().UseNpgsql(_database.ConnectionString).Options);

    private sealed class TwoClusters : IClusterProbe
    {
        public Task<ProbeAnswer> Ask(ClusterAccess access, CancellationToken stop) =>
            Task.FromResult(ScriptedProbe.Cluster(access.Addresses[0].Port == 28002 ? "local-b" : "local-a"));
    }

    private sealed class OneRegistry : IRegistryProbe
    {
        public Task<Outcome<RegistryFacts>> Ask(HttpAccess access, CancellationToken stop) =>
            Task.FromResult<Outcome<RegistryFacts>>(new RegistryFacts("The local one", "1", "BACKWARD", ["AVRO"], 0));
    }

    private sealed class OneFlink : IFlinkProbe
    {
        public Task<Outcome<FlinkFacts>> Ask(
            ClusterId on,
            HttpAccess rest,
            HttpAccess? gateway,
            bool byWorker,
            CancellationToken stop
        ) => Task.FromResult<Outcome<FlinkFacts>>(new FlinkFacts("2.2", 1, 8, 8, false, null, null, "2.2", []));
    }

    private sealed class NoSecrets : ISecretSeal
    {
        public byte[] Seal(string plain) => throw new InvalidOperationException("Nobody signs in to a local cluster.");
    }
}
