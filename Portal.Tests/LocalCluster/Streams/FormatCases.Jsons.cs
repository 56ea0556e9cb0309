namespace Portal.Tests.LocalCluster.Streams;

/// <summary>JSON as it is written, byte by byte: partitions and compaction go by a key's bytes.</summary>
internal static partial class FormatCases
{
    private const string Json = $"'format'='json',{Earliest}";
    private const string Nested =
        "tags ARRAY<STRING>, props MAP<STRING, INT>, addr ROW<city STRING, zip INT>, bin BYTES, tiny TINYINT, c CHAR(3), deep MAP<STRING, ARRAY<ROW<a INT, b STRING>>>";
    private const string NestedRows = """
        INSERT INTO t VALUES
        (ARRAY['a', 'ä😀'], MAP['x', 1], ROW('Ulm', 89073), x'00FF10', CAST(-128 AS TINYINT), 'abc', MAP['k"', ARRAY[ROW(1, 'b'), ROW(2, '')]]),
        (ARRAY['c', CAST(NULL AS STRING)], MAP['😀', CAST(NULL AS INT)], ROW(CAST(NULL AS STRING), 0), x'', CAST(0 AS TINYINT), 'ä😀', MAP['', ARRAY[ROW(CAST(NULL AS INT), CAST(NULL AS STRING))]]),
        (CAST(NULL AS ARRAY<STRING>), CAST(NULL AS MAP<STRING, INT>), CAST(NULL AS ROW<city STRING, zip INT>), CAST(NULL AS BYTES), CAST(NULL AS TINYINT), CAST(NULL AS CHAR(3)), CAST(NULL AS MAP<STRING, ARRAY<ROW<a INT, b STRING>>>))
        """;
    private static readonly (string Type, string[] Values)[] Decimals =
    [
        ("DECIMAL(10, 8)", ["0.00000001", "-0.0000012", "0.00000123", "0", "12.5"]),
        ("DECIMAL(5, 1)", ["1.5", "-0.1", "0", "10", "1234.5"]),
        ("DECIMAL(20, 0)", ["100", "0", "-1", "12345678901234567890"]),
    ];

    /// <summary>What JSON writers differ in: beyond the basic plane, HTML's own, controls, spaces that aren't seen, private use.</summary>
    private static readonly string[] Signs =
    [
        "😀 x",
        "<a href=\"b\">&+=`/\\</a>",
        "tab\tline\nreturn\r",
        "\u0001\u001f",
        "\u007f\u0085\u00a0",
        "\u2028\u2029\u200b",
        "\ue000\ufffd\uffee",
        "ä日本語",
    ];

    private static string SignRows => $"INSERT INTO t VALUES {string.Join(", ", Signs.Select(s => $"('{s}')"))}";

    private static IEnumerable<FormatCase> Jsons =>
        [
            new("json written", Lines, Json, WrittenRows, Written: 3),
            new(
                "json written in ISO",
                Lines,
                $"{Json},'json.timestamp-format.standard'='ISO-8601'",
                WrittenRows,
                Written: 3
            ),
            new("json written nested", Nested, Json, NestedRows, Written: 3),
            new(
                "json written without nulls",
                Nested,
                $"{Json},'json.encode.ignore-null-fields'='true'",
                NestedRows,
                Written: 3
            ),
            new("json written text", "v STRING", Json, SignRows, Signs.Length),
            .. Decimals.SelectMany(of =>
                (FormatCase[])
                    [
                        Decimal("json", of.Type, Json, of.Values),
                        Decimal(
                            "json plain",
                            of.Type,
                            $"{Json},'json.encode.decimal-as-plain-number'='true'",
                            of.Values
                        ),
                        Decimal("csv", of.Type, Csv, of.Values),
                    ]
            ),
            new(
                "json written numbers",
                "v DOUBLE, w FLOAT, x BIGINT, y SMALLINT",
                Json,
                """
                INSERT INTO t VALUES
                (CAST(1e300 AS DOUBLE), CAST(1e10 AS FLOAT), CAST(-9223372036854775808 AS BIGINT), CAST(-32768 AS SMALLINT)),
                (CAST(1e-5 AS DOUBLE), CAST(0.1 AS FLOAT), CAST(9223372036854775807 AS BIGINT), CAST(32767 AS SMALLINT)),
                (CAST(10000000 AS DOUBLE), CAST(-0.001 AS FLOAT), CAST(0 AS BIGINT), CAST(0 AS SMALLINT)),
                (CAST(123456.789 AS DOUBLE), CAST(16777216 AS FLOAT), CAST(1 AS BIGINT), CAST(1 AS SMALLINT)),
                (CAST(100 AS DOUBLE), CAST(0 AS FLOAT), CAST(1 AS BIGINT), CAST(2 AS SMALLINT))
                """,
                Written: 5
            ),
            new(
                "json written times",
                "v TIMESTAMP(6), w TIMESTAMP(0), x TIMESTAMP_LTZ(3)",
                Json,
                """
                INSERT INTO t VALUES
                (TIMESTAMP '2026-01-02 03:04:05.123456', TIMESTAMP '2026-01-02 03:04:05', TO_TIMESTAMP_LTZ(-1, 3)),
                (TIMESTAMP '2026-01-02 03:04:00.100000', TIMESTAMP '0001-01-01 00:00:00', TO_TIMESTAMP_LTZ(1767323045120, 3)),
                (TIMESTAMP '9999-12-31 23:59:59.999999', TIMESTAMP '2026-01-02 00:00:00', TO_TIMESTAMP_LTZ(60000, 3))
                """,
                Written: 3
            ),
            new(
                "json written with keys of numbers",
                "v MAP<INT, STRING>",
                Json,
                "INSERT INTO t VALUES (MAP[1, 'a'])",
                1
            ),
        ];

    private static FormatCase Decimal(string format, string type, string options, string[] values) =>
        new(
            $"{format} {type.Replace(", ", " ", StringComparison.Ordinal).Replace('(', ' ').TrimEnd(')')} written",
            $"v {type}",
            options,
            $"INSERT INTO t VALUES {string.Join(", ", values.Select(value => $"(CAST('{value}' AS {type}))"))}",
            values.Length
        );
}
