using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Tests.Api;

namespace Portal.Tests.Pages;

/// <summary>
/// The web over two registered clusters whose readings are set by hand: groups that are well, fall behind, are stalled,
/// and aren't answered; topics of two teams; a broker that is silent; a permission that is missing.
/// </summary>
public class WatchedWeb : PortalWeb
{
    private bool _hasJobs;

    public HandHealth Health { get; } = new();

    public DateTimeOffset Now { get; private set; } = TimeProvider.System.GetUtcNow();

    internal Sample Sample => new(Now);

    /// <summary>Whether production is a bundled cluster, which no page warns of.</summary>
    protected virtual bool BringsNoWarning => false;

    public ClusterId Dev { get; private set; }

    public ClusterId Prod { get; private set; }

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Dev = await Register("dev-eu-1", "dev", isLocal: true);
        Prod = await Register("prod-eu-1", "prod", BringsNoWarning, "read client quotas");
        await Manage("orders", "payments");
        await Manage("payments.captured", "payments");
        await Manage("shipments", "logistics");
        ShowAll();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureServices(services =>
            services.AddSingleton<IClusterHealth>(Health).AddSingleton<IHealthHistory>(Health)
        );
    }

    /// <summary>A savepoint of a job that nothing needs, by its number, after a reading of that job.</summary>
    public async Task<long> OldSavepoint()
    {
        await ReadJobs();
        await using var db = await Store.CreateDbContextAsync();
        return await db.Set<Savepoint>().OrderBy(s => s.TakenAt).Select(s => s.Id).FirstAsync();
    }

    /// <summary>Production has a Flink with jobs, and grants; both have just been read.</summary>
    public async Task ReadJobs()
    {
        _hasJobs = true;
        await using var db = await Store.CreateDbContextAsync();
        await WatchedJobs.Fill(db, Prod, TimeProvider.System.GetUtcNow());
        await WatchedAccess.Fill(db, Prod, TimeProvider.System.GetUtcNow());
    }

    /// <summary>Grants on data of Payments are being reviewed, once they have been read.</summary>
    public async Task ReviewAccess()
    {
        await using var db = await Store.CreateDbContextAsync();
        await WatchedAccess.FillReview(db, Prod, TimeProvider.System.GetUtcNow());
    }

    /// <summary>The collectors have just been round.</summary>
    public void ShowAll()
    {
        Now = TimeProvider.System.GetUtcNow();
        var sample = Sample;
        Health.Past = sample.Past();
        Health.Show(
            sample.Cluster(
                Prod,
                "prod-eu-1",
                "prod",
                [
                    sample.Topic("orders", 6, LagStatus.Stalled, "order-mailer", "billing"),
                    sample.Topic("payments.captured", 3, LagStatus.FallingBehind, "ledger-writer", "dispute-export"),
                    sample.Topic("shipments", 3, LagStatus.Ok, "tracker"),
                ],
                [
                    Mailer(sample),
                    Ledger(sample),
                    Export(sample),
                    Well(sample, "billing", "orders"),
                    Well(sample, "tracker", "shipments"),
                    .. _hasJobs ? [Slow(sample)] : Array.Empty<GroupSnapshot>(),
                ],
                silentBroker: 3
            ) with
            {
                IsLocal = BringsNoWarning,
            }
        );
        Health.Show(
            sample.Cluster(
                Dev,
                "dev-eu-1",
                "dev",
                [sample.Topic("orders", 1, LagStatus.Ok)],
                [Well(sample, "dev-reader", "orders")]
            )
        );
    }

    private static GroupSnapshot Mailer(Sample sample) =>
        sample.Group(
            "order-mailer",
            LagStatus.Stalled,
            4,
            new Drain.Never(),
            [
                .. Enumerable
                    .Range(0, 6)
                    .Select(p => sample.Partition("orders", p, LagStatus.Stalled, 493_640, TimeSpan.FromMinutes(41))),
            ]
        );

    internal static GroupSnapshot Ledger(Sample sample) =>
        sample.Group(
            "ledger-writer",
            LagStatus.FallingBehind,
            5,
            new Drain.Never(),
            sample.Partition("payments.captured", 0, LagStatus.FallingBehind, 9_880, TimeSpan.FromSeconds(190)),
            sample.Partition("payments.captured", 1, LagStatus.FallingBehind, 1_180, TimeSpan.FromSeconds(15)),
            sample.Partition("payments.captured", 2, LagStatus.Unknown, 71, TimeSpan.FromSeconds(1), answered: false)
        ) with
        {
            Membership = sample.Members("ledger-writer", "payments.captured", partitions: 3, members: 5),
        };

    private static GroupSnapshot Export(Sample sample) =>
        sample.Group(
            "dispute-export",
            LagStatus.Unknown,
            null,
            new Drain.Unknown(),
            sample.Partition("payments.captured", 2, LagStatus.Unknown, 5, TimeSpan.FromSeconds(1), answered: false)
        );

    private static GroupSnapshot Slow(Sample sample) =>
        sample.Group(
            JobName.Group(WatchedJobs.Slow),
            LagStatus.FallingBehind,
            0,
            new Drain.Never(),
            sample.Partition("payments.captured", 0, LagStatus.FallingBehind, 812_400, TimeSpan.FromMinutes(14))
        );

    private static GroupSnapshot Well(Sample sample, string name, string topic) =>
        sample.Group(
            name,
            LagStatus.Ok,
            2,
            new Drain.Done(),
            sample.Partition(topic, 0, LagStatus.Ok, 0, TimeSpan.Zero)
        );

    protected async Task<ClusterId> Register(string name, string environment, bool isLocal, params string[] missing)
    {
        await using var db = await Store.CreateDbContextAsync();
        var cluster = new Cluster
        {
            Name = name,
            Environment = environment,
            Region = "local",
            EngineId = $"{(isLocal ? "local-" : "")}{name}",
            Version = "4.1",
            ControllerKind = "KRaft",
            IsLocal = isLocal,
            MissingPermissions = missing,
            RegisteredAt = Now - TimeSpan.FromDays(90),
            Endpoints = [new Endpoint { Kind = EndpointKind.Kafka, Addresses = "127.0.0.1:27999" }],
        };
        db.Add(cluster);
        await db.SaveChangesAsync();
        return cluster.Id;
    }

    /// <summary>A topic in production that a team owns.</summary>
    protected Task Manage(string topic, string team) =>
        Manage(TopicKind.Word, Prod, topic, new TopicSpec(3, 3, TopicSpec.NoConfigs, team));

    /// <summary>What the team owns that its spec names.</summary>
    protected async Task Manage(
        ResourceKind kind,
        ClusterId cluster,
        string name,
        ResourceSpec spec,
        DateTimeOffset? goneAt = null
    )
    {
        await using var db = await Store.CreateDbContextAsync();
        db.Add(
            new Resource
            {
                Kind = kind,
                ClusterId = cluster,
                Name = name,
                OwnerTeamId = (await db.Set<Team>().SingleAsync(t => t.Name == spec.Owner)).Id,
                Spec = CoreJson.Write<object>(spec),
                CreatedAt = Now,
                UpdatedAt = Now,
                GoneAt = goneAt,
            }
        );
        await db.SaveChangesAsync();
    }
}
