using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Portal.Bench.Running;

namespace Portal.Bench.Footprint;

/// <summary>
/// What a newcomer waits for, built before: from the command to the demo's stream jobs running in the list of jobs, with nothing stored and with what was
/// stored before; and the memory of all processes then, a page that several share counted once.
/// </summary>
internal static class DemoStart
{
    private const int Jobs = 3;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public static async Task Run(CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        await using var portal = await RunningPortal.Start(stop, withDemo: true);
        using var engineer = await portal.As("ada", stop);
        await Running(engineer, DateTimeOffset.MinValue, stop);
        Console.WriteLine(
            $"up: {Jobs} jobs running after {watch.Elapsed.TotalSeconds:0.0} s with nothing stored (aim ≤ 90 s, with a build)"
        );
        await portal.Down(stop);
        watch.Restart();
        var began = TimeProvider.System.GetUtcNow();
        var up = portal.Up(stop);
        await Running(engineer, began, stop);
        Console.WriteLine($"  and after {watch.Elapsed.TotalSeconds:0.0} s with what was stored before (aim ≤ 15 s)");
        await up;
        Console.WriteLine(
            $"  memory of all parts together {(await portal.Memory(stop)).Values.Sum(part => part.Proportional):0} MB (aim ≤ 800 MB)"
        );
    }

    private static async Task Running(HttpClient engineer, DateTimeOffset since, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        while (await Count(engineer, since, stop) < Jobs)
        {
            if (watch.Elapsed > Longest)
            {
                throw new TimeoutException($"The demo's jobs don't run after {Longest.TotalMinutes:0} min.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, stop);
        }
    }

    private static async Task<int> Count(HttpClient engineer, DateTimeOffset since, CancellationToken stop)
    {
        try
        {
            var all = await engineer.GetFromJsonAsync<JsonElement>(new Uri("api/v1/jobs", UriKind.Relative), stop);
            return all.GetProperty("items")
                .EnumerateArray()
                .Count(j =>
                    j.GetProperty("status").GetString() == "RUNNING"
                    && j.GetProperty("seenAt").GetDateTimeOffset() >= since
                );
        }
        catch (HttpRequestException)
        {
            return 0; // Nobody answers yet.
        }
    }
}
