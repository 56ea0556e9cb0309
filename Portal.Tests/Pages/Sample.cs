using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Topics;

namespace Portal.Tests.Pages;

/// <summary>Snapshots as a collector makes them, for one moment.</summary>
internal sealed record Sample(DateTimeOffset Now)
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    // Of one partition, in messages a second; what holds more of them has the sum.
    private const double Reads = 50.4;
    private const double Arrive = 52;

    public GroupPartition Partition(
        string topic,
        int partition,
        LagStatus status,
        long lag,
        TimeSpan behind,
        bool answered = true
    ) =>
        new()
        {
            Topic = topic,
            Partition = partition,
            Status = status,
            Committed = 1_000_000 + partition,
            End = 1_000_000 + partition + lag,
            Lag = Amount.Of(lag),
            Behind = TimeLag.Of(behind),
            ConsumedPerSecond = Reads,
            ProducedPerSecond = Arrive,
            MovedAt = Now - (status >= LagStatus.Stalled ? behind : TimeSpan.FromSeconds(2)),
            Answered = answered,
            LastAnsweredAt = answered ? null : Now - TimeSpan.FromMinutes(3),
        };

    public GroupSnapshot Group(
        string name,
        LagStatus status,
        int? members,
        Drain drain,
        params GroupPartition[] partitions
    ) =>
        new(
            name,
            GroupType.Classic,
            members == 0 ? "Empty" : "Stable",
            members,
            status,
            Amount.Sum(partitions.Select(p => p.Answered ? p.Lag : Amount.Unknown)),
            TimeLag.Worst(partitions.Select(p => p.Answered ? p.Behind : TimeLag.Unknown)),
            drain,
            status == LagStatus.Ok ? null : TimeSpan.FromDays(3),
            null,
            partitions.Length * Reads,
            partitions.Length * Arrive,
            partitions.Min(p => p.AnsweredAt(Now)),
            status == LagStatus.Ok ? Now : Now - TimeSpan.FromMinutes(41),
            Now,
            [.. partitions.OrderByDescending(p => p.Status).ThenByDescending(p => p.Lag.Value)]
        )
        {
            Trend = Lag(Amount.Sum(partitions.Select(p => p.Answered ? p.Lag : Amount.Unknown))),
        };

    /// <summary>A member a partition, and those that are left without one.</summary>
    public Membership Members(string client, string topic, int partitions, int members) =>
        new(
            [
                .. Enumerable
                    .Range(0, members)
                    .Select(m => new GroupMember(
                        $"{client}-{m}-7f3a",
                        null,
                        client,
                        $"10.1.4.{m + 20}",
                        [new AssignedTopic(topic, m < partitions ? [m] : [])]
                    )),
            ],
            Now - TimeSpan.FromSeconds(12),
            Answered: true
        );

    public TopicSnapshot Topic(string name, int partitions, LagStatus status, params string[] readers) =>
        new(
            name,
            Guid.Parse($"00000000-0000-0000-0000-{name.Length:000000000000}"),
            3,
            false,
            ImmutableSortedDictionary<string, LiveConfig>.Empty,
            status,
            2_400_000_000,
            12_000_000,
            partitions * Arrive,
            partitions * Reads,
            [
                .. Enumerable
                    .Range(0, partitions)
                    .Select(p => new PartitionSnapshot
                    {
                        Partition = p,
                        Leader = p % 3,
                        InSync = 3,
                        First = 0,
                        End = 1_000_000,
                        Stable = 1_000_000,
                        ProducedPerSecond = Arrive,
                        Answered = true,
                    }),
            ],
            [.. readers],
            Now - TimeSpan.FromDays(30),
            Now
        )
        {
            Rate = Hour(minute => (float)(partitions * (Arrive - 1 + (minute * 53 % 90 / 45.0)))),
        };

    public ClusterSnapshot Cluster(
        ClusterId id,
        string name,
        string environment,
        IEnumerable<TopicSnapshot> topics,
        IEnumerable<GroupSnapshot> groups,
        int silentBroker = 0
    ) =>
        new(
            id,
            name,
            environment,
            "local",
            false,
            1,
            new CollectorSnapshot(
                "collector-a",
                Now,
                silentBroker == 0 ? Now : Now - TimeSpan.FromMinutes(3),
                TimeSpan.FromMilliseconds(620),
                10,
                Every,
                null,
                silentBroker == 0 ? 0 : 4
            ),
            [
                .. Enumerable
                    .Range(1, 3)
                    .Select(broker => new BrokerSnapshot(
                        broker,
                        $"k{broker}.{name}.corp",
                        9092,
                        "a",
                        broker == 1,
                        broker != silentBroker,
                        broker == silentBroker ? Now - TimeSpan.FromMinutes(3) : Now
                    )),
            ],
            topics.ToImmutableSortedDictionary(t => t.Name, t => t, StringComparer.Ordinal),
            groups.ToImmutableSortedDictionary(g => g.Name, g => g, StringComparer.Ordinal)
        );

    // It ends at the lag of now: grown for forty minutes, or a little now and then.
    private Trend Lag(Amount now) =>
        Hour(minute =>
            now is { Value: > 0 and var lag }
                ? (now.AtLeast && minute > 56 ? null : lag * Math.Max(0, minute - 18) / 41)
            : now.Value is null && minute > 56 ? null
            : minute == Trend.Longest - 1 ? 0
            : minute * 37 % 12
        );

    /// <summary>An hour with five minutes of silence in it.</summary>
    private Trend Hour(Func<int, float?> value)
    {
        var trend = Trend.None;
        foreach (var minute in Enumerable.Range(0, Trend.Longest))
        {
            trend = trend.With(
                Now - ((Trend.Longest - 1 - minute) * Trend.Step),
                minute is >= 8 and < 13 ? null : value(minute)
            );
        }

        return trend;
    }

    /// <summary>Two hours that end badly: well, five minutes of silence, well, then ever more behind.</summary>
    public ImmutableArray<LagPoint> Past()
    {
        const int Points = 360;
        var began = Now - TimeSpan.FromHours(1);
        return
        [
            .. Enumerable
                .Range(0, Points)
                .Select(i =>
                {
                    var at = began + TimeSpan.FromSeconds(10 * i);
                    var minute = i / 6;
                    var lag = 900 + i * 37 % 300 + (minute > 20 ? (minute - 20) * 280 : 0);
                    return minute is >= 8 and < 13
                        ? new LagPoint(at, Amount.Unknown, TimeLag.Unknown, LagStatus.Unknown)
                        : new LagPoint(
                            at,
                            Amount.Of(lag),
                            TimeLag.Of(TimeSpan.FromSeconds(lag / 64.0)),
                            minute > 20 ? LagStatus.FallingBehind : LagStatus.Ok
                        );
                }),
        ];
    }
}
