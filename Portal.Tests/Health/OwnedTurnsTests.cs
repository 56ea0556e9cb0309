using Portal.Core.Health;

namespace Portal.Tests.Health;

/// <summary>What an owner does on the others is summed up over all of its positions: the one that waits is taken out again.</summary>
public sealed class OwnedTurnsTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_one_that_waits_is_none_of_the_others_though_it_is_the_oldest_and_was_come_round_to()
    {
        var (waits, read, left) = (Rounds(Start), Rounds(Start), Rounds(Start.AddHours(-1)));
        var old = new OwnedPosition(waits, TimeLag.Of(TimeSpan.FromMinutes(60)));
        var younger = new OwnedPosition(read, TimeLag.Of(TimeSpan.FromMinutes(10)));
        var youngest = new OwnedPosition(left, TimeLag.Of(TimeSpan.FromMinutes(5)));
        var (turns, without) = (new OwnedTurns([old, younger, youngest], 0), new OwnedTurns([old, younger], 0));

        turns.KeepsUpBeside(waits, TimeSpan.FromMinutes(30)).ShouldBeTrue("the others are three times as fresh");
        turns.KeepsUpBeside(waits, TimeSpan.FromMinutes(29)).ShouldBeFalse();
        (waits.RoundsSince > Start).ShouldBeTrue();
        turns.MostCameRoundBeside(waits, Start).ShouldBe(false, "that is one of two");
        without.MostCameRoundBeside(waits, Start).ShouldBe(true, "that is one of one");
        new OwnedTurns([old], 0).MostCameRoundBeside(waits, Start).ShouldBeNull();
    }

    // Its reader leaves it alone for four readings, and comes to it three times.
    private static LagWindow Rounds(DateTimeOffset from)
    {
        var window = new LagWindow();
        for (var i = 0; i <= 15; i++)
        {
            window.Observe(from + (i * TimeSpan.FromSeconds(10)), i / 5, 1_000);
        }

        return window;
    }
}
