using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Workers.Applying;
using Portal.Workers.Applying.Steps.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>Flink leaves a job whose JobMaster fails to answer out of its list: a run that isn't listed yet is neither stopped nor cancelled.</summary>
public sealed class ListedLateTests
{
    private const string Run = "0123456789abcdef0123456789abcdef";
    private static readonly ResourceRef On = new(JobKind.Word, new ClusterId(1), "sums");
    private readonly ScriptedFlink _flink = new() { Unlisted = 3 };
    private readonly StepScope _scope = ScriptedFlink.Scope(TimeSpan.FromMinutes(1));

    public ListedLateTests() => _flink.Runs(Run, "sums");

    [Fact]
    public async Task It_is_not_taken_for_cancelled() =>
        (await new CancelJobHandler(_flink).Observe(new CancelJob(On, Run), _scope, default)).State.ShouldBe(
            ObservedState.Before
        );

    [Fact]
    public async Task Nor_after_it_was_cancelled() =>
        (await Verified(new CancelJobHandler(_flink))).State.ShouldBe(ObservedState.Before);

    [Fact]
    public async Task One_that_Flink_knows_and_never_lists_is_looked_at_again_later()
    {
        _flink.Unlisted = int.MaxValue;
        var (handler, step, scope) = (
            new CancelJobHandler(_flink),
            new CancelJob(On, Run),
            ScriptedFlink.Scope(TimeSpan.Zero)
        );

        await UnlistedJobTests.IsTransient(() => handler.Observe(step, scope, default));
        await UnlistedJobTests.IsTransient(() => handler.Verify(step, scope, default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_not_taken_for_stopped(bool withoutSavepoint)
    {
        _flink.Stored.Add($"/states/{Run}/chk-1");
        var step = new StopJob(On, Run, null, withoutSavepoint);

        // Neither its start nor its savepoints are asked for while it runs.
        var seen = await new StopJobHandler(_flink, null!, null!).Observe(step, _scope, default);

        seen.State.ShouldBe(ObservedState.Before);
    }

    // It is alive for good, so this ends with the time to look.
    private Task<Observation> Verified(CancelJobHandler handler) =>
        handler.Verify(new CancelJob(On, Run), ScriptedFlink.Scope(TimeSpan.FromSeconds(2)), default);
}
