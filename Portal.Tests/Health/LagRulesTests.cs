using Portal.Core.Health;

namespace Portal.Tests.Health;

/// <summary>Golden cases: readings ten seconds apart, and the status they come to.</summary>
public sealed class LagRulesTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(10);
    private static readonly LagLimits Limits = new(Poll);

    [Fact]
    public void No_lag_is_OK_from_the_first_reading() => Status([(100, 100)]).ShouldBe(LagStatus.Ok);

    [Fact]
    public void A_commit_that_stands_beyond_the_end_is_unknown_and_not_without_lag()
    {
        Status([(100, 100), (100, 40)]).ShouldBe(LagStatus.Unknown);
        Status([(100, 100), (100, 40), (100, 101)]).ShouldBe(LagStatus.Ok);
        // It just moved: the end was read a moment before the commit.
        Status([(100, 100), (110, 105)]).ShouldBe(LagStatus.Ok);
    }

    [Fact]
    public void A_group_that_stops_while_records_wait_is_stopped_after_ten_readings()
    {
        var stopped = Readings(11, i => (100, 100 + i));

        Status(stopped[..10], members: false).ShouldBe(LagStatus.Ok);
        Status([.. stopped, (100, 111)], members: false).ShouldBe(LagStatus.Stopped);
    }

    [Fact]
    public void It_is_stopped_as_soon_when_the_clock_is_set_back_meanwhile()
    {
        var (window, now) = (new LagWindow(), Start);
        for (var i = 0; i < 12; i++)
        {
            if (i == 6)
            {
                window.SetBack(TimeSpan.FromHours(1));
                now -= TimeSpan.FromHours(1);
            }

            now += Poll;
            window.Observe(now, 100, 100 + i);
        }

        LagRules.Judge(window, new LagFacts(now, true, HasMembers: false), Limits).ShouldBe(LagStatus.Stopped);
        window.FirstAt.ShouldBe(now - (11 * Poll));
    }

    [Fact]
    public void The_same_with_members_is_stalled() =>
        Status(Readings(12, i => (100, 100 + i)), members: true).ShouldBe(LagStatus.Stalled);

    [Fact]
    public void Whether_it_has_members_not_being_known_is_no_proof_of_a_stop() =>
        Status(Readings(12, i => (100, 100 + i)), members: null).ShouldBe(LagStatus.Stalled);

    [Fact]
    public void One_stray_reading_without_lag_does_not_hide_a_stop()
    {
        var readings = Readings(12, i => (100, i == 6 ? 100 : 110 + i));

        Status(readings, members: false).ShouldBe(LagStatus.Stopped);
    }

    [Fact]
    public void A_single_commit_is_not_enough_for_a_verdict() =>
        Status([(100, 500), (150, 600)]).ShouldBe(LagStatus.NotEnoughData);

    [Fact]
    public void Lag_at_first_sight_is_not_enough_for_a_verdict() =>
        Status([(100, 500)]).ShouldBe(LagStatus.NotEnoughData);

    [Fact]
    public void An_offset_that_went_back_and_stays_back_is_rewound() =>
        Status([(100, 500), (200, 500), (300, 500), (50, 500), (90, 500)]).ShouldBe(LagStatus.Rewound);

    [Fact]
    public void An_offset_that_went_back_and_came_to_where_it_was_is_not() =>
        Status([(100, 500), (200, 500), (300, 500), (50, 500), (310, 520)]).ShouldNotBe(LagStatus.Rewound);

    [Fact]
    public void It_is_rewound_until_it_is_back_however_often_it_commits_meanwhile()
    {
        (long, long)[] reset = [(100, 5_000), (3_000, 5_000), (50, 5_000)];
        var readings = reset.Concat(Readings(25, i => (60 + (i * 10), 5_000 + i))).ToArray();

        Status(readings).ShouldBe(LagStatus.Rewound);
        Status([.. readings, (2_999, 5_100)]).ShouldBe(LagStatus.Rewound);
        Status([.. readings, (3_000, 5_100)]).ShouldNotBe(LagStatus.Rewound);
    }

    // For days, maybe, in which nobody would learn that it never gets there.
    [Fact]
    public void A_reset_does_not_hide_that_its_lag_grows_throughout_half_an_hour()
    {
        (long, long)[] reset = [(900_000, 1_000_000), (1_000, 1_000_000)];

        Status([.. reset, .. Readings(240, i => (1_000 + (i * 1_000), 1_000_000 + (i * 2_000)))])
            .ShouldBe(LagStatus.FallingBehind);
        Status([.. reset, .. Readings(240, i => (1_000 + (i * 2_000), 1_000_000 + (i * 1_000)))])
            .ShouldBe(LagStatus.Rewound);
    }

    [Fact]
    public void Of_several_resets_it_has_to_come_back_from_the_furthest()
    {
        (long, long)[] readings = [(3_000, 5_000), (1_000, 5_000), (2_000, 5_000), (500, 5_000), (2_500, 5_000)];

        Status(readings).ShouldBe(LagStatus.Rewound);
        Status([.. readings, (3_100, 5_000)]).ShouldNotBe(LagStatus.Rewound);
    }

    [Fact]
    public void Where_the_log_was_cut_short_it_is_back_at_its_end() =>
        Status([(300, 500), (50, 60), (60, 60), (60, 70)]).ShouldBe(LagStatus.Ok);

    [Fact]
    public void Nor_is_it_rewound_where_the_log_was_cut_short_and_it_never_reads_up_to_its_end() =>
        Status([(300, 500), (50, 200), (60, 210), (70, 220)]).ShouldBe(LagStatus.Ok);

    [Fact]
    public void A_reset_is_seen_in_stored_readings_that_lie_an_hour_apart()
    {
        var window = new LagWindow();
        window.Observe(Start.AddHours(-2), 900_000, 1_000_000, isThin: true);
        window.Observe(Start.AddHours(-1), 20_000, 1_000_000, isThin: true);
        for (var i = 0; i < 25; i++)
        {
            window.Observe(Start + (i * Poll), 30_000 + (i * 1_000), 1_000_000 + i);
        }

        var facts = new LagFacts(Start + (24 * Poll), Answered: true, HasMembers: true);
        LagRules.Judge(window, facts, Limits).ShouldBe(LagStatus.Rewound);
    }

    [Fact]
    public void A_lag_that_only_grows_over_ten_commits_is_falling_behind() =>
        Status(Readings(11, i => (100 + (i * 10), 150 + (i * 12)))).ShouldBe(LagStatus.FallingBehind);

    [Fact]
    public void One_fall_of_the_lag_within_ten_commits_is_keeping_up() =>
        Status(Readings(11, i => (100 + (i * 10), 150 + (i * 12) - (i == 7 ? 30 : 0)))).ShouldBe(LagStatus.Ok);

    // 180 records come in between two readings and 60 of them stay; reading 7 sees a checkpoint early in its interval.
    [Theory]
    [InlineData(60, LagStatus.FallingBehind)]
    [InlineData(30, LagStatus.Ok)] // could be how late the commits were seen
    public void A_commit_that_was_seen_late_does_not_hide_a_lag_that_grows_by_much_more(int stays, LagStatus status) =>
        Status(Readings(11, i => (1000 + (i * (180 - stays)), 1500 + (i * 180) - (i < 7 ? 0 : 120)))).ShouldBe(status);

    [Fact]
    public void A_lag_that_stays_the_same_while_commits_go_on_is_keeping_up() =>
        Status(Readings(30, i => (100 + (i * 10), 101 + (i * 10)))).ShouldBe(LagStatus.Ok);

    [Fact]
    public void A_job_that_commits_every_five_minutes_is_not_stalled_between_its_checkpoints() =>
        // One commit in 30 readings; records keep coming.
        Status(Readings(100, i => (i / 30 * 3000, i * 100)), members: false)
            .ShouldBeOneOf(LagStatus.Ok, LagStatus.NotEnoughData);

    [Fact]
    public void A_known_checkpoint_interval_counts_from_the_first_reading_on()
    {
        var readings = Readings(30, i => (0, 100 + i));

        Status(readings, members: false).ShouldBe(LagStatus.Stopped);
        Status(readings, members: false, limits: Limits with { CommitEvery = TimeSpan.FromMinutes(5) })
            .ShouldBe(LagStatus.NotEnoughData);
    }

    [Fact]
    public void One_long_wait_in_the_past_does_not_make_it_patient()
    {
        var stuckOnce = Readings(60, _ => (100, 200));
        var well = Readings(9, i => (200 + (i * 10), 205 + (i * 10)));
        var stuckAgain = Readings(12, _ => (280, 400));

        Status([.. stuckOnce, .. well, .. stuckAgain], members: true).ShouldBe(LagStatus.Stalled);
    }

    [Fact]
    public void Nor_does_one_of_two()
    {
        var stuckOnce = Readings(400, _ => (100, 200));
        (long, long)[] back = [(150, 300), (160, 310)];
        var stuckAgain = Readings(12, _ => (160, 1_000));

        Status([.. stuckOnce, .. back, .. stuckAgain], members: true).ShouldBe(LagStatus.Stalled);
    }

    [Fact]
    public void Who_wakes_every_five_minutes_and_commits_twice_is_given_that_long()
    {
        var rounds = Readings(
            (6 * 30) + 15,
            i =>
                (
                    (i / 30 * 300)
                        + (i % 30) switch
                        {
                            28 => 150,
                            29 => 290,
                            _ => -10,
                        },
                    (i * 10) + 20
                )
        );

        Status(rounds, members: true).ShouldNotBe(LagStatus.Stalled);
    }

    [Fact]
    public void Only_transaction_markers_left_is_no_lag() =>
        Status(Readings(20, _ => (100, 101)), onlyMarkers: true).ShouldBe(LagStatus.Ok);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_stands_and_may_not_be_looked_at_is_no_stop(bool members)
    {
        var window = new LagWindow();
        for (var i = 0; i < 20; i++)
        {
            window.Observe(Start + (i * Poll), 100, 101);
        }

        var facts = new LagFacts(Start + (19 * Poll), Answered: true, members, IsUnreadable: true);
        LagRules.Judge(window, facts, Limits).ShouldBe(LagStatus.Unknown);
        LagRules.Judge(window, facts with { OnlyMarkersLeft = true }, Limits).ShouldBe(LagStatus.Ok);
    }

    [Fact]
    public void No_answer_is_unknown_whatever_was_before() =>
        Status(Readings(5, _ => (100, 100)), answered: false).ShouldBe(LagStatus.Unknown);

    [Fact]
    public void Never_read_is_unknown() => Status([]).ShouldBe(LagStatus.Unknown);

    [Fact]
    public void A_group_that_was_at_the_end_is_OK_until_records_have_waited_too_long() =>
        Status([.. Readings(20, _ => (100, 100)), (100, 130), (100, 160)]).ShouldBe(LagStatus.Ok);

    private static (long, long)[] Readings(int count, Func<int, (long, long)> at) =>
        [.. Enumerable.Range(0, count).Select(at)];

    private static LagStatus Status(
        (long Committed, long End)[] readings,
        bool? members = true,
        bool answered = true,
        bool onlyMarkers = false,
        LagLimits? limits = null
    )
    {
        var window = new LagWindow();
        var now = Start;
        foreach (var (committed, end) in readings)
        {
            now += Poll;
            window.Observe(now, committed, end);
        }

        return LagRules.Judge(window, new LagFacts(now, answered, members, onlyMarkers), limits ?? Limits);
    }
}
