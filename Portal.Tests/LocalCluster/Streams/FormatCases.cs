using System.Text;
using Confluent.Kafka;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>The formats in both directions, keys, where a table starts, metadata.</summary>
internal static partial class FormatCases
{
    private const string Earliest = "'scan.startup.mode'='earliest-offset'";
    private const string Csv = $"'format'='csv',{Earliest}";
    private const string Lines =
        "id BIGINT, name STRING, amount DECIMAL(10, 2), qty INT, price DOUBLE, ok BOOLEAN, `at` TIMESTAMP(3), `day` DATE, tod TIME, small SMALLINT, score FLOAT, seen TIMESTAMP_LTZ(3)";
    private const string Whole =
        "1,anna,12.50,3,1.5,true,2026-01-02 03:04:05.678,2026-01-02,03:04:05,-3,0.25,2026-01-02 03:04:05.678Z";
    private const string Quoted =
        "2,\"b, \"\"quoted\"\" ä\",-0.01,-5,1e3,false,1969-12-31 23:59:59,1969-12-31,23:59:59,0,1e-3,1969-12-31 23:59:59Z";
    private const string WrittenRows = """
        INSERT INTO t VALUES
        (CAST(1 AS BIGINT), 'anna', CAST(12.50 AS DECIMAL(10, 2)), 3, CAST(1.5 AS DOUBLE), TRUE, TIMESTAMP '2026-01-02 03:04:05.678', DATE '2026-01-02', TIME '03:04:05', CAST(-3 AS SMALLINT), CAST(0.25 AS FLOAT), TO_TIMESTAMP_LTZ(1767323045678, 3)),
        (CAST(2 AS BIGINT), 'b, "quoted" ä', CAST(-0.01 AS DECIMAL(10, 2)), -5, CAST(1e10 AS DOUBLE), FALSE, TIMESTAMP '1969-12-31 23:59:59', DATE '1969-12-31', TIME '23:59:59', CAST(0 AS SMALLINT), CAST(1e-9 AS FLOAT), TO_TIMESTAMP_LTZ(0, 3)),
        (CAST(NULL AS BIGINT), CAST(NULL AS STRING), CAST(NULL AS DECIMAL(10, 2)), CAST(NULL AS INT), CAST(NULL AS DOUBLE), CAST(NULL AS BOOLEAN), CAST(NULL AS TIMESTAMP(3)), CAST(NULL AS DATE), CAST(NULL AS TIME), CAST(NULL AS SMALLINT), CAST(NULL AS FLOAT), CAST(NULL AS TIMESTAMP_LTZ(3)))
        """;
    private const string AvroColumns =
        "id BIGINT, name STRING, qty INT, score FLOAT, price DOUBLE, ok BOOLEAN, bin BYTES, amount DECIMAL(10, 2), `at` TIMESTAMP(3), `day` DATE, tags ARRAY<STRING>, props MAP<STRING NOT NULL, INT>, addr ROW<city STRING, zip INT>";
    private const string AvroSchema = """
        {"type":"record","name":"r","fields":[{"name":"id","type":["null","long"]},{"name":"name","type":["null","string"]},{"name":"qty","type":["null","int"]},{"name":"score","type":["null","float"]},{"name":"price","type":["null","double"]},{"name":"ok","type":["null","boolean"]},{"name":"bin","type":["null","bytes"]},{"name":"amount","type":["null",{"type":"bytes","logicalType":"decimal","precision":10,"scale":2}]},{"name":"at","type":["null",{"type":"long","logicalType":"timestamp-millis"}]},{"name":"day","type":["null",{"type":"int","logicalType":"date"}]},{"name":"tags","type":["null",{"type":"array","items":["null","string"]}]},{"name":"props","type":["null",{"type":"map","values":["null","int"]}]},{"name":"addr","type":["null",{"type":"record","name":"a","fields":[{"name":"city","type":["null","string"]},{"name":"zip","type":["null","int"]}]}]}]}
        """;
    private const string Avro =
        $"'format'='avro-confluent','avro-confluent.url'='$REGISTRY','avro-confluent.subject'='format-avro-value','avro-confluent.schema'='{AvroSchema}',{Earliest}";
    private const string AvroRows = """
        INSERT INTO t VALUES
        (CAST(1 AS BIGINT), 'ä😀', 7, CAST(1.5 AS FLOAT), CAST(-0.1 AS DOUBLE), TRUE, x'00FF', CAST(12.34 AS DECIMAL(10, 2)), TIMESTAMP '2026-01-02 03:04:05.678', DATE '2026-01-02', ARRAY['a', 'b'], MAP['x', 1], ROW('Ulm', 89073)),
        (CAST(-9223372036854775808 AS BIGINT), '', -1, CAST(0 AS FLOAT), CAST(1e300 AS DOUBLE), FALSE, x'', CAST(-0.01 AS DECIMAL(10, 2)), TIMESTAMP '1969-12-31 23:59:59.999', DATE '1969-12-31', ARRAY['c', CAST(NULL AS STRING)], MAP['y', CAST(NULL AS INT)], ROW(CAST(NULL AS STRING), 0)),
        (CAST(NULL AS BIGINT), CAST(NULL AS STRING), CAST(NULL AS INT), CAST(NULL AS FLOAT), CAST(NULL AS DOUBLE), CAST(NULL AS BOOLEAN), CAST(NULL AS BYTES), CAST(NULL AS DECIMAL(10, 2)), CAST(NULL AS TIMESTAMP(3)), CAST(NULL AS DATE), CAST(NULL AS ARRAY<STRING>), CAST(NULL AS MAP<STRING NOT NULL, INT>), CAST(NULL AS ROW<city STRING, zip INT>))
        """;
    private const string Keyed = "k_id BIGINT, k_usr STRING, v STRING";
    private const string KeyJson = $"'key.format'='json','key.fields'='k_id;k_usr','value.format'='json',{Earliest}";
    private const string KeyedRows =
        "INSERT INTO t VALUES (1, 'anna', 'x'), (2, 'bert', 'y'), (3, 'ä', 'z'), (4, 'dora', '')";
    private const string Numbered = "`partition` INT METADATA VIRTUAL, `offset` BIGINT METADATA VIRTUAL, v STRING";

