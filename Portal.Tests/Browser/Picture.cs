using Microsoft.Playwright;
using Portal.Tests.Kit;

namespace Portal.Tests.Browser;

/// <summary>Pictures of pages for the guide. They are taken on request only, so that a test run changes no file.</summary>
public static class Picture
{
    /// <summary>Asked for by whoever runs the tests.</summary>
    public static readonly bool Wanted = Environment.GetEnvironmentVariable("PORTAL_SCREENSHOTS") == "1";

    public static async Task Take(Visit visit, string page, Look look)
    {
        if (Wanted)
        {
            await Sharpen(visit.Page, look);
            Directory.CreateDirectory(Repository.PathOf("docs", "guide"));
            await visit.Page.ScreenshotAsync(
                new PageScreenshotOptions
                {
                    Path = Repository.PathOf("docs", "guide", $"{page}-{look.Name}.png"),
                    Animations = ScreenshotAnimations.Disabled,
                }
            );
        }
    }

    // A phone has two dots where a desk has one. It lasts until the page is given another size.
    private static async Task Sharpen(IPage page, Look look)
    {
        if (look == Look.Phone)
        {
            var chromium = await page.Context.NewCDPSessionAsync(page);
            await chromium.SendAsync(
                "Emulation.setDeviceMetricsOverride",
                new()
                {
                    ["width"] = look.Width,
                    ["height"] = look.Height,
                    ["deviceScaleFactor"] = 2,
                    ["mobile"] = false,
                }
            );
        }
    }
}
