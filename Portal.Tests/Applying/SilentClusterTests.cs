using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Engines.Kafka;
using Portal.Engines.Secrets;
using Portal.Tests.Kit;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Applying;

/// <summary>Many changes of a cluster whose many brokers take connections and never say a word, and one of a cluster that is well.</summary>
public sealed class SilentClusterTests : IAsyncLifetime
{
    private const int Brokers = 12;
    private const int Waiting = 8;
    private const string Silent = "silent";
    private readonly TcpListener[] _brokers =
    [
        .. Enumerable.Range(0, Brokers).Select(_ => new TcpListener(IPAddress.Loopback, 0)),
    ];
    private LocalKafka _kafka = null!;
    private WorkerWorld _world = null!;

    public async Task InitializeAsync()
    {
        _kafka = await LocalKafka.Start(brokers: 1);
        _world = await WorkerWorld.On(_kafka.Bootstrap);
        foreach (var broker in _brokers)
        {
            broker.Start();
        }
    }

    public async Task DisposeAsync()
    {
        await _world.DisposeAsync();
        await _kafka.DisposeAsync();
        foreach (var broker in _brokers)
        {
            broker.Dispose();
        }
    }

    [Fact]
    public async Task Runs_of_a_silent_cluster_leave_a_hand_to_those_of_another()
    {
        await ApprovedOnOneThatFallsSilent();
        await _world.StartWorker(Hurried, ("Portal:Applying:AtOnce", "2"));
        await Deadline.Until(async () => (await Runs()).Exists(run => run.FirstFailedAt is not null));

        var healthy = await _world.Ask(Create("hands.healthy"));

        await _world.Reaches(healthy, ChangeState.Applied, TimeSpan.FromSeconds(30));
        (await Runs()).Count(run => run.EndedAt is null).ShouldBe(Waiting);
    }

    private async Task ApprovedOnOneThatFallsSilent()
    {
        await using var db = await _world.Open();
        var dev = await db.Set<Cluster>().AsNoTracking().SingleAsync(c => c.Name == "dev");
        var cluster = new Cluster
        {
            Name = Silent,
            Environment = SeededStructure.Dev,
            Region = SeededStructure.LocalRegion,
            EngineId = dev.EngineId,
            RegisteredAt = dev.RegisteredAt,
            Endpoints = [new Endpoint { Kind = EndpointKind.Kafka, Addresses = _kafka.Bootstrap }],
        };
        db.Add(cluster);
        await db.SaveChangesAsync();
        for (var i = 0; i < Waiting; i++)
        {
            await _world.Ask(Create($"hands.{i}", cluster: Silent));
        }

        await _world.PlanAll();
        cluster.Endpoints[0].Addresses = string.Join(',', _brokers.Select(broker => $"127.0.0.1:{Port(broker)}"));
        await db.SaveChangesAsync();
    }

    private async Task<List<ApplyRun>> Runs()
    {
        await using var db = await _world.Open();
        return await db.Set<ApplyRun>().AsNoTracking().ToListAsync();
    }

    // The last one registered is the one that is used.
    private static void Hurried(IServiceCollection services) =>
        services.AddSingleton(provider => new KafkaLogin(
            provider.GetRequiredService<SecretVault>(),
            provider.GetRequiredService<ClusterReach>(),
            new HurriedClock()
        ));

    private static int Port(TcpListener broker) => ((IPEndPoint)broker.LocalEndpoint).Port;

    /// <summary>Ten of its seconds pass in one.</summary>
    private sealed class HurriedClock : TimeProvider
    {
        private const int Times = 10;

        public override long TimestampFrequency => base.TimestampFrequency / Times;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / Times : dueTime, period);
    }
}