    private static readonly (string Type, string[] Values)[] Raw =
    [
        ("STRING", ["'text'", "'ä😀'", "''"]),
        ("BYTES", ["x'00FF10'", "x''"]),
        ("BOOLEAN", ["TRUE", "FALSE"]),
        ("TINYINT", ["CAST(1 AS TINYINT)", "CAST(-128 AS TINYINT)"]),
        ("SMALLINT", ["CAST(258 AS SMALLINT)", "CAST(-2 AS SMALLINT)"]),
        ("INT", ["16909060", "-2"]),
        ("BIGINT", ["CAST(72623859790382856 AS BIGINT)", "CAST(-2 AS BIGINT)"]),
        ("FLOAT", ["CAST(1.5 AS FLOAT)", "CAST(-0.1 AS FLOAT)"]),
        ("DOUBLE", ["CAST(1.5 AS DOUBLE)", "CAST(-0.1 AS DOUBLE)"]),
    ];

    public static IReadOnlyList<FormatCase> All =>
        [.. Csvs, .. Raws, .. Avros, .. Jsons, .. Upserts, .. Keys, .. Options, .. Starts, .. Metadata];

    private static IEnumerable<FormatCase> Csvs =>
        [
            new FormatCase("csv read", Lines, Csv, "SELECT * FROM t").Over(
                Whole,
                Quoted,
                "3,\" a b \",1,1,1,TRUE,2026-01-02 03:04:05,2026-01-02,03:04,1,1,2026-01-02 03:04:05Z"
            ),
            new FormatCase("csv read empty fields", "id BIGINT, name STRING, note STRING", Csv, "SELECT * FROM t").Over(
                "1,,x",
                "2,\"\",",
                "3, , "
            ),
            new FormatCase("csv read an empty number", "id BIGINT, qty INT", Csv, "SELECT * FROM t").Over("1,"),
            new FormatCase("csv read too few fields", "id BIGINT, name STRING", Csv, "SELECT * FROM t").Over("1"),
            new FormatCase("csv read too many fields", "id BIGINT, name STRING", Csv, "SELECT * FROM t").Over("1,a,b"),
            new FormatCase("csv read no number", "id BIGINT, name STRING", Csv, "SELECT * FROM t").Over("x,a"),
            new FormatCase(
                "csv read what can be read",
                "id BIGINT, name STRING, qty INT",
                $"{Csv},'csv.ignore-parse-errors'='true'",
                "SELECT * FROM t"
            ).Over("1,a,2", "x,b,3", "4,c,", "5,d", "6,e,7,8", "", "9,\"f,10"),
            new FormatCase(
                "csv read with bars",
                "id BIGINT, name STRING, qty INT",
                $"{Csv},'csv.field-delimiter'='|','csv.null-literal'='n/a'",
                "SELECT * FROM t"
            ).Over("1|a,b|2", "n/a|n/a|n/a", "3|\"a|b\"|4"),
            new FormatCase(
                "csv read nested",
                "id BIGINT, tags ARRAY<STRING>, nums ARRAY<INT>, addr ROW<city STRING, zip INT>",
                Csv,
                "SELECT * FROM t"
            ).Over("1,a;b,1;2,Ulm;89073", "2,a,1,Ulm;1", "3,,,;0", "4,a;,1,\"a b;2\""),
            new("csv written", Lines, Csv, WrittenRows, Written: 3),
            new(
                "csv written text",
                "v STRING, w STRING",
                Csv,
                "INSERT INTO t VALUES ('a b', ''), (' a', 'a;b'), ('a''b', 'a\\b'), ('a-b', 'a_b'), ('x' || CHR(10) || 'y', 'tab' || CHR(9)), ('#a', '1.5'), ('a=b', 'a:b'), ('.', '@'), ('A/B', 'a\"b'), ('ä', '(a)'), ('abcdefghijklmnopqrstuvwx', 'abcdefghijklmnopqrstuvwxy')",
                Written: 11
            ),
            new(
                "csv written with bars",
                "id BIGINT, name STRING, qty INT",
                $"{Csv},'csv.field-delimiter'='|','csv.null-literal'='n/a'",
                "INSERT INTO t VALUES (1, 'a,b', 2), (2, 'a|b', CAST(NULL AS INT)), (3, CAST(NULL AS STRING), 4)",
                Written: 3
            ),
            new(
                "csv written nested",
                "id BIGINT, tags ARRAY<STRING>, nums ARRAY<INT>, addr ROW<city STRING, zip INT>",
                Csv,
                "INSERT INTO t VALUES (1, ARRAY['a', 'b'], ARRAY[1, 2], ROW('Ulm', 89073)), (2, ARRAY['a b'], ARRAY[1], ROW('', 1)), (3, ARRAY['x,y', CAST(NULL AS STRING)], CAST(NULL AS ARRAY<INT>), CAST(NULL AS ROW<city STRING, zip INT>))",
                Written: 3
            ),
        ];

