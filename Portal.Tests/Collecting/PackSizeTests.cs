using System.Diagnostics;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Health.Readings;
using Portal.Core.Health.Snapshots;
using Portal.Core.Store;
using Portal.Engines.Collecting;
using Portal.Tests.Kit;
using Portal.Workers.Collecting;
using Xunit.Abstractions;

namespace Portal.Tests.Collecting;

/// <summary>Two thousand groups on four partitions each, for an hour of cycles: what they weigh at rest, and how fast they come back.</summary>
public sealed class PackSizeTests(ITestOutputHelper output)
{
    private const int Groups = 2000;
    private const int Topics = 50;
    private const int Partitions = 4;
    private const int Cycles = 360;
    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly Random _random = new(11);
    private readonly long[] _ends = new long[Topics * Partitions];
    private readonly long[] _commits = new long[Groups * Partitions];

    [LongFact]
    public async Task A_point_takes_four_bytes_at_most_at_rest_and_a_groups_hour_comes_back_at_once()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("large");
        var holding = new Holding(cluster, (await Lease(world, cluster))!.Value);
        var writer = new CycleWriter(world.Store, "test");
        var state = new CollectorState(new LagLimits(TimeSpan.FromSeconds(10)));
        await ReadingPartitions.Make(world.Store, Begin, CancellationToken.None);
        for (var i = 0; i < Cycles; i++)
        {
            var at = Begin.AddSeconds(i * 10);
            var changes = new CollectorChanges();
            state.Take(Reading(at), changes);
            var cycle = new Cycle(i, at, TimeSpan.Zero, 10, 0, null, "[]");
            (await writer.Write(holding, state, changes, cycle, CancellationToken.None)).ShouldBeTrue();
        }

        var bytes = await world.Scalar<long>(
            "select sum(pg_total_relation_size(inhrelid))::bigint from pg_inherits where inhparent = 'reading_10s'::regclass"
        );
        var history5m = await world.Scalar<long>("select sum(length(columns))::bigint from reading_5m");
        var kept = await world.Scalar<long>("select count(distinct at) from reading_5m");
        var rows = await world.Scalar<long>("select count(*) from reading_10s");
        var each = bytes / ((double)Cycles * ((Groups * Partitions) + (Topics * Partitions)));
        var history = new HealthHistory(world.Store);
        var window = new Window(Begin, Begin.AddHours(1));
        await history.Lag(new LagOf(cluster, "group-1"), window, CancellationToken.None);
        var began = Stopwatch.GetTimestamp();
        var points = await history.Lag(new LagOf(cluster, "group-1000"), window, CancellationToken.None);
        var took = Stopwatch.GetElapsedTime(began);
        var eachKept = history5m / ((double)kept * ((Groups * Partitions) + (Topics * Partitions)));
        output.WriteLine($"{eachKept:0.00} bytes a point that is kept for a week, {kept} an hour");
        output.WriteLine(
            $"{each:0.00} bytes a point, {rows / Cycles} rows a cycle, an hour of a group in {took.TotalMilliseconds:0} ms"
        );
        var source = new SnapshotSource();
        await Refresh(world, cluster, source);
        began = Stopwatch.GetTimestamp();
        var shown = await Refresh(world, cluster, source);
        var lines = Stopwatch.GetElapsedTime(began);
        output.WriteLine($"an hour's line of every group and topic in {lines.TotalMilliseconds:0} ms");
        each.ShouldBeLessThan(4);
        kept.ShouldBe(12);
        eachKept.ShouldBeLessThan(6);
        shown.Groups["group-1000"].Trend.Values.Length.ShouldBe(Trend.Longest);
        lines.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        points.Length.ShouldBeGreaterThanOrEqualTo(Cycles - 1);
        took.ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    private static async Task<ClusterSnapshot> Refresh(CollectWorld world, ClusterId cluster, SnapshotSource source)
    {
        await using var moment = await Moment.Of(world.Store, CancellationToken.None);
        var row = (await CollectorRow.Read(moment.Ask, cluster, CancellationToken.None)).Single();
        return await source.Refresh(moment.Ask, row with { SilentFor = null }, CancellationToken.None);
    }

    private static Task<long?> Lease(CollectWorld world, ClusterId cluster) =>
        new CollectorLease(world.Store, "test", TimeSpan.FromHours(1)).Take(
            cluster,
            TimeSpan.FromSeconds(10),
            CancellationToken.None
        );

    // A tenth of the topics is busy, as clusters are; their readers commit a little behind.
    private ClusterReading Reading(DateTimeOffset at)
    {
        for (var i = 0; i < _ends.Length; i++)
        {
            _ends[i] += i % 10 == 0 ? _random.Next(9000, 11000) : _random.Next(0, 30);
        }

        for (var i = 0; i < _commits.Length; i++)
        {
            var end = (TopicOf(i / Partitions) * Partitions) + (i % Partitions);
            _commits[i] = Math.Max(_commits[i], _ends[end] - _random.Next(0, end % 10 == 0 ? 500 : 8));
        }

        return new ClusterReading(
            at,
            TimeSpan.Zero,
            null,
            10,
            [],
            [.. Enumerable.Range(0, Topics).Select(Topic)],
            [.. Enumerable.Range(0, Groups).Select(Group)],
            true,
            null
        );
    }

    private static int TopicOf(int group) => group % Topics;

    private TopicReading Topic(int number) =>
        new(
            $"topic-{number}",
            new Guid(number + 1, 0, 0, new byte[8]),
            false,
            3,
            [
                .. Enumerable
                    .Range(0, Partitions)
                    .Select(p => new PartitionReading(1, 3, _ends[(number * Partitions) + p])),
            ]
        );

    private GroupReading Group(int number) =>
        new(
            $"group-{number}",
            GroupType.Classic,
            "Stable",
            true,
            [
                .. Enumerable
                    .Range(0, Partitions)
                    .Select(p => new CommitReading(TopicOf(number), p, _commits[(number * Partitions) + p])),
            ]
        );
}
