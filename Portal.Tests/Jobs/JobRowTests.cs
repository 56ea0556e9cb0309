using Portal.Core;
using Portal.Core.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>What lists show of a job's newest run counts by now, not by when it was last read.</summary>
public sealed class JobRowTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 2)]
    [InlineData(40, 1)]
    [InlineData(24 * 60, 0)]
    public void Restarts_of_a_run_that_ended_grow_older_than_an_hour(int minutes, int seen)
    {
        var row = Row(FlinkStatus.Failed, readAt: Now);

        row.RestartsSeen(Now.AddMinutes(minutes))!.Count.ShouldBe(seen);
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(3)]
    public void Restarts_of_a_run_that_is_alive_are_of_the_last_hour_of_its_Flink(int hours)
    {
        var flink = Now.AddHours(hours);
        var row = Row(FlinkStatus.Running, Now);
        row.Run!.Facts = row.Run!.Facts with
        {
            AsOf = flink,
            Restarts = [flink.AddMinutes(-61), flink.AddMinutes(-59)],
        };

        row.RestartsSeen(Now)!.ShouldBe([flink.AddMinutes(-59)]);
    }

    [Fact]
    public void What_a_Flink_that_is_silent_does_not_show_is_unknown_and_not_none()
    {
        Row(FlinkStatus.Running, Now.AddMinutes(-1)).RestartsSeen(Now)!.Count.ShouldBe(2);
        Row(FlinkStatus.Running, Now.AddHours(-5)).RestartsSeen(Now).ShouldBeNull();
        Row(FlinkStatus.Running, readAt: null).RestartsSeen(Now).ShouldBeNull();
        var forgotten = Row(FlinkStatus.Running, Now);
        forgotten.Run!.GoneAt = Now;
        forgotten.RestartsSeen(Now).ShouldBeNull();
        (forgotten with { Run = null }).RestartsSeen(Now).ShouldBeNull();
    }

    [Fact]
    public void Restarts_that_were_read_at_a_time_to_come_are_unknown_unless_clocks_differ_a_little()
    {
        Row(FlinkStatus.Running, Now.AddSeconds(30)).RestartsSeen(Now)!.Count.ShouldBe(2);
        Row(FlinkStatus.Running, Now.AddHours(1)).RestartsSeen(Now).ShouldBeNull();
    }

    [Fact]
    public void Restarts_of_a_run_that_its_Flink_has_not_listed_for_a_while_are_unknown()
    {
        var row = Row(FlinkStatus.Running, Now);
        row.Run!.SeenAt = Now.AddMinutes(-3);

        row.RestartsSeen(Now).ShouldBeNull();
    }

    [Theory]
    [InlineData(FlinkStatus.Running, 8)]
    [InlineData(FlinkStatus.Finished, 9)]
    [InlineData(FlinkStatus.Failed, 8)]
    public void A_savepoint_is_what_a_job_goes_on_from_once_it_was_stopped_with_it(string status, long id) =>
        Row(status, Now).GoesOnFrom!.Id.ShouldBe(id);

    [Theory]
    [InlineData(-3)]
    [InlineData(3)]
    public void What_a_run_that_is_alive_goes_on_from_is_by_the_portals_clock(int hours)
    {
        var flink = Now.AddHours(hours);
        var row = Row(FlinkStatus.Running, Now);
        row.Run!.Facts = row.Run.Facts with
        {
            AsOf = flink,
            Checkpoints =
            [
                new(8, flink.AddSeconds(-20), TimeSpan.Zero, 1, IsSavepoint: false, JobCheckpoint.Completed),
            ],
        };

        row.GoesOnFromAt.ShouldBe(Now.AddSeconds(-20));
        row.Run.Status = FlinkStatus.Failed;
        row.GoesOnFromAt.ShouldBe(
            flink.AddSeconds(-20),
            "what is over isn't read again: its Flink's time stands still"
        );
    }

    private static JobRow Row(string status, DateTimeOffset? readAt) =>
        new("main", "prod", "sums", new(JobHealth.Stable, "Its reason."), Run(status), null, null, null, 0)
        {
            ReadAt = readAt,
        };

    private static SeenJob Run(string status) =>
        new()
        {
            ClusterId = new ClusterId(1),
            JobId = "1f",
            Name = "sums",
            Status = status,
            StartedAt = Now.AddHours(-2),
            FirstSeenAt = Now.AddHours(-2),
            SeenAt = Now,
            Facts = JobFacts.None with
            {
                Checkpoints =
                [
                    new(9, Now.AddSeconds(-5), TimeSpan.Zero, 1, IsSavepoint: true, JobCheckpoint.Completed),
                    new(8, Now.AddSeconds(-20), TimeSpan.Zero, 1, IsSavepoint: false, JobCheckpoint.Completed),
                ],
                Restarts = [Now.AddMinutes(-30), Now.AddMinutes(-1)],
            },
        };
}
