using System.Net.Http.Json;
using System.Text.Json;

namespace Portal.Bench.Jobs;

/// <summary>
/// Readings of a Flink with many jobs by the workers, every 30 seconds as they are shipped: how many requests one takes, and how long from its
/// beginning until it can be read over the API.
/// </summary>
internal static class CollectorCycles
{
    private const int Times = 10;
    private const int ForAll = 2;
    private const int ForEach = 2;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    public static async Task Measure(ScriptedFlink flink, HttpClient person, string cluster, CancellationToken stop)
    {
        var first = await Next(flink, person, cluster, null, stop);
        var cycles = new List<Cycle>();
        for (var i = 0; i < Times; i++)
        {
            cycles.Add(await Next(flink, person, cluster, cycles.LastOrDefault() ?? first, stop));
        }

        var most = cycles.Max(c => c.Requests);
        Console.WriteLine(
            $"  reading of {flink.Jobs} jobs   {Percentiles.Of(cycles.Select(c => c.Took))}   of {Times} (aim < 2 s); the first {first.Took.TotalMilliseconds:0} ms"
        );
        Console.WriteLine(
            $"  {"", -21} {(most - ForAll) / (double)flink.Jobs:0.##} requests a job and {ForAll} for all (aim ≤ {ForEach} a job); the first {(first.Requests - ForAll) / (double)flink.Jobs:0.##}"
        );
        if (most > ForAll + ForEach * flink.Jobs)
        {
            throw new InvalidOperationException($"A reading took {most} requests.");
        }
    }

    private static async Task<Cycle> Next(
        ScriptedFlink flink,
        HttpClient person,
        string cluster,
        Cycle? before,
        CancellationToken stop
    )
    {
        var requests = before?.All ?? flink.Requests;
        while (true)
        {
            // Nobody reads pages while it rests, and while it reads nobody has to.
            if (flink.Requests > requests && await ReadAt(person, cluster, stop) is { } at && at != before?.At)
            {
                var all = flink.Requests;
                return new(at, TimeProvider.System.GetUtcNow() - at, all - requests, all);
            }

            await Task.Delay(Glance, TimeProvider.System, stop);
        }
    }

    /// <summary>When the reading began that is shown; null: none is.</summary>
    private static async Task<DateTimeOffset?> ReadAt(HttpClient person, string cluster, CancellationToken stop)
    {
        using var answer = await person.GetAsync(
            new Uri($"api/v1/jobs/{cluster}/{ScriptedFlink.Name(0)}", UriKind.Relative),
            stop
        );
        return
            answer.IsSuccessStatusCode
            && (await answer.Content.ReadFromJsonAsync<JsonElement>(stop)).GetProperty("flinkReadAt")
                is { ValueKind: JsonValueKind.String } at
            ? at.GetDateTimeOffset()
            : null;
    }

    /// <param name="All">Requests since the server began.</param>
    private sealed record Cycle(DateTimeOffset At, TimeSpan Took, int Requests, int All);
}
