using Microsoft.Playwright;

namespace Portal.Tests.Browser;

/// <summary>
/// Debian's Chromium, started once for a whole run; it ends with the run's process. Without a window's parts where that is
/// installed: the same pages take it less than half the time of a processor.
/// </summary>
public static class Chrome
{
    private static readonly string[] Flags =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--force-prefers-reduced-motion",
    ];

    /// <summary>In milliseconds. What isn't there by then isn't coming, however busy the machine.</summary>
    public const float LongestWait = 60_000;

    private static readonly string Program = new[] { "/usr/bin/chromium-headless-shell", "/usr/bin/chromium" }.First(
        File.Exists
    );

    private static readonly Lazy<Task<IBrowser>> Started = new(Start);

    public static Task<IBrowser> Browser => Started.Value;

    private static async Task<IBrowser> Start()
    {
        Assertions.SetDefaultExpectTimeout(LongestWait);
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = Flags }
        );
    }
}
