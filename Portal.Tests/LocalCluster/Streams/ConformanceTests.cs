using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

public sealed class ConformanceTests
{
    [Fact]
    public async Task Each_query_gives_the_rows_that_Flink_gave_for_it()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        using var client = new Client(cluster.Bootstrap);
        await Conformance.Fill(client);
        using var sql = await Conformance.Session(cluster.SqlGateway, cluster.Bootstrap);

        var differences = new List<string>();
        foreach (var query in Conformance.Recorded)
        {
            var rows = Conformance.Final(await sql.Rows(query.Sql));
            if (!rows.SequenceEqual(Conformance.Final(query.Rows.Select(row => $"+I{row}"))))
            {
                differences.Add(
                    $"{query.Name}\n  ours   {string.Join(" ", rows)}\n  Flink  {string.Join(" ", query.Rows)}"
                );
            }
        }

        differences.ShouldBeEmpty();
        Conformance.Recorded.Count.ShouldBeGreaterThan(50);
    }

    /// <summary>With <c>PORTAL_RECORD=1</c> what Flink gives now is what counts from now on.</summary>
    [FullRunFact]
    public async Task What_is_recorded_is_what_Flink_gives()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var flink = await RealFlink.Start();
        using var client = new Client(cluster.Bootstrap);
        await Conformance.Fill(client);
        using var sql = await Conformance.Session(flink.Gateway, cluster.Bootstrap);

        var now = new List<RecordedQuery>();
        foreach (var query in Conformance.Recorded)
        {
            now.Add(query with { Rows = Conformance.Final(await sql.Rows(query.Sql)) });
        }

        if (Environment.GetEnvironmentVariable("PORTAL_RECORD") == "1")
        {
            Conformance.Record(now);
        }

        foreach (var (was, isNow) in Conformance.Recorded.Zip(now))
        {
            isNow.Rows.ShouldBe(Conformance.Final(was.Rows.Select(row => $"+I{row}")), was.Name);
        }
    }
}
