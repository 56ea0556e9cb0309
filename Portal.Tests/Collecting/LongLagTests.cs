using Portal.Core.Health;

namespace Portal.Tests.Collecting;

/// <summary>Golden cases of hours: a lag that ten commits tell nothing of, since each of them has a fall.</summary>
public sealed class LongLagTests
{
    private const int Arrive = 1_000;
    private const int ReadingsPerMinute = 6;

    [Theory]
    [InlineData(950, 1)]
    [InlineData(800, 1)]
    [InlineData(950, 6)]
    public void A_reader_that_loses_five_to_twenty_percent_falls_behind_within_half_an_hour_and_for_as_long_as_it_does(
        int reads,
        int partitions
    )
    {
        var statuses = Statuses(Commits(3 * 60, partitions, _ => Arrive, _ => reads));

        statuses.FindIndex(s => s == LagStatus.FallingBehind).ShouldBeLessThanOrEqualTo(31 * ReadingsPerMinute);
        statuses[(32 * ReadingsPerMinute)..].ShouldAllBe(s => s == LagStatus.FallingBehind);
    }

    [Fact]
    public void A_reader_that_keeps_up_with_noise_is_well_for_three_hours() =>
        Statuses(Commits(3 * 60, 1, _ => Arrive, _ => Arrive + 50))
            .Skip(ReadingsPerMinute)
            .ShouldAllBe(s => s == LagStatus.Ok);

    [Fact]
    public void A_reader_that_is_always_some_seconds_behind_is_well_while_three_times_as_much_arrives_within_two_hours() =>
        Statuses(Commits(2 * 60, 1, s => Arrive + (2 * Arrive * s / 7_200), _ => 100_000, behind: 5))
            .Skip(ReadingsPerMinute)
            .ShouldAllBe(s => s == LagStatus.Ok);

    [Fact]
    public void A_burst_that_is_worked_off_slowly_is_no_falling_behind() =>
        Statuses(Commits(3 * 60, 1, s => s is >= 3_600 and < 3_660 ? 20 * Arrive : Arrive, _ => Arrive + 150))
            .Skip(63 * ReadingsPerMinute)
            .ShouldAllBe(s => s == LagStatus.Ok);

    [Fact]
    public void A_batch_that_outruns_its_reader_for_fifty_minutes_of_each_hour_alarms_once_in_it_because_nobody_knows_yet_that_it_ends() =>
        Alarms(Statuses(Commits(4 * 60, 1, s => s % 3_600 < 3_000 ? 1_200 : 0, _ => Arrive + 50))).ShouldBe(4);

    [Fact]
    public void A_batch_that_is_read_off_within_a_quarter_of_an_hour_never_alarms() =>
        Statuses(Commits(3 * 60, 1, s => s % 900 < 600 ? 1_100 : 0, _ => Arrive))
            .ShouldNotContain(LagStatus.FallingBehind);

    [Theory]
    [InlineData(0.95, true)]
    [InlineData(1.05, false)]
    public void A_job_that_commits_every_ten_minutes_is_judged_by_commits_and_not_by_what_comes_in_between(
        double share,
        bool falls
    )
    {
        var noise = new Random(7);
        var (read, end, committed) = (0.0, 0L, 0L);
        List<(long, long)[]> readings = [];
        for (var i = 0; i < 6 * 60 * ReadingsPerMinute; i++)
        {
            end += 10 * Arrive;
            read = Math.Min(end, read + (share * 10 * Arrive * (0.9 + (noise.NextDouble() * 0.2))));
            committed = i % 60 == 0 ? (long)read - noise.Next(10 * Arrive) : committed;
            readings.Add([(committed, end)]);
        }

        var statuses = Statuses(readings);

        statuses[^1].ShouldBe(falls ? LagStatus.FallingBehind : LagStatus.Ok);
        if (!falls)
        {
            statuses.Skip(3 * 60 * ReadingsPerMinute).ShouldAllBe(s => s == LagStatus.Ok);
        }
    }

    [Fact]
    public void Nothing_is_kept_of_a_lag_that_is_on_its_way()
    {
        var at = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        LagHalfHour.After(null, at, 100, 5_000).ShouldBeNull();
        LagHalfHour.After(LagHalfHour.After(null, at, 101, 5_000), at, 40, 5_000).ShouldBeNull();
    }

    private static int Alarms(List<LagStatus> statuses) =>
        statuses.Zip(statuses.Skip(1)).Count(p => p is { First: LagStatus.Ok, Second: LagStatus.FallingBehind });

    private static List<LagStatus> Statuses(IEnumerable<(long Committed, long End)[]> readings)
    {
        var pattern = new CommitPattern().Members([0, 1, 2, 3, 4, 5]);
        List<LagStatus> statuses = [];
        foreach (var reading in readings)
        {
            pattern.Read([reading]);
            statuses.Add(pattern.Status);
        }

        return statuses;
    }

    // It commits what it has read every 3 to 8 s; in each second up to a tenth more or less of what it could.
    private static IEnumerable<(long Committed, long End)[]> Commits(
        int minutes,
        int partitions,
        Func<int, int> arrive,
        Func<int, int> read,
        int behind = 0
    )
    {
        var noise = new Random(11);
        var ends = new long[partitions];
        var reads = new double[partitions];
        var (committed, next) = (new long[partitions], new int[partitions]);
        var recent = new Queue<long>();
        for (var second = 1; second <= minutes * 60; second++)
        {
            recent.Enqueue(ends[0]);
            var there = recent.Count > behind ? recent.Dequeue() : 0;
            for (var p = 0; p < partitions; p++)
            {
                ends[p] += arrive(second);
                var could = reads[p] + (read(second) * (0.9 + (noise.NextDouble() * 0.2)));
                reads[p] = Math.Min(behind > 0 ? there : ends[p], could);
                if (second >= next[p])
                {
                    (committed[p], next[p]) = ((long)reads[p], second + noise.Next(3, 9));
                }
            }

            if (second % 10 == 0)
            {
                yield return [.. Enumerable.Range(0, partitions).Select(p => (committed[p], ends[p]))];
            }
        }
    }
}
