using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Formats;
using Portal.LocalCluster.Streams.Jobs;
using Portal.LocalCluster.Streams.Planning;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;
using Portal.Schemas.Avro;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>What would end the process, or give wrong rows, is refused in words.</summary>
public sealed class LimitTests
{
    private const string Orders =
        "CREATE TABLE orders (id STRING, other STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'kafka', 'topic' = 'orders', 'properties.bootstrap.servers' = 'localhost:1', 'format' = 'json', 'scan.startup.mode' = 'earliest-offset')";
    private const string Counts =
        "CREATE TABLE counts (id STRING, n BIGINT, other STRING, PRIMARY KEY (id) NOT ENFORCED) WITH ('connector' = 'upsert-kafka', 'topic' = 'counts', 'properties.bootstrap.servers' = 'localhost:1', 'key.format' = 'json', 'value.format' = 'json')";

    private const string Places =
        "CREATE TABLE places (id STRING, other STRING, n BIGINT, PRIMARY KEY (id, other) NOT ENFORCED) WITH ('connector' = 'upsert-kafka', 'topic' = 'places', 'properties.bootstrap.servers' = 'localhost:1', 'key.format' = 'json', 'value.format' = 'json')";

    [ClusterTheory]
    [InlineData("SELECT 1", " + 1", 1_000, "operands in a row")]
    [InlineData("SELECT TRUE", " OR TRUE", 1_000, "operands in a row")]
    [InlineData("SELECT 1", " UNION ALL SELECT 1", 300, "queries and tables")]
    [InlineData("SELECT 1 FROM orders", " CROSS JOIN orders", 300, "queries and tables")]
    public void A_long_row_is_refused_and_one_at_the_limit_is_read(string first, string more, int most, string words)
    {
        var refused = Assert.Throws<SqlException>(() =>
            Parser.Read(first + string.Concat(Enumerable.Repeat(more, 50_000)))
        );

        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.Contains("at line 1, column", refused.Message, StringComparison.Ordinal);
        Parser.Read(first + string.Concat(Enumerable.Repeat(more, most)));
    }

    [ClusterFact]
    public void An_expression_at_the_limit_is_planned() =>
        Assert.NotNull(Planned($"SELECT 1{string.Concat(Enumerable.Repeat(" + 1", 1_000))}"));

