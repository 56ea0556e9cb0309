using System.Collections.Immutable;
using Portal.Core.Health;
using Portal.Core.Topics;
using Portal.Tests.Pages;

namespace Portal.Tests.Health;

public sealed class PaceTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Unread Waiting = new(
        Lag: 1000,
        Committed: 5000,
        Earliest: 100,
        TimeLag.Of(TimeSpan.FromHours(2)),
        BytesPerRecord: 100,
        Produced: 10
    );

    [Fact]
    public void A_rate_needs_both_readings()
    {
        Pace.Rate(Start, 100, Start.AddSeconds(60), 700).ShouldBe(10);
        Pace.Rate(Start, null, Start.AddSeconds(60), 700).ShouldBeNull();
        Pace.Rate(Start, 100, Start, 700).ShouldBeNull();
    }

    [Fact]
    public void Time_to_drain_is_lag_over_what_it_reads_beyond_what_arrives()
    {
        Pace.TimeToDrain(Amount.Of(600), 30, 20).ShouldBe(new Drain.In(TimeSpan.FromSeconds(60)));
        Pace.TimeToDrain(Amount.Of(600), 20, 20).ShouldBe(new Drain.Never());
        Pace.TimeToDrain(Amount.Of(600), null, 20).ShouldBe(new Drain.Unknown());
        Pace.TimeToDrain(Amount.Of(0), null, null).ShouldBe(new Drain.Done());
        Pace.TimeToDrain(new Amount(0, AtLeast: true), 30, 20).ShouldBe(new Drain.Unknown());
    }

    [Fact]
    public void Data_is_lost_when_its_age_reaches_the_retention() =>
        Pace.TimeToLoss(Waiting, new Retention(TimeSpan.FromHours(24), null)).ShouldBe(TimeSpan.FromHours(22));

    [Fact]
    public void Or_when_newer_records_push_it_over_the_size_limit_if_that_is_sooner() =>
        // 200,000 bytes may lie there, 100,000 wait, 1,000 a second come.
        Pace.TimeToLoss(Waiting, new Retention(TimeSpan.FromHours(24), 200_000)).ShouldBe(TimeSpan.FromSeconds(100));

    [Fact]
    public void An_age_that_is_at_least_gives_no_time_that_may_be_too_late()
    {
        var hours2 = Waiting with { Behind = new TimeLag(TimeSpan.FromHours(2), AtLeast: true) };

        Pace.TimeToLoss(hours2, new Retention(TimeSpan.FromHours(24), null)).ShouldBeNull();
        Pace.TimeToLoss(hours2, new Retention(TimeSpan.FromHours(24), 200_000)).ShouldBe(TimeSpan.FromSeconds(100));
        Pace.TimeToLoss(hours2, new Retention(TimeSpan.FromHours(1), null)).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Nor_one_by_size_that_is_later_than_its_age_leaves()
    {
        // 1,000 bytes a second come; retention has 22 hours left at most.
        var open = Waiting with
        {
            Behind = new TimeLag(TimeSpan.FromHours(2), AtLeast: true),
        };
        var days20 = new Retention(TimeSpan.FromHours(24), 1_728_100_000);

        Pace.TimeToLoss(open, days20).ShouldBeNull();
        Pace.TimeToLoss(Waiting, days20).ShouldBe(TimeSpan.FromHours(22));
        Pace.TimeToLoss(open, days20 with { Time = null }).ShouldBe(TimeSpan.FromDays(20));
        Pace.TimeToLoss(open, days20 with { BytesPerPartition = 79_300_000 }).ShouldBe(TimeSpan.FromHours(22));
        Pace.SoonestLoss([(Waiting, days20), (open, days20)]).ShouldBeNull();
    }

    [Fact]
    public void Nor_do_the_other_partitions_of_its_group_while_it_may_be_the_first_to_lose_something()
    {
        var day = new Retention(TimeSpan.FromHours(24), null);
        var open = Waiting with { Behind = new TimeLag(TimeSpan.FromHours(2), AtLeast: true) };

        Pace.SoonestLoss([(Waiting, day), (open, day)]).ShouldBeNull();
        Pace.SoonestLoss([(Waiting, day), (open, Retention.ForEver)]).ShouldBe(TimeSpan.FromHours(22));
        Pace.SoonestLoss([(Waiting with { Earliest = 5500 }, day), (open, day)]).ShouldBe(TimeSpan.Zero);
        Pace.SoonestLoss([(Waiting, day), (Waiting with { Lag = 0 }, day)]).ShouldBe(TimeSpan.FromHours(22));
    }

    [Fact]
    public void Nor_do_they_where_its_size_may_bind_first_and_is_unknown()
    {
        var sized = new Retention(TimeSpan.FromHours(24), 200_000);
        var unsized = Waiting with { BytesPerRecord = null };

        Pace.SoonestLoss([(Waiting, sized), (unsized, sized)]).ShouldBeNull();
        Pace.SoonestLoss([(unsized, sized)]).ShouldBeNull();
        Pace.SoonestLoss([(unsized, sized with { BytesPerPartition = null })]).ShouldBe(TimeSpan.FromHours(22));
        Pace.SoonestLoss([(unsized with { Produced = 0 }, sized)]).ShouldBe(TimeSpan.FromHours(22));
        Pace.SoonestLoss([(unsized with { Earliest = 5500 }, sized)]).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Nor_do_they_where_nothing_is_known_of_one_that_is_not_kept_forever()
    {
        var day = new Retention(TimeSpan.FromHours(24), null);

        Pace.SoonestLoss([(Waiting, day), (null, day)]).ShouldBeNull();
        Pace.SoonestLoss([(Waiting, day), (null, new Retention(null, 500))]).ShouldBeNull();
        Pace.SoonestLoss([(Waiting, day), (null, Retention.ForEver)]).ShouldBe(TimeSpan.FromHours(22));
        Pace.SoonestLoss([(Waiting with { Earliest = 5500 }, day), (null, day)]).ShouldBe(TimeSpan.Zero);

        var ageless = Waiting with { Behind = TimeLag.Unknown };
        Pace.SoonestLoss([(Waiting, day), (ageless, day)]).ShouldBeNull();
        Pace.SoonestLoss([(Waiting, day), (ageless, Retention.ForEver)]).ShouldBe(TimeSpan.FromHours(22));
    }

    [Fact]
    public void Unread_records_that_are_gone_already_are_lost_now() =>
        Pace.TimeToLoss(Waiting with { Earliest = 5500 }, Retention.ForEver).ShouldBe(TimeSpan.Zero);

    [Fact]
    public void Where_all_of_it_is_gone_or_only_transaction_markers_are_left_nothing_more_is_lost()
    {
        var day = new Retention(TimeSpan.FromHours(24), null);

        Pace.TimeToLoss(Waiting with { Earliest = 6000 }, day).ShouldBeNull();
        Pace.TimeToLoss(Waiting with { Lag = 1, Behind = TimeLag.None, Earliest = 5001 }, day).ShouldBeNull();
        Pace.TimeToLoss(Waiting with { Lag = 1, Behind = TimeLag.None }, day).ShouldBeNull();
    }

    [Fact]
    public void A_compacted_topic_loses_nothing_by_age() =>
        Retention.Of(Configs(("cleanup.policy", "compact"), ("retention.ms", "1000"))).ShouldBe(Retention.ForEver);

    [Fact]
    public void Minus_one_is_for_ever() =>
        Retention
            .Of(Configs(("cleanup.policy", "compact,delete"), ("retention.ms", "-1"), ("retention.bytes", "500")))
            .ShouldBe(new Retention(null, 500));

    [Fact]
    public void What_nobody_reads_is_not_read_by_what_is_read_elsewhere()
    {
        var sample = new Sample(DateTimeOffset.UnixEpoch);
        var reads = sample.Partition("orders", 0, LagStatus.Ok, 600, TimeSpan.FromSeconds(1));
        var stands = sample.Partition("orders", 1, LagStatus.Stalled, 600, TimeSpan.FromHours(1));
        var idle = sample.Partition("orders", 1, LagStatus.Stopped, 0, TimeSpan.Zero);

        CatchUp.Of([reads], lacks: false, 30, 20).ShouldBe(new Drain.In(TimeSpan.FromSeconds(60)));
        CatchUp.Of([reads, stands], lacks: false, 30, 20).ShouldBe(new Drain.Never());
        CatchUp.Of([reads, idle], lacks: false, 30, 20).ShouldBe(new Drain.In(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void Who_falls_behind_on_one_partition_doesnt_catch_up_by_what_is_gained_on_the_others() =>
        Drains([Far(0, LagStatus.FallingBehind, 120_000, 100, 200), .. Gaining]).ShouldBe(new Drain.Never());

    [Fact]
    public void The_slowest_partition_that_is_far_behind_decides() =>
        Drains([Far(0, LagStatus.Ok, 60_000, 110, 100), .. Gaining])
            .ShouldBe(new Drain.In(TimeSpan.FromSeconds(6_000)));

    [Theory]
    [InlineData(99)]
    [InlineData(20)]
    public void A_partition_that_is_slow_for_a_minute_and_doesnt_fall_behind_waits_for_its_turn(double reads) =>
        Drains([Far(0, LagStatus.Ok, 60_000, reads, 100), .. Gaining])
            .ShouldBe(new Drain.In(TimeSpan.FromSeconds(280_000 / (550 + reads - 100))));

    [Fact]
    public void What_is_on_its_way_or_waits_for_its_turn_decides_nothing()
    {
        Drains([Far(0, LagStatus.Ok, 5_000, 99, 100), .. Gaining])
            .ShouldBe(new Drain.In(TimeSpan.FromSeconds(225_000 / 549.0)));
        Drains([Far(0, LagStatus.Ok, 60_000, 0, 100), .. Gaining])
            .ShouldBe(new Drain.In(TimeSpan.FromSeconds(280_000 / 450.0)));
    }

    [Fact]
    public void Skew_is_the_worst_over_the_median()
    {
        Pace.Skew([10, 10, 80]).ShouldBe(8);
        Pace.Skew([10]).ShouldBeNull();
        Pace.Skew([0, 0, 80]).ShouldBeNull();
    }

    [Fact]
    public void A_sum_with_an_unknown_part_is_at_least()
    {
        Amount.Sum([Amount.Of(3), Amount.Unknown]).ShouldBe(new Amount(3, AtLeast: true));
        Amount.Sum([Amount.Unknown, Amount.Unknown]).ShouldBe(Amount.Unknown);
        TimeLag.Worst([TimeLag.None, TimeLag.Unknown]).ShouldBe(new TimeLag(TimeSpan.Zero, AtLeast: true));
    }

    private static GroupPartition[] Gaining =>
        [.. Enumerable.Range(1, 11).Select(partition => Far(partition, LagStatus.Ok, 20_000, 150, 100))];

    private static Drain Drains(GroupPartition[] parts) =>
        CatchUp.Of(
            parts,
            lacks: false,
            parts.Sum(part => part.ConsumedPerSecond),
            parts.Sum(part => part.ProducedPerSecond)
        );

    private static GroupPartition Far(int partition, LagStatus status, long lag, double reads, double arrive) =>
        new Sample(DateTimeOffset.UnixEpoch).Partition("orders", partition, status, lag, TimeSpan.FromMinutes(9)) with
        {
            ConsumedPerSecond = reads,
            ProducedPerSecond = arrive,
        };

    private static ImmutableSortedDictionary<string, LiveConfig> Configs(params (string Name, string Value)[] values) =>
        values.ToImmutableSortedDictionary(v => v.Name, v => new LiveConfig(v.Value, false));
}
