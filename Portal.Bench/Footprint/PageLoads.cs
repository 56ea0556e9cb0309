using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Portal.Bench.Running;

namespace Portal.Bench.Footprint;

/// <summary>
/// How long the largest pages take in Chromium, signed in as a person, in turn: until the whole answer is there, and until the first words
/// are painted, which is with the page's data. Each is asked for when the one before has come to rest, as by somebody who reads.
/// </summary>
internal static partial class PageLoads
{
    private const int WarmUp = 3;
    private const int Times = 40;

    // Debian's, with the parts of a window or without them.
    private static readonly string Browser = new[] { "/usr/bin/chromium-headless-shell", "/usr/bin/chromium" }.First(
        File.Exists
    );
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);
    private const string Timing = """
        () => [
            performance.getEntriesByType('navigation')[0].responseEnd,
            performance.getEntriesByName('first-contentful-paint')[0].startTime,
        ]
        """;

    public static async Task Measure(
        RunningPortal portal,
        IReadOnlyList<(string What, string Path)> pages,
        CancellationToken stop
    )
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = Browser, Args = ["--no-sandbox", "--disable-gpu"] }
        );
        await using var person = await browser.NewContextAsync(
            new() { BaseURL = (await portal.Status(stop)).GetProperty("web").GetString() }
        );
        await SignIn(person);
        var page = await person.NewPageAsync();
        var times = pages.ToDictionary(p => p.What, _ => new List<double[]>(), StringComparer.Ordinal);
        for (var i = 0; i < WarmUp + Times; i++)
        {
            foreach (var (what, path) in pages)
            {
                var timing = await Load(page, path);
                await Task.Delay(Rest, TimeProvider.System, stop);
                if (i >= WarmUp)
                {
                    times[what].Add(timing);
                }
            }
        }

        foreach (var (what, _) in pages)
        {
            var (answered, painted) = (Of(times[what], 0), Of(times[what], 1));
            Console.WriteLine($"  page {what, -17} {painted}   (aim p95 < 200 ms; answered p95 {answered.P95:0} ms)");
        }
    }

    private static Percentiles Of(List<double[]> times, int which) =>
        Percentiles.Of(times.Select(t => TimeSpan.FromMilliseconds(t[which])));

    private static async Task<double[]> Load(IPage page, string path)
    {
        var answer = await page.GotoAsync($"/{path}");
        if (answer is not { Ok: true })
        {
            throw new InvalidOperationException($"/{path} was answered {answer?.Status}.");
        }

        await page.WaitForFunctionAsync("() => performance.getEntriesByName('first-contentful-paint').length > 0");
        return await page.EvaluateAsync<double[]>(Timing);
    }

    private static async Task SignIn(IBrowserContext person)
    {
        var form = await (await person.APIRequest.GetAsync("/sign-in")).TextAsync();
        var fields = person.APIRequest.CreateFormData();
        fields.Set("__RequestVerificationToken", ForgeryToken().Match(form).Groups["token"].Value);
        fields.Set("handle", "ada");
        fields.Set("to", "/topics");
        var answer = await person.APIRequest.PostAsync("/sign-in", new() { Form = fields });
        if (!answer.Ok)
        {
            throw new InvalidOperationException($"The sign-in was answered {answer.Status}.");
        }
    }

    [GeneratedRegex(
        "name=\"__RequestVerificationToken\"[^>]*value=\"(?<token>[^\"]+)\"",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex ForgeryToken();
}
