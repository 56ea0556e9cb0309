using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Portal.Bench.Running;
using Portal.Schemas.Formats;

namespace Portal.Bench.Schemas;

/// <summary>
/// A word in the fields of many schemas, over the API: against fetching each newest version from the registry and looking through it, which is
/// what a registry leaves to a person.
/// </summary>
internal static class SearchBench
{
    private const int Subjects = 10_000;
    private const int FieldsEach = 20;
    private const int Times = 40;
    private const int AtOnce = 8;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public static async Task Run(RunningPortal portal, string url, CancellationToken stop)
    {
        using var registry = new RegistryCalls(url);
        using var engineer = await portal.As("ada", stop);
        await Fill(registry, stop);
        await Deadline(engineer, stop);
        Console.WriteLine(
            $"schemas: search over {Subjects:N0} schemas of {FieldsEach} fields, {Times} times each (aim p95 < 100 ms)"
        );
        var (scan, found) = await Scan(registry, "only_4711", stop);
        foreach (
            var (word, what) in new[]
            {
                ("only_4711", "one has it"),
                ("kind_77", "some have it"),
                ("amount", "all have it"),
            }
        )
        {
            var times = new List<TimeSpan>();
            for (var time = 0; time < Times; time++)
            {
                var watch = Stopwatch.StartNew();
                await Count(engineer, word, stop);
                times.Add(watch.Elapsed);
            }

            var ours = Percentiles.Of(times);
            Console.WriteLine(
                $"  {what, -14} portal {ours}   ratio to the registry p50 {scan.TotalMilliseconds / ours.P50:0} ×"
            );
        }

        Console.WriteLine(
            $"  the registry, subject by subject, {AtOnce} at a time: {scan.TotalSeconds:0.0} s ({found} found)"
        );
    }

    private static Task Fill(RegistryCalls registry, CancellationToken stop) =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, Subjects),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop },
            async (i, cancel) => await registry.Register(Subject(i), SchemaFormat.Avro, Schema(i), cancel)
        );

    // The portal reads a registry every 30 seconds.
    private static async Task Deadline(HttpClient engineer, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        while (await Count(engineer, $"only_{Subjects - 1}", stop) == 0)
        {
            if (watch.Elapsed > Longest)
            {
                throw new InvalidOperationException("The portal didn't read the registry's fields in time.");
            }

            await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, stop);
        }

        Console.WriteLine($"schemas: {Subjects:N0} were read and searchable after {watch.Elapsed.TotalSeconds:0} s");
    }

    private static async Task<int> Count(HttpClient engineer, string word, CancellationToken stop)
    {
        var page = await engineer.GetStringAsync(new Uri($"/api/v1/schemas?q={word}", UriKind.Relative), stop);
        return JsonSerializer.Deserialize<JsonElement>(page).GetProperty("items").GetArrayLength();
    }

    private static async Task<(TimeSpan Took, int Found)> Scan(
        RegistryCalls registry,
        string word,
        CancellationToken stop
    )
    {
        var found = 0;
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Subjects),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop },
            async (i, cancel) =>
            {
                if ((await registry.Newest(Subject(i), cancel)).Contains(word, StringComparison.OrdinalIgnoreCase))
                {
                    Interlocked.Increment(ref found);
                }
            }
        );
        return (watch.Elapsed, found);
    }

    private static string Subject(int i) =>
        string.Create(CultureInfo.InvariantCulture, $"team{i % 50}.stream-{i}-value");

    private static string Schema(int i) =>
        JsonSerializer.Serialize(
            new
            {
                type = "record",
                name = "Order",
                fields = Enumerable
                    .Range(0, FieldsEach - 3)
                    .Select(field => $"part_{field}_{i % 97}")
                    .Append("amount")
                    .Append($"kind_{i % 100}")
                    .Append($"only_{i}")
                    .Select(name => new { name, type = "string" }),
            }
        );
}
