using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Health.Readings;
using Portal.Core.Health.Snapshots;
using Portal.Core.Store;
using Portal.Workers.Collecting;

namespace Portal.Tests.Collecting;

/// <summary>The lines of the last hour and the rates come out of the packs again when the web has just started.</summary>
public sealed class TrendReadingTests : IAsyncLifetime
{
    private const int Minutes = 30;
    private const int BatchEvery = 5 * 6; // readings
    private static readonly DateTimeOffset _begin = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private CollectWorld _world = null!;
    private ClusterId _cluster;

    public async Task InitializeAsync()
    {
        _world = await CollectWorld.Create();
        _cluster = await _world.Register("one");
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task The_second_snapshot_after_a_start_has_the_hour_with_its_silence()
    {
        await Collect(i => i / 6 is < 10 or >= 15, i => i / 6);
        var source = new SnapshotSource();

        var first = await Refresh(source);
        var second = await Refresh(source);

        first.Groups["billing"].Trend.Values.Length.ShouldBe(1);
        var lag = second.Groups["billing"].Trend.Values;
        lag.Length.ShouldBe(Minutes);
        lag.Take(10).ShouldBe(Enumerable.Range(0, 10).Select(minute => (float?)minute));
        lag.Skip(10).Take(5).ShouldAllBe(value => value == null);
        lag[^1].ShouldBe(Minutes - 1);
        lag[^1].ShouldBe(second.Groups["billing"].Lag.Value, "a line ends where the figure beside it is");
        var rate = second.Topics["orders"].Rate.Values;
        rate.Length.ShouldBe(Minutes);
        rate[5]!.Value.ShouldBe(10, tolerance: 0.01);
        rate[12].ShouldBeNull();
    }

    [Fact]
    public async Task Who_commits_every_five_minutes_reads_all_the_time()
    {
        await Collect(_ => true, i => 100 * (i % BatchEvery));

        var seen = await Refresh(new SnapshotSource());

        seen.Topics["orders"].ProducedPerSecond.ShouldBe(10);
        seen.Groups["billing"].ConsumedPerSecond.ShouldBe(10, "its last commit is almost five minutes ago");
        seen.Groups["billing"].Reason.ShouldContain("it reads 10/s while 10/s arrive");
    }

    [Fact]
    public async Task But_not_once_all_of_its_members_left()
    {
        await Collect(_ => true, i => 100 * (i % BatchEvery), state: "Empty");

        (await Refresh(new SnapshotSource())).Groups["billing"].ConsumedPerSecond.ShouldBe(0);
    }

    private async Task Collect(Func<int, bool> answers, Func<int, long> behind, string state = "Stable")
    {
        var lease = await new CollectorLease(_world.Store, "test", TimeSpan.FromHours(1)).Take(
            _cluster,
            TimeSpan.FromSeconds(10),
            CancellationToken.None
        );
        var holding = new Holding(_cluster, lease!.Value);
        var writer = new CycleWriter(_world.Store, "test");
        var known = new CollectorState(new LagLimits(TimeSpan.FromSeconds(10)));
        await ReadingPartitions.Make(_world.Store, _begin, CancellationToken.None);
        for (var i = 0; i < Minutes * 6; i++)
        {
            if (answers(i))
            {
                var changes = new CollectorChanges();
                known.Take(
                    SteadyReading.Of(_begin.AddSeconds(i * 10), SteadyReading.End(i), behind(i), state),
                    changes
                );
                var cycle = new Cycle(i, _begin.AddSeconds(i * 10), TimeSpan.Zero, 4, 0, null, "[]");
                (await writer.Write(holding, known, changes, cycle, CancellationToken.None)).ShouldBeTrue();
            }
        }
    }

    private async Task<ClusterSnapshot> Refresh(SnapshotSource source)
    {
        await using var moment = await Moment.Of(_world.Store, CancellationToken.None);
        var row = (await CollectorRow.Read(moment.Ask, _cluster, CancellationToken.None)).Single();
        return await source.Refresh(moment.Ask, row with { SilentFor = null }, CancellationToken.None);
    }
}
