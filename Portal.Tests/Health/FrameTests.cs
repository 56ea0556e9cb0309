using FsCheck;
using FsCheck.Fluent;
using Portal.Core.Health;
using Portal.Core.Health.Readings;

namespace Portal.Tests.Health;

public sealed class FrameTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_did_not_move_costs_a_few_bytes_a_column()
    {
        var frame = new Frame(At, [new long[512], new long[512]]);

        frame.Pack(frame).Length.ShouldBeLessThan(12);
    }

    [Fact]
    public void A_chunk_that_grew_and_has_holes_comes_back_as_it_was()
    {
        var before = new Frame(
            At,
            [
                [100, Column.Absent, 300],
            ]
        );
        var now = new Frame(
            At,
            [
                [100, 5, Column.Absent, Column.Absent, 0, long.MaxValue],
            ]
        );

        Frame.Unpack(At, now.Pack(before), before).Columns[0].ShouldBe(now.Columns[0]);
    }

    [Fact]
    public void A_chunk_of_groups_is_known_from_one_of_topics_by_its_columns() =>
        Enum.GetValues<GroupColumn>().Length.ShouldNotBe(Enum.GetValues<TopicColumn>().Length);

    [Fact]
    public void What_an_earlier_build_did_not_write_is_absent() =>
        new Frame(At, [.. Enumerable.Repeat(new long[] { 7 }, (int)GroupColumn.Pace)])
            .Of(GroupColumn.Pace, 0)
            .ShouldBe(Column.Absent);

    [Fact]
    public void Any_two_frames_come_back_as_they_were() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<(long?[] Before, long?[] Now)>(),
                pair =>
                {
                    var now = Values(pair.Now);
                    var before = new Frame(At, [Values(pair.Before)[..Math.Min(pair.Before.Length, now.Length)]]);
                    var frame = new Frame(At, [now]);
                    return Frame.Unpack(At, frame.Pack(before), before).Columns[0].SequenceEqual(now)
                        && Frame.Unpack(At, frame.Pack(null), null).Columns[0].SequenceEqual(now);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_are_a_frame_or_a_FormatException() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<byte[]>(),
                bytes =>
                {
                    try
                    {
                        Frame.Unpack(At, [1, 8, .. bytes], null);
                    }
                    catch (FormatException)
                    {
                        return true;
                    }

                    return true;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Times_and_ages_come_back_to_the_second_and_the_tenth()
    {
        var cycle = At.AddMinutes(25);
        foreach (var ago in new[] { 0, 1, 700, 1500, 1501, 90_000 })
        {
            var when = cycle.AddSeconds(-ago);
            AnswerTime.Unpack(AnswerTime.Pack(when, cycle), cycle).ShouldBe(when);
            var age = new TimeLag(TimeSpan.FromSeconds(ago == 1 ? 12.3 : ago), AtLeast: ago > 1000);
            BehindColumn.Unpack(BehindColumn.Pack(age, cycle), cycle).ShouldBe(age);
        }

        AnswerTime.Unpack(AnswerTime.Pack(At, At), cycle).ShouldBe(cycle);
        MovedColumn.Unpack(MovedColumn.Pack(At.AddMinutes(3.2), cycle), cycle).ShouldBe(At.AddMinutes(4));
        MovedColumn.Unpack(MovedColumn.Pack(cycle, cycle), cycle).ShouldBe(cycle);
        MovedColumn
            .Unpack(MovedColumn.Pack(At.AddHours(-30.5), cycle), cycle)
            .ShouldBe(At.AddHours(-30.5).AddMinutes(1));
        AnswerTime.Unpack(AnswerTime.Pack(null, At), At).ShouldBeNull();
        BehindColumn.Unpack(BehindColumn.Pack(TimeLag.Unknown, At), At).ShouldBe(TimeLag.Unknown);
    }

    [Fact]
    public void What_has_waited_for_a_moment_only_is_no_lag_without_an_age()
    {
        var moment = TimeLag.Of(TimeSpan.FromMilliseconds(3));

        BehindColumn.Unpack(BehindColumn.Pack(moment, At), At).ShouldBe(TimeLag.Of(TimeSpan.FromSeconds(0.1)));
        BehindColumn.Unpack(BehindColumn.Pack(TimeLag.None, At), At).IsNone.ShouldBeTrue();
    }

    [Fact]
    public void A_point_takes_four_bytes_at_most_when_everything_moves_all_the_time()
    {
        // Every partition of a busy cluster: some 1,000 records a second, commits each cycle, a lag that wavers.
        var random = new Random(7);
        var offsets = new long[SeriesRun.ChunkSize];
        Frame? before = null;
        var bytes = 0;
        for (var cycle = 0; cycle < 360; cycle++)
        {
            var columns = new[] { new long[512], new long[512], new long[512], new long[512], new long[512] };
            for (var i = 0; i < 512; i++)
            {
                columns[0][i] = offsets[i] += random.Next(9000, 11000);
                columns[3][i] = random.Next(5, 40) << 1;
            }

            var frame = new Frame(At.AddSeconds(cycle * 10), columns);
            bytes += frame.Pack(cycle % 30 == 0 ? null : before).Length + 60; // and a row's own weight
            before = frame;
        }

        (bytes / (360.0 * 512)).ShouldBeLessThan(4);
    }

    private static long[] Values(long?[] values) => [.. values.Select(v => v ?? Column.Absent)];
}
