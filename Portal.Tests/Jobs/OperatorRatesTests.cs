using System.Globalization;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Engines.Flink;
using Portal.Workers.Collecting.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>While a change waits for stability its job is read every five seconds, and Flink's counts move every ten: a rate is of readings that lie further apart.</summary>
public sealed class OperatorRatesTests
{
    private static readonly DateTimeOffset Began = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private DateTimeOffset _runningSince = Began;

    private readonly SeenJob _run = new()
    {
        ClusterId = new ClusterId(1),
        JobId = "1f",
        Name = "sums",
        Status = FlinkStatus.Running,
        StartedAt = Began,
        FirstSeenAt = Began,
        SeenAt = Began,
    };

    [Fact]
    public void Figures_that_are_even_stay_even_however_often_they_are_read()
    {
        var seen = new List<JobOperator>();
        for (var second = 0; second <= 60; second += 5)
        {
            seen.Add(Read(second, second / 10 * 1_000));
        }

        Figures(seen).Take(4).ShouldAllBe(each => each == "unknown");
        Figures(seen).Skip(4).ShouldAllBe(each => each == "100/s in, 100/s out, busy 0.5, held 0.1");
        seen[^1].Read.ShouldBe(6_000);
    }

    [Fact]
    public void A_start_makes_them_unknown_though_it_has_counted_more_by_then()
    {
        Read(0, 100);
        Read(20, 2_100).ReadPerSecond.ShouldBe(100);
        _runningSince = Began.AddSeconds(21);

        Read(25, 2_200).ReadPerSecond.ShouldBeNull();
        Read(30, 2_700).ReadPerSecond.ShouldBeNull();
        Read(45, 4_200).ReadPerSecond.ShouldBe(100);
    }

    [Fact]
    public void Counts_that_fell_since_the_last_reading_are_counted_from_there()
    {
        Read(0, 100);
        Read(5, 900);

        Read(10, 500).ReadPerSecond.ShouldBeNull();
        Read(20, 1_500).ReadPerSecond.ShouldBeNull();
        Read(30, 2_500).ReadPerSecond.ShouldBe(100);
    }

    [Fact]
    public void Another_run_of_the_same_id_has_counted_nothing_yet()
    {
        Read(0, 100);
        Read(20, 2_100, FlinkStatus.Finished).ReadPerSecond.ShouldBe(100);

        Read(40, 4_100).ReadPerSecond.ShouldBeNull();
        Read(60, 6_100).ReadPerSecond.ShouldBe(100);
    }

    [Fact]
    public void A_clock_that_is_set_back_does_not_hold_them_up()
    {
        Read(3_600, 100);

        Read(10, 200).ReadPerSecond.ShouldBeNull();
        Read(30, 2_200).ReadPerSecond.ShouldBe(100);
    }

    [Fact]
    public void Counts_that_Flink_lacks_for_a_moment_are_no_counts_from_zero()
    {
        Read(0, 100);
        Read(30, 3_100);

        var lacking = Read(60, 0, isCounted: false);
        var back = Read(90, 9_100);

        (lacking.Read, lacking.ReadPerSecond, lacking.Busy).ShouldBe((3_100, 100, 0.5));
        Figures([lacking, back]).ShouldAllBe(each => each == "100/s in, 100/s out, busy 0.5, held 0.1");
    }

    [Fact]
    public void Counts_that_Flink_lacks_for_long_leave_it_unknown_how_it_is_now()
    {
        Read(0, 100);
        Read(30, 3_100);

        var lacking = Read(160, 0, isCounted: false);

        Figures([lacking]).ShouldBe(["unknown"]);
        lacking.Read.ShouldBe(3_100);
        Read(180, 18_100).ReadPerSecond.ShouldBe(100);
    }

    [Fact]
    public void Counts_that_Flink_never_had_are_unknown_and_not_zero()
    {
        Read(0, 0, isCounted: false).CountedFrom.ShouldBeNull();

        Read(30, 0, isCounted: false).ReadPerSecond.ShouldBeNull();
        Read(60, 6_000).ReadPerSecond.ShouldBeNull();
        Read(90, 9_000).ReadPerSecond.ShouldBe(100);
    }

    private static IEnumerable<string> Figures(IEnumerable<JobOperator> seen) =>
        seen.Select(each =>
            each.ReadPerSecond is null
            && each.WrittenPerSecond is null
            && each.Busy is null
            && each.BackPressured is null
                ? "unknown"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{each.ReadPerSecond}/s in, {each.WrittenPerSecond}/s out, busy {each.Busy}, held {each.BackPressured}"
                )
        );

    /// <param name="second">By Flink's clock.</param>
    private JobOperator Read(int second, long counted, string status = FlinkStatus.Running, bool isCounted = true)
    {
        var at = Began.AddSeconds(second);
        var source = new FlinkOperator(
            "a",
            "Source",
            1,
            status,
            [],
            TimeSpan.FromMilliseconds(counted * 5),
            TimeSpan.FromMilliseconds(counted),
            counted,
            counted
        )
        {
            IsCounted = isCounted,
        };
        var job = new FlinkJob("1f", "sums", status, Began, null, 1, 1);
        var detail = new FlinkJobDetail(status, _runningSince, null, Began, [source], at, []);
        _run.Facts = FactsOf.Now(new(job, detail, null, null, [], null), _run, at);
        (_run.Status, _run.SeenAt) = (status, at);
        return _run.Facts.Operators[0];
    }
}
