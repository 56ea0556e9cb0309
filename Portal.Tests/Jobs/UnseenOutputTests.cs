using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Workers.Applying;
using Portal.Workers.Applying.Steps.Jobs;
using Portal.Workers.Applying.Steps.Jobs.Rehearsals;
using Portal.Workers.Planning.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>
/// A worker without the volume of Flink's folders, and a Flink that forgot what ran: that nothing ran isn't known then, so nothing is started a second time and
/// nothing counts as taken back.
/// </summary>
public sealed class UnseenOutputTests
{
    private const string Former = "0123456789abcdef0123456789abcdef";
    private static readonly ResourceRef On = new(JobKind.Word, new ClusterId(1), "sums");
    private static readonly JobDefinition Definition = JobWorlds
        .Spec("INSERT INTO dev.b SELECT * FROM dev.a")
        .Definition;
    private readonly ScriptedFlink _flink = new() { HasFolders = false };

    [Fact]
    public async Task A_resume_that_was_never_answered_is_not_submitted_again() =>
        await UnlistedJobTests.IsTransient(() => Observe(Start("/states/0/chk-1")));

    [Fact]
    public async Task Nor_is_a_start_in_place_of_the_run_that_the_change_stopped() =>
        await UnlistedJobTests.IsTransient(() =>
            Observe(Start(null) with { Stopped = Former }, new StopJob(On, Former, Definition))
        );

    // Flink makes the folder of checkpoints as it starts its first job: to wait for it would be to wait for good.
    [Fact]
    public async Task The_first_start_of_a_job_needs_no_folder() =>
        (await Observe(Start(null))).State.ShouldBe(ObservedState.Before);

    [Theory]
    [InlineData(null)]
    [InlineData(FlinkStatus.Initializing)]
    public async Task A_start_is_not_taken_back_by_who_cannot_see_whether_it_completed_a_checkpoint(string? status)
    {
        var scope = ScriptedFlink.Scope(TimeSpan.Zero);
        var id = Submissions.JobId(scope.Run, On);
        if (status is not null)
        {
            _flink.Runs(id, On.Name, status);
        }

        var handler = new StartJobHandler(_flink, null!, null!, new StartedOutput(null!, null!));

        await UnlistedJobTests.IsTransient(() => handler.Undo(Start(null), Made(id), scope, CancellationToken.None));
    }

    [Fact]
    public async Task What_was_stopped_is_not_started_a_second_time() =>
        await UnlistedJobTests.IsTransient(() =>
            new StopJobHandler(_flink, null!, null!).Undo(
                new StopJob(On, Former, Definition),
                Made(Former),
                ScriptedFlink.Scope(TimeSpan.Zero),
                CancellationToken.None
            )
        );

    [Fact]
    public async Task A_rehearsal_that_is_not_listed_yet_is_not_taken_for_gone()
    {
        var run = new RehearsalRun(_flink, On, ScriptedFlink.Scope(TimeSpan.Zero));
        _flink.Runs(run.Names.JobId, run.Names.Job);
        _flink.Unlisted = 2;

        await UnlistedJobTests.IsTransient(() => run.Cancel(CancellationToken.None));
    }

    private static StartJob Start(string? from) => new(On, Definition, from);

    private static Undoing Made(string id) => new(new BeforeImage(null), new EngineId(id), StepOrigin.Made);

    private Task<Observation> Observe(StartJob step, params Step[] before) =>
        new StartJobHandler(_flink, null!, null!, null!).Observe(
            step,
            ScriptedFlink.Scope(TimeSpan.Zero, progress: null, [.. before, step]),
            CancellationToken.None
        );
}
