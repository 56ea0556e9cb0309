using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Changes;
using Portal.Core.Topics;
using Portal.Engines.Collecting;
using Portal.Tests.Applying;
using Portal.Tests.Collecting;
using Portal.Tests.Kit;
using Portal.Workers.Collecting;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Hosting;

/// <summary>What a worker tells of itself, at a real receiver.</summary>
public sealed class TelemetryTests
{
    [Theory]
    [InlineData("grpc", "TraceService", "MetricsService")]
    [InlineData("http/protobuf", "/v1/traces", "/v1/metrics")]
    public async Task Traces_and_metrics_of_a_change_and_of_collecting_arrive(
        string protocol,
        string traces,
        string metrics
    )
    {
        await using var receiver = await OtlpReceiver.Start(grpc: protocol == "grpc");
        var world = new WorkerWorld();
        await world.InitializeAsync();
        var cluster = new FakeCluster(TimeProvider.System);
        cluster.Topic("orders", 100);
        var worker = await world.StartWorker(
            services => Collect(services, cluster),
            ("Portal:Telemetry:Otlp", receiver.Address),
            ("Portal:Telemetry:Protocol", protocol),
            ("Portal:Telemetry:Every", "00:00:00.5")
        );
        await world.Reaches(await world.Ask(Create("told.of")), ChangeState.Applied);
        foreach (
            var name in new[]
            {
                "portal.collector.cycle.duration",
                "portal.collector.unknown",
                "portal.collector.age",
                "portal.work.claimed",
                "portal.work.carried",
                "portal.applier.steps",
                "portal.applier.runs",
                "portal.applier.wait",
                "CreateTopic",
            }
        )
        {
            await Deadline.Until(() => receiver.Has(name, metrics), words: $"{name} arrives");
        }

        // Traces that were not sent yet are sent when it stops.
        await worker.StopAsync();
        await Deadline.Until(() => receiver.Has("ApplyingWorker", traces));
        receiver.Has("PlanningWorker", traces).ShouldBeTrue();
        await world.DisposeAsync();
    }

    private static void Collect(IServiceCollection services, ICollectedClusters clusters)
    {
        services.AddSingleton(clusters);
        services.AddSingleton(Microsoft.Extensions.Options.Options.Create(CollectWorld.Fast));
        services.AddHostedService<CollectingWorker>();
    }
}
