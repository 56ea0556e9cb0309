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
        var banner = await Banner(demo, page);
        banner.ShouldContain(Evaluation);
        banner.ShouldStartWith("Demo");
        banner.ShouldContain("Sample data.");
        banner.ShouldContain("./portal up --empty");
    }

    [Fact]
    public async Task Without_the_demo_nothing_is_called_one()
    {
        var banner = await Banner(real, "/");
        banner.ShouldContain(Evaluation);
        banner.ShouldStartWith("Evaluation");
        banner.ShouldNotContain("Sample data");
    }

    private static async Task<string> Banner(PortalWeb web, string page)
    {
        await using var visit = await Visit.As(web.Address, "ada");
        await visit.Open(page);
        await visit.Page.Locator(".evaluation summary").ClickAsync();
        return await visit.Page.Locator(".evaluation").InnerTextAsync();
    }
}
