using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Workers.Applying;

namespace Portal.Tests.Applying;

public sealed class StepDecisionTests
{
    [Fact]
    public void What_is_as_before_gets_an_intent_once_and_is_then_acted_on_again()
    {
        StepDecision.Next(false, false, ObservedState.Before).ShouldBeOfType<StepMove.IntendAndAct>();
        StepDecision.Next(true, false, ObservedState.Before).ShouldBeOfType<StepMove.IntendAndAct>();
        StepDecision.Next(true, true, ObservedState.Before).ShouldBeOfType<StepMove.ActAgain>();
    }

    [Theory]
    [InlineData(ObservedState.After)]
    [InlineData(ObservedState.Other)]
    public void Before_the_runs_first_intent_whatever_moved_makes_it_stale(ObservedState seen) =>
        StepDecision.Next(false, false, seen).ShouldBeOfType<StepMove.Moved>();

    [Fact]
    public void What_is_done_is_noted_and_whose_doing_it_was() =>
        (
            StepDecision.Next(true, true, ObservedState.After),
            StepDecision.Next(true, false, ObservedState.After)
        ).ShouldBe((new StepMove.NoteDone(StepOrigin.Found), new StepMove.NoteDone(StepOrigin.Met)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Anything_else_is_not_as_the_run_left_it(bool intended) =>
        StepDecision.Next(true, intended, ObservedState.Other).ShouldBeOfType<StepMove.Unexpected>();

    [Theory]
    [InlineData("ran-before", true, "It isn't as this change left it: job ran-before is FAILED.")]
    [InlineData("ran-before", false, "It isn't as the plan found it: job ran-before is FAILED.")]
    [InlineData("another", true, "Somebody else changed it meanwhile: job another is FAILED.")]
    public void Somebody_else_is_named_only_where_another_incarnation_is_there(
        string there,
        bool intended,
        string words
    ) =>
        UnexpectedState
            .InWords(
                new(ObservedState.Other, Job(there), $"job {there} is FAILED"),
                StepHistory.None with
                {
                    Intended = intended,
                    Before = intended ? new BeforeImage(Job("ran-before")) : null,
                }
            )
            .ShouldBe(words);

    private static LiveJob Job(string id) => new("orders", id, JobRunState.Ended, FlinkStatus.Failed, null, null);
}
