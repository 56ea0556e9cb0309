using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
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
public sealed partial class TelemetryTests
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

    [Fact]
    public async Task The_age_of_readings_goes_on_from_the_stored_ones_until_a_cycle_is_stored()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("aged");
        await world.Execute(
            $"""
            insert into collector (cluster_id, cycle_at) values ({cluster.Value}, now() - interval '1 hour');
            insert into snapshot_version (scope, version, changed_at) values ('cluster:{cluster.Value}', 1, now());
            """
        );
        await using var other = await world.Store.OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand("select 1 from snapshot_version for update", other);
        await hold.ExecuteNonQueryAsync();
        using var gauge = new AgeGauge("aged");
        var options = CollectWorld.Fast;
        options.Lease = TimeSpan.FromMinutes(1);
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 100);

        await world.Worker(fake, options);
        await Deadline.Until(
            async () =>
                await world.Scalar<long>(
                    $"select count(*) from pg_stat_activity where {other.ProcessID} = any (pg_blocking_pids(pid))"
                ) > 0,
            words: "a cycle was read, and its last write waits"
        );

        gauge.Read()!.Value.ShouldBeGreaterThan(3_500);

        await transaction.CommitAsync();
        await Deadline.Until(() => gauge.Read() < 60);
    }

    [Fact]
    public void Web_logs_as_workers_do_and_neither_an_outage_at_each_probe()
    {
        var web = LogSettings("Portal.Web");

        web.ShouldBe(LogSettings("Portal.Workers").Where(setting => !setting.Contains(":Quartz=")));
        web.ShouldContain("Logging:Console:FormatterName=json");
        web.ShouldContain("Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks=None");
    }

    [Fact]
    public void Each_metric_is_in_the_guide()
    {
        var guide = File.ReadAllText(Repository.PathOf("docs", "guide", "containers.md"));
        string[] projects = ["Portal.Core", "Portal.Engines", "Portal.Workers", "Portal.Web"];
        string[] metrics =
        [
            .. projects
                .SelectMany(project =>
                    Directory.EnumerateFiles(Repository.PathOf(project), "*.cs", SearchOption.AllDirectories)
                )
                .SelectMany(file => Metric().Matches(File.ReadAllText(file)))
                .Select(metric => metric.Groups["name"].Value),
        ];

        metrics.ShouldContain("portal.collector.age");
        metrics.Where(metric => !guide.Contains($"`{metric}`")).ShouldBeEmpty();
    }

    private static List<string> LogSettings(string program) =>
        [
            .. new ConfigurationBuilder()
                .AddJsonFile(Repository.PathOf(program, "appsettings.json"))
                .Build()
                .AsEnumerable()
                .Where(setting => setting.Value is not null)
                .Select(setting => $"{setting.Key}={setting.Value}")
                .Order(StringComparer.Ordinal),
        ];

    private static void Collect(IServiceCollection services, ICollectedClusters clusters)
    {
        services.AddSingleton(clusters);
        services.AddSingleton(Microsoft.Extensions.Options.Options.Create(CollectWorld.Fast));
        services.AddHostedService<CollectingWorker>();
    }

    [GeneratedRegex(
        @"\bCreate(Counter|Histogram|ObservableGauge)(<\w+>)?\(\s*""(?<name>[^""]+)""",
        RegexOptions.ExplicitCapture,
        5000
    )]
    private static partial Regex Metric();

    /// <summary>What a receiver would get of one cluster's age.</summary>
    private sealed class AgeGauge : IDisposable
    {
        private readonly MeterListener _listener = new();
        private double? _age;

        public AgeGauge(string cluster)
        {
            _listener.InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "portal.collector.age")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<double>(
                (_, age, tags, _) =>
                {
                    if (tags.ToArray().Any(tag => tag.Value as string == cluster))
                    {
                        _age = age;
                    }
                }
            );
            _listener.Start();
        }

        /// <summary>In seconds; null: no collector has the cluster.</summary>
        public double? Read()
        {
            _age = null;
            _listener.RecordObservableInstruments();
            return _age;
        }

        public void Dispose() => _listener.Dispose();
    }
}