    private static IEnumerable<FormatCase> Raws =>
        Raw.SelectMany(of =>
                ((string Name, string Option)[])[("", ""), (" little endian", ",'raw.endianness'='little-endian'")]
                    is var ways
                    ? ways.SelectMany(way =>
                    {
                        var rows = string.Join(
                            ", ",
                            of.Values.Append($"CAST(NULL AS {of.Type})").Select(v => $"({v})")
                        );
                        var options = $"'format'='raw',{Earliest}{way.Option}";
                        var insert = $"INSERT INTO t VALUES {rows}";
                        return (FormatCase[])
                            [
                                new(
                                    $"raw {of.Type}{way.Name} written",
                                    $"v {of.Type}",
                                    options,
                                    insert,
                                    of.Values.Length + 1
                                ),
                                new($"raw {of.Type}{way.Name} read", $"v {of.Type}", options, "SELECT * FROM t")
                                {
                                    Filled = (insert, of.Values.Length + 1),
                                },
                            ];
                    })
                    : []
            )
            .Append(
                new FormatCase("raw INT of text", "v INT", $"'format'='raw',{Earliest}", "SELECT * FROM t").Over(
                    "12345"
                )
            )
            .Append(
                new FormatCase(
                    "raw in latin letters",
                    "v STRING",
                    $"'format'='raw','raw.charset'='ISO-8859-1',{Earliest}",
                    "SELECT * FROM t"
                )
                {
                    Filled = ("INSERT INTO t VALUES ('äöü')", 1),
                }
            );

