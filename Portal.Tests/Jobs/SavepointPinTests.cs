using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;

namespace Portal.Tests.Jobs;

/// <summary>What keeps a savepoint whatever its age.</summary>
public sealed class SavepointPinTests
{
    private const string Place = "file:/savepoints/portal/sums/1f/aa/savepoint-1";
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_nothing_needs_can_go() => Pin().ShouldBeNull();

    [Fact]
    public void A_change_about_its_job_comes_first() =>
        Pin(open: new ChangeId(7), isNewest: true)
            .ShouldBe(new SavepointPin("Change 7 is about its job and isn't over", new ChangeId(7)));

    [Fact]
    public void A_change_that_starts_the_job_from_it_is_named_before_any_other() =>
        SavepointPin
            .Of(
                new(
                    Taken(),
                    IsNewest: true,
                    [new(new ChangeId(8)), new(new ChangeId(7), Taken().Id), new(new ChangeId(6), 99)],
                    [],
                    []
                ),
                Now
            )
            .ShouldBe(new SavepointPin("Change 7 is to start the job from it", new ChangeId(7)));

    [Fact]
    public void A_change_that_starts_another_job_with_a_copy_of_it_keeps_it_and_no_other_savepoint()
    {
        var change = new OpenChange(new ChangeId(7), Taken().Id, IsOwn: false);
        SavepointPin
            .Of(new(Taken(), IsNewest: false, [change], [], []), Now)
            .ShouldBe(new SavepointPin("Change 7 is to start another job from it", new ChangeId(7)));
        SavepointPin.Of(new(Taken(), IsNewest: false, [change with { RestoreFrom = 99 }], [], []), Now).ShouldBeNull();
    }

    [Fact]
    public void A_change_about_the_job_that_has_the_name_now_keeps_none_of_a_former_one_unless_it_names_it()
    {
        var change = new OpenChange(new ChangeId(7));
        var sight = new SavepointSight(Taken(), IsNewest: false, [change], [], []) { IsFormer = true };

        SavepointPin.Of(sight, Now).ShouldBeNull();
        SavepointPin
            .Of(sight with { Open = [change with { RestoreFrom = Taken().Id }] }, Now)
            .ShouldBe(new SavepointPin("Change 7 is to start the job from it", new ChangeId(7)));
    }

    [Fact]
    public void The_newest_of_its_job_stays() => Pin(isNewest: true)!.Words.ShouldBe("It is the newest of its job");

    [Fact]
    public void The_newest_of_a_former_job_stays_until_somebody_has_it_deleted_and_longer_where_it_is_needed()
    {
        var sight = new SavepointSight(Taken(), IsNewest: true, [], [], []) { IsFormer = true };
        var requested = Taken();
        requested.DeletionRequestedBy = "kim";

        SavepointPin.Of(sight, Now).ShouldNotBeNull().YieldsToDeletion.ShouldBeTrue();
        SavepointPin.Of(sight with { Savepoint = requested }, Now).ShouldBeNull();
        SavepointPin
            .Of(sight with { Savepoint = requested, IsFormer = false }, Now)
            .ShouldBe(new SavepointPin("It is the newest of its job"));
        SavepointPin
            .Of(sight with { Runs = [Run("2f", FlinkStatus.Running, "", Place)] }, Now)
            .ShouldNotBeNull()
            .YieldsToDeletion.ShouldBeFalse();
    }

    [Theory]
    [InlineData("RUNNING", "", true)]
    [InlineData("RESTARTING", "", true)]
    [InlineData("RUNNING", "checkpoint", false)]
    [InlineData("RUNNING", "savepoint", true)] // from which Flink doesn't go on by itself
    [InlineData("FAILED", "", false)]
    public void A_run_that_began_there_needs_it_until_it_has_a_checkpoint_of_its_own(
        string status,
        string completed,
        bool needs
    )
    {
        var spelt = Place.Replace("file:/", "file:///", StringComparison.Ordinal);

        (Pin(runs: Run("2f", status, completed, spelt)) is not null).ShouldBe(needs);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(25, false)]
    public void A_start_that_was_sent_and_is_not_seen_needs_it_for_a_day(int hours, bool needs) =>
        (
            Pin(
                start: new()
                {
                    SavepointId = 1,
                    JobId = "2f",
                    RunId = new RunId(1),
                    At = Now.AddHours(-hours),
                }
            )
            is not null
        ).ShouldBe(needs);

    private static SavepointPin? Pin(
        ChangeId? open = null,
        bool isNewest = false,
        SavepointRestore? start = null,
        params SeenJob[] runs
    ) =>
        SavepointPin.Of(
            new(Taken(), isNewest, open is { } change ? [new(change)] : [], start is null ? [] : [start], runs),
            Now
        );

    private static Savepoint Taken() =>
        new()
        {
            ClusterId = new ClusterId(1),
            Name = "sums",
            JobId = "1f",
            RunId = new RunId(1),
            Path = Place,
            TakenAt = Now.AddDays(-40),
        };

    private static SeenJob Run(string id, string status, string completed, string from) =>
        new()
        {
            ClusterId = new ClusterId(1),
            JobId = id,
            Name = "sums",
            Status = status,
            StartedAt = Now,
            FirstSeenAt = Now,
            SeenAt = Now,
            Facts = JobFacts.None with
            {
                RestoredFrom = from,
                Completed = completed.Length == 0 ? 0 : 1,
                Checkpoints =
                    completed.Length == 0
                        ? []
                        : [new(1, Now, TimeSpan.Zero, 1, completed == "savepoint", JobCheckpoint.Completed)],
            },
        };
}
