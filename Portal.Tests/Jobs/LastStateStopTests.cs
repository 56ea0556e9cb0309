using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Workers.Applying;
using Portal.Workers.Applying.Steps.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>A stop without a savepoint that is taken back before Flink has ended the run.</summary>
public sealed class LastStateStopTests
{
    private const string Run = "0123456789abcdef0123456789abcdef";

    private static readonly StopJob Step = new(
        new ResourceRef(JobKind.Word, new ClusterId(1), "sums"),
        Run,
        JobWorlds.Spec("INSERT INTO dev.b SELECT * FROM dev.a").Definition,
        WithoutSavepoint: true
    );

    private readonly ScriptedFlink _flink = new();

    [Fact]
    public async Task A_run_whose_tasks_are_still_being_ended_is_neither_as_before_nor_stopped()
    {
        _flink.Runs(Run, "sums", FlinkStatus.Cancelling);

        await UnlistedJobTests.IsTransient(AfterTry);
    }

    [Fact]
    public async Task Once_it_is_over_it_is_stopped_and_goes_on_from_what_it_left()
    {
        _flink.Runs(Run, "sums", FlinkStatus.Canceled);
        _flink.Stored.Add($"/states/{Run}/chk-1");

        (await AfterTry()).State.ShouldBe(ObservedState.After);
    }

    [Fact]
    public async Task One_that_nobody_stopped_is_as_before()
    {
        _flink.Runs(Run, "sums");

        (await AfterTry()).State.ShouldBe(ObservedState.Before);
    }

    private Task<Observation> AfterTry() =>
        new StopJobHandler(_flink, null!, null!).ObserveAfterTry(
            Step,
            ScriptedFlink.Scope(TimeSpan.Zero),
            CancellationToken.None
        );
}
