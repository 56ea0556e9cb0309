using System.Diagnostics;
using Portal.Schemas.Compatibility;
using Portal.Schemas.Formats;

namespace Portal.Bench.Schemas;

/// <summary>
/// A new version of a wide schema against all versions before it, by FULL_TRANSITIVE: read and compared here, each time with another new text
/// as while somebody types, against asking a registry version by version.
/// </summary>
internal static class CompatibilityBench
{
    private const int Times = 40;
    private const int Warmup = 5;

    public static async Task Run(IReadOnlyList<(string Name, string Url)> registries, CancellationToken stop)
    {
        Console.WriteLine(
            $"schemas: a schema of {WideSchemas.Fields} fields against {WideSchemas.Versions} versions, {Times} times (aim p95 < 50 ms)"
        );
        foreach (var format in Enum.GetValues<SchemaFormat>())
        {
            var versions = Enumerable.Range(1, WideSchemas.Versions).Select(v => WideSchemas.Of(format, v)).ToList();
            var ours = Percentiles.Of(
                Enumerable.Range(0, Times + Warmup).Select(time => Ours(format, versions, time)).Skip(Warmup).ToList()
            );
            Console.WriteLine($"  {format, -9} portal           {ours}");
            foreach (var (name, url) in registries)
            {
                using var registry = new RegistryCalls(url);
                var theirs = await Theirs(registry, format, versions, stop);
                Console.WriteLine(
                    $"  {"", -9} {name, -16} {theirs}   ratio p50 {theirs.P50 / ours.P50:0.0} ×, p95 {theirs.P95 / ours.P95:0.0} ×"
                );
            }
        }
    }

    private static TimeSpan Ours(SchemaFormat format, List<string> versions, int time)
    {
        var typed = Candidate(format, time);
        var watch = Stopwatch.StartNew();
        var broken = AnySchema.Judge(
            CompatibilityLevel.FullTransitive,
            Read(format, typed),
            [.. versions.Select((text, i) => (i + 1, Read(format, text)))]
        );
        return broken.Count == 0 ? watch.Elapsed : throw new InvalidOperationException(broken[0].Sentence);
    }

    private static async Task<Percentiles> Theirs(
        RegistryCalls registry,
        SchemaFormat format,
        List<string> versions,
        CancellationToken stop
    )
    {
        var subject = $"wide-{format}";
        foreach (var text in versions)
        {
            await registry.Register(subject, format, text, stop);
        }

        await registry.SetLevel(subject, "FULL", stop);
        var times = new List<TimeSpan>();
        for (var time = 0; time < Times / 4; time++)
        {
            var watch = Stopwatch.StartNew();
            for (var version = 1; version <= versions.Count; version++)
            {
                await registry.IsCompatible(subject, version, format, Candidate(format, time), stop);
            }

            times.Add(watch.Elapsed);
        }

        return Percentiles.Of(times);
    }

    // Blanks at the end: another text, the same schema.
    private static string Candidate(SchemaFormat format, int time) =>
        WideSchemas.Of(format, WideSchemas.Versions + 1) + new string(' ', time + 1);

    private static AnySchema Read(SchemaFormat format, string text) =>
        ((SchemaRead.Fine)AnySchema.Read(format, text, [])).Schema;
}