    [ClusterTheory]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"next","type":"R"}]}""", new byte[0], "nested deeper")]
    [InlineData(
        """{"type":"record","name":"R","fields":[{"name":"all","type":{"type":"array","items":"null"}}]}""",
        new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0x0F },
        "items without a byte"
    )]
    public void An_Avro_record_without_end_is_a_fault_of_the_data(string schema, byte[] bytes, string words)
    {
        var read = Assert.IsType<AvroRead.Fine>(AvroReading.Read(schema)).Schema;

        var fault = Assert.Throws<SqlDataException>(() => new AvroBinary(read, bytes, 0).Row([]));

        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    [ClusterTheory]
    [InlineData("../../elsewhere")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("0123")]
    public void A_jobs_id_is_hexadecimal(string id)
    {
        var options = new PlanOptions(new Dictionary<string, string> { ["$internal.pipeline.job-id"] = id });

        Assert.Contains(
            "32 hexadecimal",
            Assert.Throws<SqlException>(() => options.JobId).Message,
            StringComparison.Ordinal
        );
    }

    [ClusterTheory]
    [InlineData("INSERT INTO counts (id, n) SELECT id, COUNT(*) FROM orders GROUP BY id", false)]
    [InlineData("INSERT INTO counts (n, id) SELECT COUNT(*), id FROM orders GROUP BY id", false)]
    [InlineData("INSERT INTO counts (other, n, id) SELECT id, COUNT(*), MAX(other) FROM orders GROUP BY id", true)]
    public void A_results_key_is_compared_with_the_columns_it_goes_to(string insert, bool keepsRows) =>
        Assert.Equal(keepsRows, Planned(insert).Explained().Contains("SinkMaterializer", StringComparison.Ordinal));

    [ClusterTheory]
    [InlineData("INSERT INTO counts (id, n) SELECT id, COUNT(*) FROM orders GROUP BY id", false)]
    [InlineData("INSERT INTO counts (other, n, id) SELECT id, COUNT(*), MAX(other) FROM orders GROUP BY id", false)]
    [InlineData("INSERT INTO counts (id, n) SELECT MAX(id), COUNT(*) FROM orders", true)]
    [InlineData("INSERT INTO places SELECT id, MAX(other), COUNT(*) FROM orders GROUP BY id", true)]
    [InlineData("INSERT INTO places SELECT id, other, COUNT(*) FROM orders GROUP BY id, other", false)]
    [InlineData("INSERT INTO places SELECT id, other, n FROM counts", true)]
    public void A_former_row_is_deleted_where_the_tables_key_has_more_columns_than_the_results(
        string insert,
        bool isDeleted
    ) => Assert.Equal(isDeleted, Planned(insert).Sinks.OfType<TopicSink>().Single().DeletesFormer);

    [ClusterTheory]
    [InlineData("SELECT * FROM S", true)]
    [InlineData("SELECT id, window_start FROM S", true)]
    [InlineData("SELECT id FROM S WHERE window_end IS NOT NULL", true)]
    [InlineData("SELECT id FROM S", false)]
    [InlineData("SELECT id, window_start, window_end, COUNT(*) FROM S GROUP BY id, window_start, window_end", false)]
    [InlineData(
        "SELECT window_start, window_end, COUNT(*) FROM (SELECT * FROM S) GROUP BY window_start, window_end",
        false
    )]
    public void Bounds_of_a_session_are_there_only_with_groups(string query, bool isRefused)
    {
        var sql = query.Replace(
            "FROM S",
            "FROM TABLE(SESSION(TABLE orders, DESCRIPTOR(ts), INTERVAL '1' MINUTE))",
            StringComparison.Ordinal
        );

        var fault = Record.Exception(() => Planned(sql));

        Assert.Equal(isRefused, fault is SqlException);
        Assert.Equal(isRefused, fault?.Message.Contains("line 1, column", StringComparison.Ordinal) ?? false);
    }

    [ClusterTheory]
    [InlineData(
        "SELECT COUNT(*) OVER (ORDER BY id) FROM orders",
        "OVER in another order than that of one time attribute"
    )]
    [InlineData(
        "SELECT COUNT(*) OVER (PARTITION BY id) FROM orders",
        "OVER in another order than that of one time attribute"
    )]
    [InlineData("SELECT COUNT(*) OVER (ORDER BY ts DESC) FROM orders", "only be ordered in ASCENDING mode")]
    [InlineData(
        "SELECT COUNT(*) OVER (ORDER BY ts ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM orders",
        "doesn't end with its row"
    )]
    [InlineData("SELECT COUNT(*) OVER (ORDER BY ts ROWS CURRENT ROW) FROM orders", "doesn't begin before its row")]
    [InlineData(
        "SELECT COUNT(*) OVER (ORDER BY ts ROWS INTERVAL '1' DAY PRECEDING) FROM orders",
        "ROWS takes a number of rows"
    )]
    [InlineData("SELECT COUNT(*) OVER (ORDER BY ts RANGE 5 PRECEDING) FROM orders", "RANGE takes an interval")]
    [InlineData("SELECT RANK() OVER (ORDER BY ts) FROM orders", "RANK OVER isn't supported")]
    [InlineData("SELECT LEAD(id) OVER (ORDER BY ts) FROM orders", "LEAD Function is not supported in stream mode")]
    [InlineData(
        "SELECT LAG(id) OVER (ORDER BY ts ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) FROM orders",
        "ROW/RANGE not allowed"
    )]
    [InlineData(
        "SELECT LAG(id) OVER w FROM orders WINDOW w AS (ORDER BY ts ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)",
        "ROW/RANGE not allowed"
    )]
    [InlineData("SELECT LAG(id, -1) OVER (ORDER BY ts) FROM orders", "Offset(-1) should be positive")]
    [InlineData("SELECT LAG(id, 1, 2) OVER (ORDER BY ts) FROM orders", "Please explicitly cast default value INT")]
    [InlineData("SELECT LAG(id, 1, 2, 3) OVER (ORDER BY ts) FROM orders", "Invalid number of arguments")]
    [InlineData(
        "SELECT COUNT(*) FILTER (WHERE TRUE) OVER (ORDER BY ts) FROM orders",
        "OVER must be applied to aggregate function"
    )]
    [InlineData(
        "SELECT COUNT(*) OVER (ORDER BY ts), COUNT(*) OVER (PARTITION BY id ORDER BY ts) FROM orders",
        "computed on the same window"
    )]
    [InlineData("SELECT COUNT(*) OVER w FROM orders", "Window 'w' not found")]
    [InlineData("SELECT id FROM orders WHERE COUNT(*) OVER (ORDER BY ts) > 1", "COUNT OVER is illegal here")]
    [InlineData("SELECT SUM(COUNT(*)) OVER (ORDER BY ts) FROM orders GROUP BY ts", "OVER beside GROUP BY")]
    [InlineData("SELECT * FROM orders CROSS JOIN UNNEST(id) AS t (x)", "Cannot apply 'UNNEST' to arguments of type")]
    [InlineData(
        "SELECT * FROM orders CROSS JOIN UNNEST(ARRAY[id]) AS t (x, y)",
        "List of column aliases must have same degree as table; table has 1 columns ('EXPR$0'), whereas alias list has 2 columns"
    )]
    [InlineData("SELECT * FROM orders RIGHT JOIN UNNEST(ARRAY[id]) AS t (x) ON TRUE", "Right join of UNNEST")]
    [InlineData("SELECT * FROM orders CROSS JOIN LATERAL TABLE(f(id))", "LATERAL isn't supported")]
    [InlineData(
        "SELECT id FROM orders WHERE id IN (SELECT id FROM orders) OR id > 1",
        "isn't a condition of WHERE by itself"
    )]
    [InlineData("SELECT id IN (SELECT id FROM orders) FROM orders", "isn't a condition of WHERE by itself")]
    [InlineData("SELECT id FROM orders WHERE id IN (SELECT id, ts FROM orders)", "must have compatible types")]
    [InlineData(
        "SELECT id FROM orders WHERE id IS NULL OR EXISTS (SELECT id FROM orders)",
        "EXISTS that isn't a condition of WHERE by itself"
    )]
    [InlineData(
        "SELECT id FROM orders AS a WHERE EXISTS (SELECT COUNT(*) FROM orders AS b WHERE b.id = a.id GROUP BY b.id)",
        "EXISTS with a query that groups and names columns from outside"
    )]
    [InlineData(
        "SELECT id FROM orders AS a WHERE EXISTS (SELECT 1 FROM orders AS b WHERE b.id = a.nothing)",
        "Column 'nothing' not found in table 'a'"
    )]
    [InlineData("SELECT * FROM orders FOR SYSTEM_TIME AS OF ts", "isn't the right side of a join")]
    [InlineData(
        "SELECT * FROM orders AS a JOIN orders FOR SYSTEM_TIME AS OF a.ts AS b ON a.id = b.id",
        "no primary key can be found"
    )]
    [InlineData(
        "SELECT * FROM orders AS a JOIN counts FOR SYSTEM_TIME AS OF a.ts AS c ON a.id = c.id",
        "no row time attribute can be found"
    )]
    [InlineData("SELECT * FROM orders AS a JOIN counts FOR SYSTEM_TIME AS OF a.ts AS c ON a.id = c.other", "id isn't")]
    [InlineData(
        "SELECT * FROM orders AS a JOIN counts FOR SYSTEM_TIME AS OF a.other AS c ON a.id = c.id",
        "left table's time attribute field"
    )]
    [InlineData(
        "SELECT * FROM orders AS a RIGHT JOIN counts FOR SYSTEM_TIME AS OF a.ts AS c ON a.id = c.id",
        "only supports INNER JOIN and LEFT JOIN"
    )]
    public void What_OVER_and_temporal_joins_cannot_do_is_refused_with_its_place(string sql, string words)
    {
        var refused = Assert.Throws<SqlException>(() => Planned(sql));

        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.Contains("line 1, column", refused.Message, StringComparison.Ordinal);
    }

    private static Plan Planned(string sql)
    {
        var catalog = new Catalog();
        catalog.Apply(Parser.Read(Orders));
        catalog.Apply(Parser.Read(Counts));
        catalog.Apply(Parser.Read(Places));
        var planner = new Planner(
            catalog,
            new PlanOptions(ImmutableDictionary<string, string>.Empty),
            TimeProvider.System
        );
        return Parser.Read(sql) switch
        {
            SelectStatement select => planner.Select(select.Of, new CollectSink(TimeProvider.System)).Plan,
            var insert => planner.Insert([(Insert)insert]),
        };
    }
}
