using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Engines;
using Portal.Tests.Applying;
using Portal.Tests.RealEngines.Clusters;
using Portal.Workers.Collecting.Access;
using Portal.Workers.Collecting.ServiceAccounts;

namespace Portal.Tests.Collecting;

/// <summary>A cluster without Kafka is collected by nobody, and is nothing to complain about.</summary>
public sealed class FlinkAloneTests
{
    [Fact]
    public async Task Nobody_collects_it_and_pages_know_what_it_is()
    {
        await using var world = await CollectWorld.Create();
        var kafka = await world.Register("main");
        var edge = await world.RegisterFlink("edge");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 5);

        var worker = await world.Worker(fake);

        (await world.Seen(kafka, seen => seen.Topics.ContainsKey("orders"))).HasKafka.ShouldBeTrue();
        worker.Clusters.ShouldBe(1);
        var shown = await world.Snapshot(edge);
        (shown.Name, shown.HasKafka, shown.Collector.CycleAt, shown.Collector.Complaint).ShouldBe(
            ("edge", false, null, null)
        );
        (await world.Scalar<long>($"select count(*) from collector where cluster_id = {edge.Value}")).ShouldBe(0);

        await world.Execute(
            $"insert into endpoint (cluster_id, kind, addresses) values ({edge.Value}, 'kafka', '127.0.0.1:26000')"
        );
        (await world.Seen(edge, seen => seen.Topics.ContainsKey("orders"))).HasKafka.ShouldBeTrue();
    }

    [Fact]
    public async Task Whoever_asks_for_its_Kafka_is_answered_in_words()
    {
        await using var portal = await RegisteredKafka.Open();
        await using var world = CollectWorld.Over(portal.Store);
        await world.Execute("insert into region (name, title) values ('eu', 'EU')");
        var edge = await world.RegisterFlink("edge");

        var refused = await Should.ThrowAsync<EngineException>(() => portal.Clients.Open(edge, CancellationToken.None));

        (refused.Fault, refused.Message).ShouldBe((EngineFault.Final, "edge has no Kafka."));
    }

    [Fact]
    public async Task Watches_of_what_lives_on_Kafka_skip_it()
    {
        await using var world = new WorkerWorld();
        await world.InitializeAsync();
        await using var db = await world.Open();
        var edge = new Cluster
        {
            Name = "edge",
            Environment = "dev",
            Region = "local",
            RegisteredAt = TimeProvider.System.GetUtcNow(),
            Endpoints = [new() { Kind = EndpointKind.Flink, Addresses = "http://127.0.0.1:9" }],
        };
        db.Add(edge);
        await db.SaveChangesAsync();

        await new AclWatch(world.Stores, world.AclStore, TimeProvider.System).Look(CancellationToken.None);
        await new CredentialWatch(world.Stores, world.CredentialStore, TimeProvider.System).Look(
            CancellationToken.None
        );

        (await db.Set<AclReading>().CountAsync()).ShouldBe(2);
        (await db.Set<AclReading>().AnyAsync(reading => reading.ClusterId == edge.Id)).ShouldBeFalse();
    }
}
