using Portal.Core.Changes.Runs;

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
    public void Anything_else_is_somebody_elses_hand(bool intended) =>
        StepDecision.Next(true, intended, ObservedState.Other).ShouldBeOfType<StepMove.ForeignHand>();
}
