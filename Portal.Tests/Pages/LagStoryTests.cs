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

    [Fact]
    public void Where_a_part_was_not_answered_the_lines_have_a_gap_and_the_sentence_does_not_take_the_rest_for_all()
    {
        LagPoint Point(int minute, long lag, bool isPart) =>
            new(
                Began.AddMinutes(minute),
                new Amount(lag, isPart),
                TimeLag.Of(TimeSpan.FromMinutes(isPart ? 1 : 3)),
                LagStatus.Ok
            );
        ImmutableArray<LagPoint> past =
        [
            Point(0, 1_200_000, false),
            Point(1, 1_300_000, true),
            Point(2, 400_000, true),
            Point(3, 1_250_000, false),
            Point(4, 400_000, true),
            Point(5, 400_000, true),
        ];

        past.Select(LagLines.Messages).ShouldBe([1_200_000, null, null, 1_250_000, null, null]);
        past.Select(p => LagLines.Wait(p)?.Minutes).ShouldBe([3, null, null, 3, null, null]);
        LagLines
            .InMessages(past, "hour")
            .ShouldBe(
                "Over the last hour the lag was at most 1,250,000 messages and is at least 400,000 now. 2 times there was no answer, or not from all."
            );
        LagLines
            .InSeconds(past)
            .ShouldBe(
                "The oldest unread message waited at most 3\u00A0min and waits at least 1\u00A0min now. 2 times there was no answer, or not from all."
            );
    }

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