    private static IEnumerable<FormatCase> Avros =>
        [
            new("avro written", AvroColumns, Avro, AvroRows, Written: 3),
            new("avro read", AvroColumns, Avro, "SELECT * FROM t") { Filled = (AvroRows, 3) },
            new FormatCase("avro read what is none", AvroColumns, Avro, "SELECT * FROM t").Over("{}"),
        ];

    private static IEnumerable<FormatCase> Keys =>
        [
            new(
                "key written beside the value",
                Keyed,
                $"{KeyJson},'value.fields-include'='ALL'",
                KeyedRows,
                Written: 4
            ),
            new("key written alone", Keyed, $"{KeyJson},'value.fields-include'='EXCEPT_KEY'", KeyedRows, Written: 4),
            new("key read alone", Keyed, $"{KeyJson},'value.fields-include'='EXCEPT_KEY'", "SELECT * FROM t")
            {
                Filled = (KeyedRows, 4),
            },
            new(
                "key written with a prefix",
                Keyed,
                $"{KeyJson},'key.fields-prefix'='k_','value.fields-include'='EXCEPT_KEY'",
                KeyedRows,
                Written: 4
            ),
            new(
                "key read with a prefix",
                Keyed,
                $"{KeyJson},'key.fields-prefix'='k_','value.fields-include'='EXCEPT_KEY'",
                "SELECT * FROM t"
            )
            {
                Filled = (KeyedRows, 4),
            },
            new FormatCase(
                "key read beside another value",
                "id BIGINT, v STRING",
                $"'key.format'='json','key.fields'='id','value.format'='json','value.fields-include'='ALL',{Earliest}",
                "SELECT * FROM t"
            )
            {
                Records =
                [
                    (0, FormatCase.Text("""{"id":2,"v":"value's"}""", """{"id":1}""")),
                    (1, FormatCase.Text("""{"v":"key's"}""", """{"id":3}""")),
                    (1, FormatCase.Text("""{"id":4,"v":"without"}""")),
                    (0, FormatCase.Text(null, """{"id":5}""")),
                ],
            },
            new(
                "key of text and value of CSV",
                "k STRING, a INT, b STRING",
                $"'key.format'='raw','key.fields'='k','value.format'='csv','value.fields-include'='EXCEPT_KEY',{Earliest}",
                "SELECT * FROM t"
            )
            {
                Records =
                [
                    (0, FormatCase.Text("1,x", "k1")),
                    (1, FormatCase.Text("2,y", "k2")),
                    (1, FormatCase.Text("3,z")),
                ],
            },
        ];

