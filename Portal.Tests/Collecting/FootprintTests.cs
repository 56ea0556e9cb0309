using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Health;
using Portal.Core.Health.Snapshots;
using Portal.Core.Store;
using Portal.Core.Topics;
using Portal.Engines.Collecting;
using Portal.Engines.Kafka;
using Portal.Tests.Kit;
using Portal.Workers.Collecting;
using Xunit.Abstractions;

namespace Portal.Tests.Collecting;

/// <summary>
/// What a cluster of 10,000 topics × 4 partitions and 10,000 groups keeps in memory: the live objects, of which the
/// processes' resident memory (./portal bench footprint) is a multiple. Alone: what other tests keep counts as well.
/// </summary>
[Collection(Alone)]
public sealed class FootprintTests(ITestOutputHelper output)
{
    public const string Alone = "alone with the heap";
    private const int Many = 10_000;
    private const double MB = 1024 * 1024;

    [LongFact]
    public async Task Ten_thousand_topics_and_groups_fit_into_tens_of_megabytes()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("large");
        var options = CollectWorld.Fast;
        options.Every = TimeSpan.FromSeconds(2);
        options.TopicsEvery = TimeSpan.FromHours(1);
        var worker = await world.Worker(new LargeCluster(), options);
        await Deadline.Until(
            async () =>
                await world.Scalar<long>("select count(*) from seen_topic where configs <> '{}'") == Many
                && await world.Scalar<long>("select count(*) from seen_group") == Many,
            TimeSpan.FromMinutes(3)
        );
        await worker.StopAsync(CancellationToken.None);

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var source = new SnapshotSource();
        await using var moment = await Moment.Of(world.Store, CancellationToken.None);
        var row = (await CollectorRow.Read(moment.Ask, cluster, CancellationToken.None)).Single();
        var snapshot = await source.Refresh(moment.Ask, row, CancellationToken.None);
        var web = (GC.GetTotalMemory(forceFullCollection: true) - before) / MB;
        snapshot.Topics.Count.ShouldBe(Many);
        GC.KeepAlive(source);

        before = GC.GetTotalMemory(forceFullCollection: true);
        var state = await new CollectorStateLoader(world.Store, new JobReads()).Load(
            cluster,
            new LagLimits(TimeSpan.FromSeconds(10)),
            CancellationToken.None
        );
        var workers = (GC.GetTotalMemory(forceFullCollection: true) - before) / MB;
        state.Groups.Count.ShouldBe(Many);

        output.WriteLine($"web {web:0.0} MB, workers {workers:0.0} MB");
        web.ShouldBeLessThan(60);
        workers.ShouldBeLessThan(60);
    }

    private sealed class LargeCluster : FakeCluster, ICollectedCluster, ICollectedClusters
    {
        private static readonly string[] Settings =
        [
            .. Enumerable.Range(0, 34).Select(n => $"some.setting.of.kafka.with.a.long.name.{n}"),
        ];

        public LargeCluster()
            : base(TimeProvider.System)
        {
            for (var n = 0; n < Many; n++)
            {
                Topic($"team-{n % 50}.stream.of.events-{n}", 1_000, 2_000, 3_000, 4_000);
                Group($"consumer-of-events-{n}", $"team-{n % 50}.stream.of.events-{n}", [900, 1_900, 2_900, 3_900]);
            }
        }

        // As a broker tells them: each setting of each topic in words of its own.
        Task<IReadOnlyDictionary<string, TopicAnswer>> ICollectedCluster.Topics(
            IReadOnlyCollection<string> names,
            CancellationToken stop
        ) =>
            Task.FromResult<IReadOnlyDictionary<string, TopicAnswer>>(
                names.ToDictionary(
                    name => name,
                    TopicAnswer (name) =>
                        new TopicAnswer.Found(
                            new LiveTopic(
                                name,
                                IdOf(name),
                                4,
                                3,
                                false,
                                Settings.ToImmutableSortedDictionary(
                                    setting => new string(setting),
                                    setting => new LiveConfig($"value {setting.Length}", IsDefault: true),
                                    StringComparer.Ordinal
                                )
                            )
                        )
                )
            );
    }
}

[CollectionDefinition(FootprintTests.Alone, DisableParallelization = true)]
public sealed class AloneWithTheHeap;
