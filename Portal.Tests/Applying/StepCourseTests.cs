using Portal.Core.Changes.Runs;

namespace Portal.Tests.Applying;

public sealed class StepCourseTests
{
    [Fact]
    public void What_is_as_before_gets_an_intent_once_and_is_then_acted_on_again()
    {
        StepCourse.Next(false, false, StepSide.Before).ShouldBeOfType<StepMove.IntendAndAct>();
        StepCourse.Next(true, false, StepSide.Before).ShouldBeOfType<StepMove.IntendAndAct>();
        StepCourse.Next(true, true, StepSide.Before).ShouldBeOfType<StepMove.ActAgain>();
    }

    [Theory]
    [InlineData(StepSide.After)]
    [InlineData(StepSide.Other)]
    public void Before_the_runs_first_intent_whatever_moved_makes_it_stale(StepSide seen) =>
        StepCourse.Next(false, false, seen).ShouldBeOfType<StepMove.Moved>();

    [Fact]
    public void What_is_done_is_noted_and_whose_doing_it_was() =>
        (StepCourse.Next(true, true, StepSide.After), StepCourse.Next(true, false, StepSide.After)).ShouldBe(
            (new StepMove.NoteDone(StepOrigin.Found), new StepMove.NoteDone(StepOrigin.Met))
        );

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Anything_else_is_somebody_elses_hand(bool intended) =>
        StepCourse.Next(true, intended, StepSide.Other).ShouldBeOfType<StepMove.ForeignHand>();
}
