using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Changes;
using Portal.Core.Wording;
using Portal.Web.Live;
using Portal.Web.Parts;
using Portal.Web.Wording;

namespace Portal.Tests.Web;

public sealed class FigureTests : PartTests
{
    [Fact]
    public void What_was_not_answered_is_unknown_with_its_age_and_never_zero()
    {
        var figure = Figure(new Reading<long>.Unknown(Clock.GetUtcNow().AddMinutes(-3)));
        figure.Find(".unknown").TextContent.ShouldBe("unknown · last seen 3\u00A0min ago");
        figure.Markup.ShouldNotContain(">0<");
    }

    [Fact]
    public void What_was_never_answered_says_so() =>
        Figure(new Reading<long>.Unknown(null)).Find(".unknown").TextContent.ShouldBe("not measured yet");

    [Fact]
    public void A_sum_with_a_hole_is_a_lower_bound() =>
        Text(new Reading<long>.AtLeast(8112, "2 of 18 partitions unknown", Clock.GetUtcNow()))
            .ShouldBe("≥ 8,112 2 of 18 partitions unknown");

    [Fact]
    public void A_fresh_number_stands_alone() =>
        Text(new Reading<long>.Known(12408, Clock.GetUtcNow())).ShouldBe("12,408");

    [Fact]
    public void An_old_number_has_its_age() =>
        Text(new Reading<long>.Known(12408, Clock.GetUtcNow().AddMinutes(-4))).ShouldBe("12,408 4\u00A0min old");

    [Fact]
    public void Zero_that_was_seen_is_zero() => Text(new Reading<long>.Known(0, Clock.GetUtcNow())).ShouldBe("0");

    [Fact]
    public void A_dash_means_that_it_does_not_apply() => Text(new Reading<long>.None()).ShouldBe("–");

    [Fact]
    public void A_moment_is_relative_in_text_and_whole_on_hover()
    {
        Services.GetRequiredService<BrowserZone>().Learn("Europe/Berlin");
        var time = Render<RelativeTime>(p => p.Add(t => t.At, Clock.GetUtcNow().AddMinutes(-12)));
        time.Find("time").TextContent.ShouldBe("12\u00A0min ago");
        time.Find("time").GetAttribute("title").ShouldBe("Fri 20 Nov 2026, 10:40:00 Europe/Berlin");
    }

    [Fact]
    public void A_moment_grows_older_by_itself_and_its_timer_goes_with_it()
    {
        var time = Render<RelativeTime>(p => p.Add(t => t.At, Clock.GetUtcNow().AddMinutes(-12)));
        Clock.Pass(TimeSpan.FromMinutes(1));
        time.WaitForAssertion(() => time.Find("time").TextContent.ShouldBe("13\u00A0min ago"));
        time.Instance.Dispose();
        Clock.Timers.ShouldBe(0);
    }

    [Theory]
    [InlineData(0.4, "400\u00A0ms")]
    [InlineData(8, "8\u00A0s")]
    [InlineData(190, "3\u00A0min 10\u00A0s")]
    [InlineData(7500, "2\u00A0h 5\u00A0min")]
    [InlineData(39600, "11\u00A0h")]
    [InlineData(255600, "2\u00A0d 23\u00A0h")]
    [InlineData(1555200, "18\u00A0d")]
    public void Lengths_of_time_take_the_two_units_that_matter(double seconds, string words) =>
        Age.InWords(TimeSpan.FromSeconds(seconds)).ShouldBe(words);

    [Theory]
    [InlineData(12_408, "12,408")]
    [InlineData(42_900_000, "42.9\u00A0M")]
    [InlineData(2_961_840, "2,961,840")]
    public void Counts_keep_every_digit_that_is_compared(long value, string words) =>
        Quantity.Count(value).ShouldBe(words);

    [Theory]
    [InlineData(0, "0\u00A0B")]
    [InlineData(900, "900\u00A0B")]
    [InlineData(9_200_000_000, "9.2\u00A0GB")]
    [InlineData(286_000_000_000, "286\u00A0GB")]
    [InlineData(1_200_000_000_000, "1.2\u00A0TB")]
    public void Sizes_have_two_or_three_figures(long value, string words) => Quantity.Bytes(value).ShouldBe(words);

    private string Text(Reading<long> reading) =>
        string.Join(' ', Figure(reading).Nodes.Select(n => n.TextContent.Trim()).Where(t => t.Length > 0));

    private IRenderedComponent<Figure<long>> Figure(Reading<long> reading) =>
        Render<Figure<long>>(p => p.Add(f => f.Of, reading).Add(f => f.Words, Quantity.Count));
}
