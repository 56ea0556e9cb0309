using Bunit;
using Portal.Web.Parts;

namespace Portal.Tests.Web;

public sealed class StatusTests : PartTests
{
    public static TheoryData<Tone> EveryTone => [.. Enum.GetValues<Tone>()];

    [Theory, MemberData(nameof(EveryTone))]
    public void A_status_is_an_icon_and_a_word_never_a_colour_alone(Tone tone)
    {
        var chip = Render<StatusChip>(p => p.Add(c => c.Tone, tone).Add(c => c.Word, "Falling behind"));
        chip.Find("svg path, svg circle").ShouldNotBeNull();
        chip.Find("svg").GetAttribute("aria-hidden").ShouldBe("true");
        chip.Find(".status").TextContent.ShouldBe("Falling behind");
    }

    [Fact]
    public void Every_icon_has_a_drawing() =>
        Enum.GetValues<Glyph>()
            .Select(glyph => Render<Icon>(p => p.Add(i => i.Glyph, glyph)).Find("svg").InnerHtml)
            .ShouldAllBe(drawing => drawing.StartsWith('<'));

    [Fact]
    public void No_two_tones_share_icon_and_colour() =>
        Enum.GetValues<Tone>()
            .Select(tone => (tone.Glyph(), tone.Css()))
            .Distinct()
            .Count()
            .ShouldBe(Enum.GetValues<Tone>().Length);

    [Theory]
    [InlineData("prod", "env-prod")]
    [InlineData("staging", "env-staging")]
    [InlineData("dev", "env-dev")]
    [InlineData("anything", "env-staging")]
    public void Environments_differ_by_weight(string name, string css) =>
        Render<EnvironmentChip>(p => p.Add(c => c.Name, name)).Find("span").ClassList.ShouldContain(css);

    [Fact]
    public void The_title_row_says_what_where_how_and_what_can_be_done()
    {
        var row = Render<TitleRow>(p =>
            p.Add(t => t.Title, "orders")
                .Add(t => t.Environment, "prod")
                .Add(t => t.Tone, Tone.Bad)
                .Add(t => t.Status, "Stalled")
                .Add(t => t.Actions, Words("Change"))
        );
        row.Find("h1").TextContent.Trim().ShouldBe("orders");
        row.Find(".env-prod").TextContent.ShouldBe("prod");
        row.Find(".chip.is-bad").TextContent.ShouldBe("Stalled");
        row.Find(".actions").TextContent.ShouldContain("Change");
    }
}
