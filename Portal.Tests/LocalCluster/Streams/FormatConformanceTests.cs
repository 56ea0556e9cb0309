using System.Collections.Concurrent;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>
/// What Flink 2.2 reads from records' bytes and writes to them, read from <c>Portal.Tests/LocalCluster/Streams/Recorded/formats.txt</c>.
/// </summary>
public sealed class FormatConformanceTests
{
    private static readonly string File = Path.Combine(
        Repository.Root,
        "Portal.Tests",
        "LocalCluster",
        "Streams",
        "Recorded",
        "formats.txt"
    );

    private static Dictionary<string, IReadOnlyList<string>> Recorded =>
        System
            .IO.File.ReadAllText(File)
            .Split("-- ", StringSplitOptions.RemoveEmptyEntries)
            .Select(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .ToDictionary(lines => lines[0], lines => (IReadOnlyList<string>)lines[1..], StringComparer.Ordinal);

    [ClusterFact]
    public async Task Each_format_start_key_and_metadata_is_read_and_written_as_by_Flink()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        var recorded = Recorded;

        var differences = (await Run(cluster, cluster.SqlGateway, atOnce: 8))
            .Where(now => !now.Rows.SequenceEqual(recorded[now.Name]))
            .Select(now =>
                $"{now.Name}\n  ours   {string.Join(" ", now.Rows)}\n  Flink  {string.Join(" ", recorded[now.Name])}"
            );

        differences.ShouldBeEmpty();
    }

    /// <summary>With <c>PORTAL_RECORD=1</c> what Flink gives now is what counts from now on.</summary>
    [FullRunFact]
    public async Task What_is_recorded_of_formats_is_what_Flink_gives()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var flink = await RealFlink.Start(slots: 4);

        var now = await Run(cluster, flink.Gateway, atOnce: 2);

        if (Environment.GetEnvironmentVariable("PORTAL_RECORD") == "1")
        {
            await System.IO.File.WriteAllTextAsync(
                File,
                string.Join(
                    '\n',
                    now.Select(each => $"-- {each.Name}\n{string.Concat(each.Rows.Select(r => r + "\n"))}")
                )
            );
        }

        var recorded = Recorded;
        foreach (var (name, rows) in now)
        {
            rows.ShouldBe(recorded[name], name);
        }
    }

    private static async Task<IReadOnlyList<(string Name, IReadOnlyList<string> Rows)>> Run(
        LocalKafka cluster,
        string gateway,
        int atOnce
    )
    {
        using var client = new Client(cluster.Bootstrap);
        var rows = new ConcurrentDictionary<FormatCase, IReadOnlyList<string>>();
        await Parallel.ForEachAsync(
            FormatCases.All,
            new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (each, _) =>
            {
                using var sql = await SqlClient.Open(
                    gateway,
                    ("table.local-time-zone", "UTC"),
                    ("parallelism.default", "1"),
                    ("restart-strategy.type", "none")
                );
                rows[each] = await each.Run(client, sql, cluster.Bootstrap, cluster.Registry);
            }
        );
        return [.. rows.Select(of => (of.Key.Name, of.Value)).OrderBy(of => of.Name, StringComparer.Ordinal)];
    }
}
