using System.Diagnostics;
using System.Text.RegularExpressions;
using Portal.Bench.Running;

namespace Portal.Bench.Footprint;

/// <summary>How long the first answer of the largest pages takes over HTTP, signed in as a person, in turn.</summary>
internal static partial class PageLoads
{
    private const int WarmUp = 3;
    private const int Times = 40;

    public static async Task Measure(RunningPortal portal, string cluster, string topic, CancellationToken stop)
    {
        var pages = new (string What, string Path)[]
        {
            ("catalogue", "topics"),
            ("topic", $"topics/{cluster}/{topic}"),
            ("consumers", "groups"),
            ("search", "topics?words=bench-99"),
        };
        using var browser = await SignedIn(portal, stop);
        var times = pages.ToDictionary(page => page.What, _ => new List<TimeSpan>(), StringComparer.Ordinal);
        for (var i = 0; i < WarmUp + Times; i++)
        {
            foreach (var (what, path) in pages)
            {
                var watch = Stopwatch.StartNew();
                using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative), stop);
                answer.EnsureSuccessStatusCode();
                await answer.Content.ReadAsByteArrayAsync(stop);
                if (i >= WarmUp)
                {
                    times[what].Add(watch.Elapsed);
                }
            }
        }

        foreach (var (what, _) in pages)
        {
            Console.WriteLine($"  page {what, -17} {Percentiles.Of(times[what])}   (aim p95 < 200 ms)");
        }
    }

    private static async Task<HttpClient> SignedIn(RunningPortal portal, CancellationToken stop)
    {
        var browser = new HttpClient
        {
            BaseAddress = new Uri((await portal.Status(stop)).GetProperty("web").GetString()!),
        };
        var form = await browser.GetStringAsync(new Uri("sign-in", UriKind.Relative), stop);
        using var answer = await browser.PostAsync(
            new Uri("sign-in", UriKind.Relative),
            new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["__RequestVerificationToken"] = ForgeryToken().Match(form).Groups["token"].Value,
                    ["handle"] = "ada",
                    ["to"] = "/topics",
                }
            ),
            stop
        );
        answer.EnsureSuccessStatusCode();
        return browser;
    }

    [GeneratedRegex(
        "name=\"__RequestVerificationToken\"[^>]*value=\"(?<token>[^\"]+)\"",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex ForgeryToken();
}
