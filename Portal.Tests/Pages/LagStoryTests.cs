using System.Collections.Immutable;
using Portal.Core.Health;
using Portal.Web.Features.Groups;

namespace Portal.Tests.Pages;

public sealed class LagStoryTests
{
    private static readonly DateTimeOffset Began = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_sickness_began_at_the_first_reading_that_was_sick_and_stayed_so() =>
        LagStory
            .Onset(Past(LagStatus.Ok, LagStatus.Stalled, LagStatus.Ok, LagStatus.FallingBehind, LagStatus.Stalled))
            .ShouldBe(Began.AddMinutes(3));

    [Fact]
    public void Silence_in_between_neither_ends_nor_begins_a_sickness() =>
        LagStory
            .Onset(Past(LagStatus.Ok, LagStatus.Unknown, LagStatus.Stalled, LagStatus.Unknown, LagStatus.Stalled))
            .ShouldBe(Began.AddMinutes(2));

    [Fact]
    public void What_was_sick_as_long_as_we_know_has_no_beginning() =>
        LagStory.Onset(Past(LagStatus.Stalled, LagStatus.Stalled)).ShouldBeNull();

    [Fact]
    public void What_is_well_again_has_no_onset() =>
        LagStory.Onset(Past(LagStatus.Ok, LagStatus.Stalled, LagStatus.Ok)).ShouldBeNull();

    [Fact]
    public void A_silence_lasts_until_the_next_answer_and_an_open_one_has_no_end()
    {
        var past = Past(
            LagStatus.Ok,
            LagStatus.Unknown,
            LagStatus.Unknown,
            LagStatus.Ok,
            LagStatus.Unknown,
            LagStatus.Unknown
        );

        LagStory
            .Silences(past, TimeSpan.FromMinutes(1))
            .ShouldBe([new Silence(Began.AddMinutes(1), Began.AddMinutes(3)), new Silence(Began.AddMinutes(4), null)]);
    }

    [Fact]
    public void A_missed_cycle_is_no_silence() =>
        LagStory.Silences(Past(LagStatus.Ok, LagStatus.Unknown, LagStatus.Ok), TimeSpan.FromMinutes(2)).ShouldBeEmpty();

    private static ImmutableArray<LagPoint> Past(params LagStatus[] statuses) =>
        [
            .. statuses.Select(
                (status, minute) =>
                    new LagPoint(
                        Began.AddMinutes(minute),
                        status == LagStatus.Unknown ? Amount.Unknown : Amount.Of(1),
                        TimeLag.Unknown,
                        status
                    )
            ),
        ];
}
