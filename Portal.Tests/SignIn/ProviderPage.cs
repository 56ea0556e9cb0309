using Microsoft.Playwright;
using Portal.Tests.Browser;

namespace Portal.Tests.SignIn;

/// <summary>The provider's own page, as Chromium shows it.</summary>
internal static class ProviderPage
{
    /// <summary>From the portal's sign-in page to the provider's, and back.</summary>
    public static async Task SignIn(Visit visit, string id)
    {
        // It would like a font of another site.
        await visit.Page.RouteAsync(
            "https://fonts.googleapis.com/**",
            font => font.FulfillAsync(new() { ContentType = "text/css", Body = "" })
        );
        await visit.Page.GetByText("Continue with Company").ClickAsync();
        await visit.Page.GetByPlaceholder("Enter any login").FillAsync(id);
        await visit.Page.GetByPlaceholder("and password").FillAsync("any");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign-in" }).ClickAsync();
    }
}
