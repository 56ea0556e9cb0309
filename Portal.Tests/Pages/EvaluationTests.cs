using Portal.Tests.Api;
using Portal.Tests.Browser;

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
        "Local evaluation. Anyone who reaches this page can be anyone: you are Ada Brandt.";

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
        var banner = await Banner(demo, page);
        banner.ShouldContain(Evaluation);
        banner.ShouldContain("Demo. Topics and clients here were made up");
        banner.ShouldContain("./portal up --empty");
    }

    [Fact]
    public async Task Without_the_demo_nothing_is_called_one()
    {
        var banner = await Banner(real, "/");
        banner.ShouldContain(Evaluation);
        banner.ShouldNotContain("Demo");
    }

    private static async Task<string> Banner(PortalWeb web, string page)
    {
        await using var visit = await Visit.As(web.Address, "ada");
        await visit.Open(page);
        return await visit.Page.Locator(".evaluation").InnerTextAsync();
    }
}
