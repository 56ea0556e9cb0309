using System.Net;
using Portal.Tests.Api;

namespace Portal.Tests.Pages;

/// <summary>Nobody looks after a production cluster behind a sign-in without a password and isn't warned.</summary>
public sealed class ProductionWarningTests(WatchedWeb watched, PortalWeb bundled)
    : IClassFixture<WatchedWeb>,
        IClassFixture<PortalWeb>
{
    private const string Title = "Demo sign-in with a production cluster";

    [Theory]
    [InlineData("/")]
    [InlineData("/topics")]
    [InlineData("/groups")]
    [InlineData("/changes")]
    [InlineData("/clusters")]
    [InlineData("/clusters/dev-eu-1")]
    [InlineData("/tokens")]
    public async Task Every_page_names_the_cluster(string page)
    {
        var html = await Html(watched, page);

        html.ShouldContain(Title);
        html.ShouldContain("prod-eu-1 is registered in production, and this portal needs no password");
        html.ShouldNotContain("dev-eu-1 is registered");
    }

    [Fact]
    public async Task Bundled_clusters_bring_no_warning() => (await Html(bundled, "/")).ShouldNotContain(Title);

    private static async Task<string> Html(PortalWeb web, string page)
    {
        using var ada = await PageClient.As(web, "ada");
        return WebUtility.HtmlDecode(await ada.Browser.GetStringAsync(page));
    }
}
