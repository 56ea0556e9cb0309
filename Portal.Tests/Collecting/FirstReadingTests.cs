using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Schemas;
using Portal.Core.ServiceAccounts;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Engines.Kafka;
using Portal.Tests.Applying;
using Portal.Tests.Jobs;
using Portal.Tests.Kit;
using Portal.Tests.Schemas;
using Portal.Workers.Collecting.Access;
using Portal.Workers.Collecting.Schemas;
using Portal.Workers.Collecting.ServiceAccounts;

namespace Portal.Tests.Collecting;

/// <summary>Two workers look at a cluster at the same time, of which neither has seen what is new there.</summary>
public sealed class FirstReadingTests : IAsyncLifetime
{
    private static readonly ActBefore Soon = new(() => TimeSpan.FromSeconds(10));
    private readonly WorkerWorld _world = new();

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        await using var db = await _world.Open();
        // One cluster is looked at, so that two who wait are two who look at the same.
        await db.Set<Cluster>()
            .Where(c => c.Name != "dev")
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.DeregisteredAt, c => c.RegisteredAt));
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Both_read_its_ACLs_for_the_first_time()
    {
        var acl = new Acl("User:app", AclOperation.Read, AclResource.Topic, AclPattern.Literal, "orders");
        await _world.AclStore.Create([acl], Soon, CancellationToken.None);

        await AtOnce(_world.Open, "lock table acl_reading, seen_acl in exclusive mode", LookAtAcls);

        await using var db = await _world.Open();
        (await db.Set<AclReading>().SingleAsync()).Failure.ShouldBeNull();
        (await db.Set<SeenAcl>().SingleAsync()).Acl.ShouldBe(acl);
    }

    [Fact]
    public async Task Both_find_a_quota_that_is_new()
    {
        await LookAtAcls();
        var quota = new ClientQuota(ClientQuota.AllClients, "producer_byte_rate", 1024);
        _world.AclStore.Limits = [new PrincipalQuota("User:app", quota)];

        await AtOnce(_world.Open, "lock table seen_quota in exclusive mode", LookAtAcls);

        await using var db = await _world.Open();
        (await db.Set<AclReading>().SingleAsync()).QuotasFailure.ShouldBeNull();
        (await db.Set<SeenQuota>().SingleAsync()).Quota.ShouldBe(quota);
    }

    [Fact]
    public async Task Both_read_its_credentials_for_the_first_time()
    {
        const CredentialMechanism By = CredentialMechanism.ScramSha512;
        await _world.CredentialStore.Set("app", By, 8192, "secret", Soon, CancellationToken.None);

        await AtOnce(
            _world.Open,
            "lock table credential_reading, seen_credential in exclusive mode",
            () =>
                new CredentialWatch(_world.Stores, _world.CredentialStore, TimeProvider.System).Look(
                    CancellationToken.None
                )
        );

        await using var db = await _world.Open();
        (await db.Set<CredentialReading>().SingleAsync()).Failure.ShouldBeNull();
        var seen = await db.Set<SeenCredential>().SingleAsync();
        (seen.Name, seen.Mechanism, seen.Iterations).ShouldBe(("app", By, 8192));
    }

    [Fact]
    public async Task Both_sample_a_topic_for_the_first_time()
    {
        await _world.AddRegistry();
        await _world.SeeTopic("orders");

        await AtOnce(
            _world.Open,
            "lock table schema_sample in exclusive mode",
            () => new SampleWatch(_world.Stores, _world.Kafka, TimeProvider.System).Look(CancellationToken.None)
        );

        await using var db = await _world.Open();
        var sample = await db.Set<SchemaSample>().SingleAsync();
        (sample.Topic, sample.Failure).ShouldBe(("orders", null));
        sample.TakenAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Both_read_its_Flink_for_the_first_time()
    {
        await using var flink = await WatchedFlink.Create();

        await AtOnce(
            () => Task.FromResult(flink.CreateDbContext()),
            "lock table flink_reading in exclusive mode",
            () => flink.Read()
        );

        await using var db = flink.CreateDbContext();
        var reading = await db.Set<FlinkReading>().SingleAsync();
        reading.Failure.ShouldBeNull();
        reading.ReadAt.ShouldNotBeNull();
    }

    private Task LookAtAcls() =>
        new AclWatch(_world.Stores, _world.AclStore, TimeProvider.System).Look(CancellationToken.None);

    /// <summary>Neither has written, and both have read, before either goes on.</summary>
    /// <param name="keep">Lets others read, and keeps them from writing.</param>
    private static async Task AtOnce(Func<Task<PortalDb>> open, string keep, Func<Task> look)
    {
        Task both;
        await using (var held = await open())
        {
            await using var transaction = await held.Database.BeginTransactionAsync();
            await held.Database.ExecuteSqlRawAsync(keep);
            both = Task.WhenAll(look(), look());
            await Deadline.Until(async () => await Waiting(open) == 2);
        }

        await both;
    }

    // In a transaction of its own each time: within one, the list of sessions stays as it was first read.
    private static async Task<int> Waiting(Func<Task<PortalDb>> open)
    {
        await using var db = await open();
        return await db
            .Database.SqlQuery<int>(
                $"""
                select count(*)::int as "Value" from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock'
                """
            )
            .SingleAsync();
    }
}
