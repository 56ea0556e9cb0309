using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using Portal.Tests.Api;
using Portal.Tests.Kit;

namespace Portal.Tests.Pages;

/// <summary>Nobody looks after a production cluster behind a sign-in without a password and isn't warned.</summary>
public sealed class ProductionWarningTests(WatchedWeb watched, PortalWeb bundled)
    : IClassFixture<WatchedWeb>,
        IClassFixture<PortalWeb>
{
    private const string Title = "Demo sign-in with a production cluster";

    [Fact]
    public async Task Every_page_names_the_cluster()
    {
        using var sam = await PageClient.As(watched, "sam");
        string[] pages =
        [
            .. PageRoutes.Templates.Where(template => !PageRoutes.IsOfOne(template)),
            "/clusters/dev-eu-1",
            "/topics/prod-eu-1/orders",
        ];
        pages.Length.ShouldBeGreaterThan(20);

        foreach (var page in pages)
        {
            var html = WebUtility.HtmlDecode(await sam.Browser.GetStringAsync(page));

            html.ShouldContain(Title, customMessage: page);
            html.ShouldContain("prod-eu-1 is registered in production, and this portal needs no password");
            html.ShouldNotContain("dev-eu-1 is registered", customMessage: page);
        }
    }

    /// <summary>It stands in the layout, so a page without that one would be without it.</summary>
    [Fact]
    public void No_page_has_a_layout_of_its_own() =>
        PageRoutes.Pages.Where(page => page.GetCustomAttribute<LayoutAttribute>() is not null).ShouldBeEmpty();

    [Fact]
    public async Task Bundled_clusters_bring_no_warning()
    {
        using var ada = await PageClient.As(bundled, "ada");
        WebUtility.HtmlDecode(await ada.Browser.GetStringAsync("/")).ShouldNotContain(Title);
    }
}
