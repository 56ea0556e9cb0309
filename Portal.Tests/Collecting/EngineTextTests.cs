using Portal.Core.Resources;
using Portal.Engines;

namespace Portal.Tests.Collecting;

public sealed class EngineTextTests
{
    [Theory]
    [InlineData("billing")]
    [InlineData("Überweisung €")]
    [InlineData("a\\b")]
    [InlineData("😀")]
    public void A_name_that_can_be_shown_stays_as_it_is(string name)
    {
        EngineText.Name(name).ShouldBe(name);
        EngineText.Original(name).ShouldBe(name);
    }

    [Theory]
    [InlineData("a\0b", "a\\u0000b")]
    [InlineData("a\u202eb", "a\\u202eb")]
    [InlineData("a\nb", "a\\u000ab")]
    [InlineData("a\\u0000b", "a\\u005cu0000b")]
    public void What_cannot_be_seen_is_escaped_and_told_back(string name, string shown)
    {
        EngineText.Name(name).ShouldBe(shown);
        EngineText.Original(shown).ShouldBe(name);
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("a\u202eb")]
    [InlineData("a\\ub")]
    [InlineData("a\\u200B")]
    [InlineData("a\\u0041")]
    [InlineData("a\\ud83d\\ude00")]
    [InlineData("a\U000E0001b")]
    public void A_name_is_requested_as_it_is_shown_and_in_no_other_way(string name)
    {
        EscapedName.Problem(name).ShouldNotBeNull();
        EscapedName.Problem(EngineText.Name(name)).ShouldBeNull();
    }

    [Fact]
    public void Half_a_pair_is_escaped()
    {
        var half = $"a{(char)0xD800}b";

        EngineText.Name(half).ShouldBe("a\\ud800b");
        EngineText.Value(half).ShouldBe("a\\ud800b");
        EngineText.Original("a\\ud800b").ShouldBe(half);
    }

    [Fact]
    public void Long_names_are_cut_and_stay_different()
    {
        var (one, other) = (new string('x', 9_000) + "1", new string('x', 9_000) + "2");

        EngineText.Name(one).Length.ShouldBe(EngineText.LongestName);
        EngineText.Name(one).ShouldNotBe(EngineText.Name(other));
        EngineText.Name(one).ShouldBe(EngineText.Name(one));
    }

    [Fact]
    public void A_value_stays_whole_but_for_what_cannot_be_stored()
    {
        var value = new string('x', 5_000) + "\n😀";

        EngineText.Value(value).ShouldBe(value);
        EngineText.Value("a\0b").ShouldBe("a\\u0000b");
        new EngineException(EngineFault.Final, "No: a\0b").Message.ShouldBe("No: a\\u0000b");
        new EngineException(EngineFault.Final, new string('x', 9_000)).Message.Length.ShouldBeLessThan(2_100);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(253402300800000)]
    public void A_time_that_no_calendar_has_is_unknown(long milliseconds) =>
        EngineText.Time(milliseconds).ShouldBeNull();
}
