using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Engines.Kafka;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Planning;

/// <summary>One change of one name on two clusters of an environment: as ordinary as a topic in two regions.</summary>
public sealed class TwoClustersTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new();
    private readonly FakeKafka _us = new() { EngineId = "fake-us" };

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        await using var db = await _world.Open();
        var prod = await db.Set<Cluster>().AsNoTracking().SingleAsync(c => c.Name == "prod");
        db.Add(
            new Cluster
            {
                Name = "prod-us",
                Environment = SeededStructure.Prod,
                Region = SeededStructure.LocalRegion,
                EngineId = _us.EngineId,
                RegisteredAt = prod.RegisteredAt,
                Endpoints = [new Endpoint { Kind = EndpointKind.Kafka, Addresses = "127.0.0.1:9" }],
            }
        );
        await db.SaveChangesAsync();
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_topic_of_the_same_name_on_two_clusters_is_planned_approved_and_applied_on_both()
    {
        await StartWorker();
        var id = await _world.Ask(Create("orders", cluster: "prod"), Create("orders", cluster: "prod-us"));

        var planned = await _world.Reaches(id, ChangeState.PendingApproval);
        planned
            .Checks.Where(c => c.Name.StartsWith("replication", StringComparison.Ordinal))
            .Select(c => c.Name)
            .ShouldBe(["replication · orders on prod", "replication · orders on prod-us"]);
        await ApproveAll(id);

        await _world.Reaches(id, ChangeState.Applied);
        _world.Kafka.Topic("orders").ShouldNotBeNull();
        _us.Topic("orders").ShouldNotBeNull();
        await using var db = await _world.Open();
        (await db.Set<Resource>().CountAsync(r => r.Name == "orders" && r.GoneAt == null)).ShouldBe(2);
    }

    [Fact]
    public async Task A_topic_on_one_cluster_is_called_by_its_name_alone()
    {
        await StartWorker();
        var id = await _world.Ask(Create("orders", cluster: "prod"), Create("invoices", cluster: "prod-us"));

        var planned = await _world.Reaches(id, ChangeState.PendingApproval);

        planned.Checks.ShouldContain(c => c.Name == "replication · orders");
        planned.Checks.ShouldContain(c => c.Name == "replication · invoices");
    }

    private Task StartWorker() =>
        _world.StartWorker(services =>
            services.Replace(ServiceDescriptor.Singleton<IKafkaClusters>(new ByCluster(_world, _us)))
        );

    private async Task ApproveAll(ChangeId id)
    {
        await _world.Approve(id);
        if ((await _world.View(id)).Row.State == ChangeState.PendingApproval)
        {
            var plan = (await _world.View(id)).Plan!;
            await _world
                .Get<Voting>()
                .Cast(
                    await _world.Person(Role.Platform, Team.PlatformName),
                    id,
                    new Ballot(plan.Number, plan.Hash, VoteVerdict.Approve, ""),
                    CancellationToken.None
                );
        }
    }

    /// <summary>The cluster named prod-us is a Kafka of its own.</summary>
    private sealed class ByCluster(WorkerWorld world, FakeKafka us) : IKafkaClusters
    {
        public async Task<IKafkaCluster> Open(ClusterId cluster, CancellationToken stop)
        {
            await using var db = await world.Open();
            return await db.Set<Cluster>().AnyAsync(c => c.Id == cluster && c.Name == "prod-us", stop)
                ? us
                : world.Kafka;
        }
    }
}
