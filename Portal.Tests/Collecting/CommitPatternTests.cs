using Portal.Core.Health;

namespace Portal.Tests.Collecting;

/// <summary>Golden cases of whole groups: what is committed on one partition is judged by what its owner does on the others.</summary>
public sealed class CommitPatternTests
{
    private static readonly int[] All = [0, 1, 2, 3, 4, 5];
    private static readonly int[][] Halves = [All, [6, 7, 8, 9, 10, 11]];

    [Fact]
    public void A_slow_member_that_takes_its_partitions_in_turn_falls_behind_and_is_not_stalled()
    {
        var pattern = new CommitPattern().Members(All);

        var seen = pattern.Read(InTurn(minutes: 90, read: 14, arrive: 26, buffer: 1_000));

        seen.ShouldNotContain(LagStatus.Stalled);
        pattern.Status.ShouldBe(LagStatus.FallingBehind);
    }

    [Fact]
    public void The_same_when_its_turns_grow_with_what_waits() =>
        new CommitPattern()
            .Members(All)
            .Read(InTurn(minutes: 60, read: 14, arrive: 26, buffer: long.MaxValue))
            .ShouldNotContain(LagStatus.Stalled);

    [Fact]
    public void The_same_when_nobody_says_who_is_in_the_group() =>
        new CommitPattern()
            .Members(null)
            .Read(InTurn(minutes: 60, read: 14, arrive: 26, buffer: 1_000))
            .ShouldNotContain(LagStatus.Stalled);

    [Fact]
    public void It_is_called_falling_behind_within_ten_minutes()
    {
        var pattern = new CommitPattern().Members(All);

        pattern.Read(InTurn(minutes: 10, read: 14, arrive: 26, buffer: 1_000));

        pattern.Status.ShouldBe(LagStatus.FallingBehind);
    }

    [Fact]
    public void Slow_members_fall_behind_also_while_they_are_restarted_every_four_minutes()
    {
        var pattern = new CommitPattern().Members(Halves);
        var readings = TwoInTurn(minutes: 40);
        for (var i = 0; i < readings.Count; i++)
        {
            if (i % 24 == 0)
            {
                pattern.Restart(Halves);
            }

            pattern.Read([readings[i]]);
        }

        pattern.Status.ShouldBe(LagStatus.FallingBehind);
    }

    [Fact]
    public void The_same_while_who_has_which_is_not_reported_for_some_looks_or_one_has_them_all_meanwhile()
    {
        var pattern = new CommitPattern().Members(Halves);
        var readings = TwoInTurn(minutes: 40);
        pattern.Read(readings.Take(200));

        pattern.Members(null);
        pattern.Read(readings.Skip(200).Take(3));
        pattern.Members(Halves);
        pattern.Read(readings.Skip(203).Take(10));
        pattern.Members([.. Halves[0], .. Halves[1]], []);
        pattern.Read(readings.Skip(213).Take(3));
        pattern.Members(Halves);
        pattern.Read(readings.Skip(216));

        pattern.Status.ShouldBe(LagStatus.FallingBehind);
    }

    [Fact]
    public void How_the_lag_of_members_went_that_were_given_others_partitions_begins_anew()
    {
        var pattern = new CommitPattern().Members(Halves);
        var readings = TwoInTurn(minutes: 40);
        pattern.Read(readings.Take(220));
        pattern.Status.ShouldBe(LagStatus.FallingBehind);

        pattern.Members([0, 2, 4, 6, 8, 10], [1, 3, 5, 7, 9, 11]);
        pattern.Read(readings.Skip(220));

        pattern.Status.ShouldBe(LagStatus.NotEnoughData);
    }

    [Fact]
    public void A_member_that_works_off_what_waits_in_turn_is_well() =>
        new CommitPattern()
            .Members(All)
            .Read(InTurn(minutes: 30, read: 40, arrive: 26, buffer: 1_000, waiting: 5_000).Skip(60))
            .ShouldBeSubsetOf([LagStatus.Ok, LagStatus.NotEnoughData]);

    [Fact]
    public void A_slow_member_that_ends_is_stalled_after_it_committed_nowhere_for_a_hundred_seconds()
    {
        var pattern = new CommitPattern().Members(All);
        var readings = InTurn(minutes: 30, read: 14, arrive: 26, buffer: 1_000).ToList();
        pattern.Read(readings);

        pattern.Read(Still(readings[^1], 30, arrive: 40));

        pattern.Status.ShouldBe(LagStatus.Stalled);
    }

    [Fact]
    public void One_poison_record_stalls_its_partition_while_the_others_are_read()
    {
        var pattern = new CommitPattern().Members(All);
        pattern.Read(Steady(0, 20));

        pattern.Read(Steady(20, 12, stuck: 3));

        pattern.Statuses.ShouldBe([
            LagStatus.Ok,
            LagStatus.Ok,
            LagStatus.Ok,
            LagStatus.Stalled,
            LagStatus.Ok,
            LagStatus.Ok,
        ]);
    }

