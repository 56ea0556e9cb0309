using AngleSharp.Html.Parser;
using Portal.Tests.Api;

namespace Portal.Tests.Pages;

/// <summary>The web as it runs with the demo in it.</summary>
public sealed class DemoWeb : PortalWeb
{
    protected override Dictionary<string, string?> Settings => new(StringComparer.Ordinal) { ["Portal:Demo"] = "true" };
}

/// <summary>Nobody takes an evaluation for the real thing, nor made-up topics for somebody's.</summary>
public sealed class EvaluationTests(DemoWeb demo, PortalWeb real) : IClassFixture<DemoWeb>, IClassFixture<PortalWeb>
{
    private const string Evaluation =
        "Demo sign-in: no password. You are signed in as Ada Brandt; anyone who can open this address can sign in as any user.";

    [Theory]
    [InlineData("/")]
    [InlineData("/topics")]
    [InlineData("/topics/request")]
    [InlineData("/groups")]
    [InlineData("/changes")]
    [InlineData("/clusters")]
    [InlineData("/tokens")]
    public async Task Every_page_says_that_this_is_an_evaluation_and_a_demo_is_one(string page)
    {
        var (chip, banner) = await Banner(demo, page);
        banner.ShouldContain(Evaluation);
        chip.ShouldBe("Demo");
        banner.ShouldContain("Sample data.");
        banner.ShouldContain("./portal up --empty");
    }

    [Fact]
    public async Task Without_the_demo_nothing_is_called_one()
    {
        var (chip, banner) = await Banner(real, "/");
        banner.ShouldContain(Evaluation);
        chip.ShouldBe("Evaluation");
        banner.ShouldNotContain("Sample data");
    }

    /// <summary>What it says closed, and what it says once it is opened, as it is served: no script has a part in it.</summary>
    private static async Task<(string Chip, string Banner)> Banner(PortalWeb web, string page)
    {
        using var ada = await PageClient.As(web, "ada");
        using var answer = await ada.Browser.GetAsync(page);
        using var html = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStreamAsync());
        var chip = html.QuerySelector(".evaluation summary").ShouldNotBeNull().TextContent.Trim();
        return (chip, html.QuerySelector(".evaluation .menu-list").ShouldNotBeNull().TextContent);
    }
}
