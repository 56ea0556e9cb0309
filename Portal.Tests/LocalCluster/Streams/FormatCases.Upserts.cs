namespace Portal.Tests.LocalCluster.Streams;

/// <summary>Keys, values and tombstones of a topic of upserts; and what the connector's options do.</summary>
internal static partial class FormatCases
{
    private const string Counted = "usr STRING, n BIGINT, PRIMARY KEY (usr) NOT ENFORCED";
    private const string Counting = """
        INSERT INTO t SELECT usr, SUM(CAST(v AS BIGINT)) FROM (VALUES ('anna', 1), ('😀', 2), ('anna', 3), ('ä"', 9), ('anna', 5), ('<b>', 1), ('', 1)) AS x(usr, v)
        GROUP BY usr HAVING SUM(CAST(v AS BIGINT)) < 9
        """;

    private static IEnumerable<FormatCase> Upserts =>
        [
            Upsert("upsert written", Counted, "'key.format'='json','value.format'='json'", Counting, 7),
            Upsert(
                "upsert written without its key",
                Counted,
                "'key.format'='json','value.format'='json','value.fields-include'='EXCEPT_KEY'",
                Counting,
                7
            ),
            Upsert(
                "upsert written with a key of text",
                Counted,
                "'key.format'='raw','value.format'='csv'",
                Counting,
                7
            ),
            Upsert(
                "upsert written with a key of CSV",
                Counted,
                "'key.format'='csv','value.format'='json'",
                Counting,
                7
            ),
            Upsert(
                "upsert written with a key of several",
                "d DECIMAL(10, 8), ts TIMESTAMP(3), v STRING, PRIMARY KEY (ts, d) NOT ENFORCED",
                "'key.format'='json','value.format'='json'",
                """
                INSERT INTO t VALUES
                (CAST(0.00000001 AS DECIMAL(10, 8)), TIMESTAMP '2026-01-02 03:04:05.100', 'a'),
                (CAST(12.5 AS DECIMAL(10, 8)), TIMESTAMP '2026-01-02 00:00:00', CAST(NULL AS STRING)),
                (CAST(12.5 AS DECIMAL(10, 8)), TIMESTAMP '2026-01-02 00:00:00', 'c')
                """,
                3
            ),
            Upsert(
                "upsert written with a prefix",
                "k_usr STRING, n BIGINT, PRIMARY KEY (k_usr) NOT ENFORCED",
                "'key.format'='json','value.format'='json','value.fields-include'='EXCEPT_KEY','key.fields-prefix'='k_'",
                Counting,
                7
            ),
        ];

    private static IEnumerable<FormatCase> Options =>
        [
            new(
                "key written to the first partition",
                Keyed,
                $"{KeyJson},'sink.partitioner'='fixed'",
                KeyedRows,
                Written: 4
            ),
            new("key written by turns", Keyed, $"{KeyJson},'sink.partitioner'='round-robin'", KeyedRows, Written: 4),
            new FormatCase(
                "two topics read",
                "`topic` STRING METADATA VIRTUAL, `partition` INT METADATA VIRTUAL, v STRING",
                $"'format'='raw',{Earliest}",
                "SELECT * FROM t"
            )
            {
                Second = ["c", "d"],
            }.Over("a", "b"),
            new(
                "two topics read from offsets",
                Numbered,
                "'format'='raw','scan.startup.mode'='specific-offsets','scan.startup.specific-offsets'='partition:0,offset:0'",
                "SELECT * FROM t"
            )
            {
                Second = ["c"],
            },
            new(
                "time to start at left out",
                Numbered,
                "'format'='raw','scan.startup.mode'='timestamp'",
                "SELECT * FROM t"
            ),
        ];

    private static FormatCase Upsert(string name, string columns, string options, string insert, int written) =>
        new(name, columns, options, insert, written) { Connector = "upsert-kafka" };
}