    [Fact]
    public void A_poison_record_in_a_slow_member_is_found_once_it_was_left_out_in_three_of_its_rounds()
    {
        var pattern = new CommitPattern().Members(All);

        pattern.Read(InTurn(minutes: 120, read: 14, arrive: 26, buffer: 1_000, stuck: 2));

        pattern.Statuses[2].ShouldBe(LagStatus.Stalled);
        pattern.Statuses.Where((_, p) => p != 2).ShouldAllBe(s => s == LagStatus.FallingBehind);
    }

    [Fact]
    public void A_partition_that_its_reader_paused_is_stalled_also_when_records_come_seldom()
    {
        var pattern = new CommitPattern().Members(All);
        pattern.Read(Steady(0, 20));

        // One record a minute; the others are at their end all the time.
        pattern.Read(
            Enumerable
                .Range(0, 18)
                .Select(i => All.Select(p => p == 1 ? (2_100L, 2_100L + 1 + (i / 6)) : (2_100L, 2_100L)).ToArray())
        );

        pattern.Statuses[1].ShouldBe(LagStatus.Stalled);
    }

    [Fact]
    public void A_batch_that_commits_every_five_minutes_is_never_stalled_once_its_rhythm_is_known()
    {
        var pattern = new CommitPattern().Members(All);
        var every5 = Enumerable
            .Range(0, 200)
            .Select(i => All.Select(_ => ((long)(i / 30 * 3_000), (long)(i * 100) + 50)).ToArray())
            .ToList();
        pattern.Read(every5.Take(65));

        pattern.Read(every5.Skip(65)).ShouldNotContain(LagStatus.Stalled);
    }

    [Fact]
    public void A_Flink_job_commits_without_members_and_is_stopped_only_when_it_commits_nowhere()
    {
        var pattern = new CommitPattern { State = "Empty" }.Members([]);
        var everyMinute = Enumerable
            .Range(0, 60)
            .Select(i => All.Select(_ => ((long)(i / 6 * 600), (long)(i * 100) + 50)).ToArray())
            .ToList();
        pattern.Read(everyMinute).ShouldNotContain(LagStatus.Stopped);

        pattern.Read(Still(everyMinute[^1], 60, arrive: 1_000));

        pattern.Status.ShouldBe(LagStatus.Stopped);
    }

    [Fact]
    public void Partitions_that_a_cooperative_rebalance_gave_to_another_member_have_time_from_there_on()
    {
        var pattern = new CommitPattern().Members([0, 1, 2], [3, 4, 5]);
        pattern.Read(Steady(0, 20));

        // Two are taken away and lie still for a minute and a half, while the others are read on.
        var seen = pattern.Read(Steady(20, 9, stuck: 5));
        pattern.Members([0, 1, 2, 5], [3, 4]);
        seen.UnionWith(pattern.Read(Steady(29, 6, stuck: 5, stuckAt: 2_100)));
        seen.UnionWith(pattern.Read(Steady(35, 10)));

        seen.ShouldNotContain(LagStatus.Stalled);
    }

    [Fact]
    public void A_member_that_hangs_is_stalled_on_all_of_its_partitions_and_on_no_others()
    {
        var pattern = new CommitPattern().Members([0, 1, 2], [3, 4, 5]);
        var readings = InTurn(minutes: 20, read: 14, arrive: 26, buffer: 500).ToList();
        var hangs = readings.Select(
            (r, i) => r.Select((p, n) => n >= 3 ? (i < 20 ? p.End - 1 : readings[20][n].End - 1, p.End) : p).ToArray()
        );

        pattern.Read(hangs);

        pattern.Statuses[3..].ShouldAllBe(s => s == LagStatus.Stalled);
        pattern.Statuses[..3].ShouldNotContain(LagStatus.Stalled);
    }

    [Fact]
    public void A_partition_that_one_owner_after_another_is_given_is_stalled_after_a_quarter_of_an_hour()
    {
        var pattern = new CommitPattern().Members([0, 1, 2], [3, 4, 5]);
        pattern.Read(Steady(0, 20));
        var seen = new List<LagStatus>();

        // A poison record kills its reader, and who comes next has another id.
        for (var i = 20; i < 120; i++)
        {
            if (i % 8 == 0)
            {
                pattern.Restart([0, 1, 2], [3, 4, 5]);
            }

            pattern.Read(Steady(i, 1, stuck: 5, stuckAt: 2_000));
            seen.Add(pattern.Statuses[5]);
        }

        seen[..80].ShouldNotContain(LagStatus.Stalled);
        seen[^1].ShouldBe(LagStatus.Stalled);
        pattern.Statuses[..5].ShouldAllBe(s => s == LagStatus.Ok);
    }

    [Fact]
    public void A_static_member_that_starts_again_and_again_has_not_been_given_its_partitions_anew()
    {
        var pattern = new CommitPattern { IsStatic = true }.Members([0, 1, 2], [3, 4, 5]);
        pattern.Read(Steady(0, 20));

        for (var i = 20; i < 32; i++)
        {
            pattern.Restart([0, 1, 2], [3, 4, 5]);
            pattern.Read(Steady(i, 1, stuck: 5, stuckAt: 2_000));
        }

        pattern.Statuses[5].ShouldBe(LagStatus.Stalled);
        pattern.Statuses[..5].ShouldAllBe(s => s == LagStatus.Ok);
    }