    private static IEnumerable<FormatCase> Starts
    {
        get
        {
            FormatCase Start(string name, string mode) =>
                new FormatCase($"start {name}", Numbered, $"'format'='raw',{mode}", "SELECT * FROM t").Over(
                    "a",
                    "b",
                    "c",
                    "d",
                    "e",
                    "f"
                );
            return
            [
                Start("at a time", "'scan.startup.mode'='timestamp','scan.startup.timestamp-millis'='1700000000003'"),
                Start(
                    "at a time to come",
                    "'scan.startup.mode'='timestamp','scan.startup.timestamp-millis'='1800000000000'"
                ),
                Start(
                    "at offsets",
                    "'scan.startup.mode'='specific-offsets','scan.startup.specific-offsets'='partition:0,offset:2;partition:1,offset:1'"
                ),
                Start(
                    "at one offset",
                    "'scan.startup.mode'='specific-offsets','scan.startup.specific-offsets'='partition:1,offset:2','properties.auto.offset.reset'='earliest'"
                ),
                Start("at the end", "'scan.startup.mode'='latest-offset'"),
                Start("where the group is", "'scan.startup.mode'='group-offsets'") with
                {
                    Committed = [1, 2],
                },
                Start("to a time", Earliest) with
                {
                    Bounded = "'scan.bounded.mode'='timestamp','scan.bounded.timestamp-millis'='1700000000003'",
                },
                Start("to offsets", Earliest) with
                {
                    Bounded =
                        "'scan.bounded.mode'='specific-offsets','scan.bounded.specific-offsets'='partition:0,offset:2;partition:1,offset:1'",
                },
                Start("to one offset", Earliest) with
                {
                    Bounded =
                        "'scan.bounded.mode'='specific-offsets','scan.bounded.specific-offsets'='partition:1,offset:2'",
                },
                Start("to where the group is", Earliest) with
                {
                    Bounded = "'scan.bounded.mode'='group-offsets'",
                    Committed = [1, 2],
                },
                Start("without offsets", "'scan.startup.mode'='group-offsets'"),
                Start(
                    "without offsets at the oldest",
                    "'scan.startup.mode'='group-offsets','properties.auto.offset.reset'='earliest'"
                ),
                Start(
                    "without offsets at the newest",
                    "'scan.startup.mode'='group-offsets','properties.auto.offset.reset'='latest'"
                ),
            ];
        }
    }

    private static IEnumerable<FormatCase> Metadata =>
        [
            new(
                "metadata read",
                "`partition` INT METADATA VIRTUAL, `offset` BIGINT METADATA VIRTUAL, `at` TIMESTAMP_LTZ(3) METADATA FROM 'timestamp', `timestamp-type` STRING METADATA VIRTUAL, `topic` STRING METADATA VIRTUAL, headers MAP<STRING, BYTES> METADATA, `leader-epoch` INT METADATA VIRTUAL, v STRING",
                $"'format'='raw',{Earliest}",
                "SELECT * FROM t"
            )
            {
                Records =
                [
                    (0, FormatCase.Text("a", ms: 1_700_000_000_001)),
                    (1, With(FormatCase.Text("b", ms: 1_700_000_000_002), ("trace", "1"), ("x", "ä"))),
                    (1, With(FormatCase.Text("c", ms: 1), ("trace", "1"), ("trace", "2"))),
                ],
            },
            new(
                "metadata read as another type",
                "o INT METADATA FROM 'offset' VIRTUAL, p STRING METADATA FROM 'partition' VIRTUAL, v STRING",
                $"'format'='raw',{Earliest}",
                "SELECT * FROM t"
            )
            {
                Records = [(0, FormatCase.Text("a")), (1, FormatCase.Text("b"))],
            },
            new(
                "metadata written",
                "`timestamp` TIMESTAMP_LTZ(3) METADATA, headers MAP<STRING, BYTES> METADATA, v STRING",
                $"'format'='raw',{Earliest}",
                "INSERT INTO t VALUES (TO_TIMESTAMP_LTZ(1700000000001, 3), MAP['trace', x'31'], 'a'), (TO_TIMESTAMP_LTZ(2, 3), CAST(NULL AS MAP<STRING, BYTES>), 'b')",
                Written: 2
            ),
        ];

    private static Message<byte[]?, byte[]?> With(
        Message<byte[]?, byte[]?> message,
        params (string Name, string Value)[] headers
    )
    {
        message.Headers = [];
        foreach (var (name, value) in headers)
        {
            message.Headers.Add(name, Encoding.UTF8.GetBytes(value));
        }

        return message;
    }
}
