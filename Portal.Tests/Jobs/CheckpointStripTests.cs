using Portal.Core;
using Portal.Core.Jobs.Checkpoints;

namespace Portal.Tests.Jobs;

/// <summary>Checkpoints over time: what a column stands for, and what it says of what it stands for.</summary>
public sealed class CheckpointStripTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Where_none_was_seen_there_is_nothing_to_draw() =>
        CheckpointStrip.Of([], [], [], TimeSpan.FromMinutes(1), Now, Now).ShouldBeNull();

    [Fact]
    public void One_checkpoint_a_column_leaves_no_holes_where_none_is_missing()
    {
        var strip = Strip([.. Enumerable.Range(0, 30).Select(n => Taken(n, Now.AddMinutes(-29 + n)))], Minute);

        strip.Columns.ShouldAllBe(c => c.Mark == CheckpointMark.Completed);
        strip.Columns.Length.ShouldBe(16);
        strip.From.ShouldBe(Now.AddMinutes(-30));
        strip.Words.ShouldBe("30 of 30 checkpoints completed in the last 29\u00A0min.");
    }

    [Fact]
    public void A_time_in_which_none_was_triggered_stands_empty()
    {
        var strip = Strip([Taken(1, Now.AddMinutes(-20)), Taken(2, Now.AddMinutes(-1))], Minute);

        strip.Columns.Count(c => c.Mark == CheckpointMark.None).ShouldBe(strip.Columns.Length - 2);
        strip.Columns[1].Words.ShouldBe("No checkpoint, 18\u00A0min ago");
    }

    /// <summary>Flink keeps ten: of those that were triggered while no worker ran the rest is never read.</summary>
    [Fact]
    public void Where_numbers_of_a_run_skip_checkpoints_were_not_seen_which_is_not_none()
    {
        KeptCheckpoint[] kept =
        [
            .. Enumerable.Range(1, 12).Select(n => Taken(n, Now.AddMinutes(-32).AddSeconds(10 * n))),
            .. Enumerable.Range(181, 11).Select(n => Taken(n, Now.AddSeconds(-10 * (191 - n) - 5))),
        ];

        var strip = Strip(kept, TimeSpan.FromSeconds(10));

        strip.Columns.ShouldNotContain(c => c.Mark == CheckpointMark.None);
        strip.Columns.Count(c => c.Mark == CheckpointMark.NotSeen).ShouldBe(27);
        strip
            .Columns.First(c => c.Mark == CheckpointMark.NotSeen)
            .Words.ShouldBe(
                "Not seen, 29\u00A0min ago: 168 checkpoints of 28\u00A0min weren't in Flink's history when it was read"
            );
        strip.Columns[0].Words.ShouldNotContain("Others");
        strip.Columns[2].Words.ShouldEndWith(". Others around that time weren't seen");
        strip.Words.ShouldBe("23 of 23 seen checkpoints completed in the last 31\u00A0min, 168 not seen.");
    }

    [Fact]
    public void Of_checkpoints_that_are_closer_than_readings_some_are_not_seen_within_a_column()
    {
        KeptCheckpoint[] kept =
        [
            .. Enumerable.Range(1, 10).Select(n => Taken(n, Now.AddSeconds(n - 50))),
            .. Enumerable.Range(31, 10).Select(n => Taken(n, Now.AddSeconds(n - 50), n == 31 ? "Disk full." : null)),
        ];

        var strip = Strip(kept, TimeSpan.FromSeconds(1));

        strip.Words.ShouldBe(
            "19 of 20 seen checkpoints completed in the last 49\u00A0s, 20 not seen; last failure seen 19\u00A0s ago: Disk full."
        );
        CheckpointStrip
            .Of(kept, [], [], Minute, Now, Now)!
            .Columns[0]
            .Words.ShouldContain(". Others around that time weren't seen");
    }

    [Fact]
    public void Numbers_of_another_run_are_no_gap()
    {
        KeptCheckpoint[] kept = [Taken(9, Now.AddMinutes(-9)), Taken(40, Now.AddMinutes(-2), run: "2f")];

        var strip = Strip(kept, Minute);

        strip.Columns.ShouldNotContain(c => c.Mark == CheckpointMark.NotSeen);
        strip.Words.ShouldBe("2 of 2 checkpoints completed in the last 9\u00A0min.");
    }

    [Fact]
    public void A_failure_marks_its_column_whatever_else_completed_in_it()
    {
        var strip = Strip(
            [Taken(1, Now.AddSeconds(-50)), Taken(2, Now.AddSeconds(-40), "Disk full."), Taken(3, Now.AddSeconds(-30))],
            Minute
        );

        strip.Columns.ShouldHaveSingleItem().Mark.ShouldBe(CheckpointMark.Failed);
        strip
            .Columns[0]
            .Words.ShouldBe(
                "2 of 3 checkpoints completed, the longest after 3\u00A0s, up to 3\u00A0kB, 1 failed, 30\u00A0s ago: Disk full"
            );
        strip.Words.ShouldBe(
            "2 of 3 checkpoints completed in the last 50\u00A0s; last failure 40\u00A0s ago: Disk full."
        );
    }

    [Fact]
    public void A_savepoint_and_the_start_of_a_run_are_marked()
    {
        KeptCheckpoint[] kept = [Taken(1, Now.AddMinutes(-9)), Taken(2, Now.AddMinutes(-5), isSavepoint: true)];
        var strip = CheckpointStrip
            .Of(kept, [Now.AddMinutes(-5)], [], Minute, Now.AddMinutes(-5), Now)
            .ShouldNotBeNull();

        strip.Columns[^1].Mark.ShouldBe(CheckpointMark.Savepoint);
        strip
            .Columns[^1]
            .Words.ShouldBe("Savepoint 2 completed after 2\u00A0s, 2\u00A0kB, 5\u00A0min ago. A run began");
        strip.Columns[^1].Height.ShouldBe(1);
        strip.Columns[0].Height.ShouldBe(0.5);
    }

    [Fact]
    public void Restarts_are_marked_where_they_were_also_without_a_checkpoint()
    {
        KeptCheckpoint[] kept = [Taken(1, Now.AddMinutes(-9)), Taken(2, Now.AddMinutes(-1))];
        DateTimeOffset[] restarts = [Now.AddMinutes(-5), Now.AddMinutes(-5).AddSeconds(9), Now.AddSeconds(-50)];

        var strip = CheckpointStrip.Of(kept, [], restarts, Minute, Now.AddSeconds(-1), Now).ShouldNotBeNull();

        strip
            .Columns.Where(c => c.Restarts > 0)
            .Select(c => (c.Mark, c.Restarts))
            .ShouldBe([(CheckpointMark.None, 2), (CheckpointMark.Completed, 1)]);
        strip.Columns.First(c => c.Restarts == 2).Words.ShouldEndWith(". 2 restarts seen");
        strip.Columns[^1].Words.ShouldEndWith(". 1 restart seen");
    }

    [Fact]
    public void However_long_the_time_the_columns_are_few()
    {
        var strip = Strip([Taken(1, Now.AddDays(-300)), Taken(2, Now)], TimeSpan.FromSeconds(1));

        strip.Columns.Length.ShouldBe(CheckpointStrip.MostColumns);
    }

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static CheckpointStrip Strip(KeptCheckpoint[] kept, TimeSpan every) =>
        CheckpointStrip.Of(kept, [], [], every, Now.AddSeconds(-1), Now).ShouldNotBeNull();

    private static KeptCheckpoint Taken(
        long number,
        DateTimeOffset at,
        string? failure = null,
        bool isSavepoint = false,
        string run = "1f"
    ) =>
        new()
        {
            ClusterId = new ClusterId(1),
            JobId = run,
            Number = number,
            At = at,
            Took = TimeSpan.FromSeconds(number),
            Bytes = 1_000 * number,
            IsSavepoint = isSavepoint,
            Status = failure is null ? "COMPLETED" : "FAILED",
            Failure = failure,
        };
}