    [Fact]
    public void Slow_members_of_a_group_that_was_described_while_it_rebalanced_are_not_stalled()
    {
        var pattern = new CommitPattern().Members(Halves);
        var readings = TwoInTurn(minutes: 40);
        var seen = pattern.Read(readings.Take(120));

        pattern.Members([], []);
        seen.UnionWith(pattern.Read(readings.Skip(120).Take(60)));
        pattern.Members(Halves);
        seen.UnionWith(pattern.Read(readings.Skip(180)));

        seen.ShouldNotContain(LagStatus.Stalled);
    }

    [Fact]
    public void A_poison_record_is_found_as_soon_when_the_clock_is_set_back_meanwhile()
    {
        var pattern = new CommitPattern().Members(All);
        pattern.Read(Steady(0, 20));
        pattern.Read(Steady(20, 6, stuck: 3, stuckAt: 2_100));

        pattern.SetBack(TimeSpan.FromHours(1));
        pattern.Read(Steady(26, 6, stuck: 3, stuckAt: 2_100));

        pattern.Statuses[3].ShouldBe(LagStatus.Stalled);
        pattern.Statuses.Where((_, p) => p != 3).ShouldAllBe(s => s == LagStatus.Ok);
    }

    [Fact]
    public void A_slow_member_falls_behind_also_when_the_clock_is_set_back_again_and_again()
    {
        var pattern = new CommitPattern().Members(All);
        var seen = new HashSet<LagStatus>();

        foreach (var readings in InTurn(minutes: 90, read: 14, arrive: 26, buffer: 1_000).Chunk(70))
        {
            seen.UnionWith(pattern.Read(readings));
            pattern.SetBack(TimeSpan.FromMinutes(30));
        }

        seen.ShouldNotContain(LagStatus.Stalled);
        pattern.Status.ShouldBe(LagStatus.FallingBehind);
    }

    [Fact]
    public void Who_was_given_a_partition_before_the_clock_was_set_back_has_had_it_since()
    {
        var pattern = new CommitPattern().Members([0, 1, 2], [3, 4, 5]);
        pattern.Read(Steady(0, 20));
        pattern.Members([0, 1, 2, 5], [3, 4]);

        pattern.SetBack(TimeSpan.FromHours(1));
        pattern.Read(Steady(20, 12, stuck: 5, stuckAt: 2_000));

        pattern.Statuses[5].ShouldBe(LagStatus.Stalled);
    }

    // A single-threaded consumer with a buffer for each partition: it takes what waits there, up to the buffer, works it
    // off, commits every five seconds, and goes on to the next.
    private static IEnumerable<(long Committed, long End)[]> InTurn(
        int minutes,
        int read,
        int arrive,
        long buffer,
        long waiting = 0,
        int? stuck = null
    )
    {
        var (ends, reads, committed) = (new double[6], new long[6], new long[6]);
        Array.Fill(ends, waiting);
        var (turn, left, budget) = (0, 0L, 0.0);
        for (var second = 1; second <= minutes * 60; second++)
        {
            for (var p = 0; p < 6; p++)
            {
                ends[p] += arrive / 6.0;
            }

            budget += read;
            for (var tries = 0; budget >= 1 && tries < 7; )
            {
                if (left == 0)
                {
                    turn = (turn + 1) % 6;
                    left = turn == stuck ? 0 : Math.Min(buffer, (long)ends[turn] - reads[turn]);
                    tries++;
                    continue;
                }

                var now = Math.Min(left, (long)budget);
                (reads[turn], left, budget) = (reads[turn] + now, left - now, budget - now);
            }

            budget = Math.Min(budget, read);
            if (second % 5 == 0)
            {
                reads.CopyTo(committed, 0);
            }

            if (second % 10 == 0)
            {
                yield return [.. All.Select(p => (committed[p], (long)ends[p]))];
            }
        }
    }

    // Two slow members, each with partitions of its own.
    private static List<(long Committed, long End)[]> TwoInTurn(int minutes) =>
        [.. InTurn(minutes, read: 14, arrive: 26, buffer: 1_000).Select(half => half.Concat(half).ToArray())];

    private static IEnumerable<(long, long)[]> Steady(int from, int count, int? stuck = null, long? stuckAt = null) =>
        Enumerable
            .Range(from, count)
            .Select(i =>
                All.Select(p => (p == stuck ? stuckAt ?? 100L * (from + 1) : 100L * (i + 1), (100L * (i + 1)) + 20))
                    .ToArray()
            );

    private static IEnumerable<(long, long)[]> Still((long Committed, long End)[] last, int count, long arrive) =>
        Enumerable.Range(1, count).Select(i => last.Select(p => (p.Committed, p.End + (i * arrive))).ToArray());
}
