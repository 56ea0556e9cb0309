namespace Portal.Bench.Streams;

/// <param name="Columns">Of the topic that it writes.</param>
internal sealed record StreamQuery(string Name, string Columns, string Sql);

/// <summary>A query of each kind that a stream job usually is.</summary>
internal static class StreamQueries
{
    public static readonly IReadOnlyList<StreamQuery> All =
    [
        new("filter", "id BIGINT, total DOUBLE", "SELECT id, amount * 1.2 FROM orders WHERE amount > 50"),
        new(
            "enrich",
            "id BIGINT, rate DOUBLE",
            "SELECT o.id, r.rate FROM orders AS o JOIN rates FOR SYSTEM_TIME AS OF o.ts AS r ON o.item = r.item"
        ),
        new(
            "count by key",
            "item STRING, start_at TIMESTAMP(3), n BIGINT",
            "SELECT item, window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY item, window_start, window_end"
        ),
        new(
            "session",
            "item STRING, start_at TIMESTAMP(3), n BIGINT",
            "SELECT item, window_start, COUNT(*) FROM TABLE(SESSION(TABLE orders PARTITION BY item, DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY item, window_start, window_end"
        ),
        new(
            "interval join",
            "id BIGINT, paid DOUBLE",
            "SELECT o.id, p.paid FROM orders AS o JOIN payments AS p ON o.id = p.id AND p.ts BETWEEN o.ts AND o.ts + INTERVAL '30' SECOND"
        ),
    ];

    public static IEnumerable<string> Tables(string bootstrap, StreamQuery query, string to)
    {
        var kafka = $"'properties.bootstrap.servers' = '{bootstrap}', 'properties.group.id' = 'bench'";
        var read =
            $"{kafka}, 'connector' = 'kafka', 'format' = 'json', 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset'";
        const string Late = "WATERMARK FOR ts AS ts - INTERVAL '5' SECOND";
        yield return $"CREATE TABLE orders (id BIGINT, item STRING, amount DOUBLE, ts TIMESTAMP(3), {Late}) WITH ('topic' = '{StreamData.Orders}', {read})";
        yield return $"CREATE TABLE payments (id BIGINT, paid DOUBLE, ts TIMESTAMP(3), {Late}) WITH ('topic' = '{StreamData.Payments}', {read})";
        yield return $"CREATE TABLE rates (item STRING, rate DOUBLE, ts TIMESTAMP(3), {Late}, PRIMARY KEY (item) NOT ENFORCED) WITH ('topic' = '{StreamData.Rates}', {kafka}, 'connector' = 'upsert-kafka', 'key.format' = 'raw', 'value.format' = 'json', 'scan.bounded.mode' = 'latest-offset')";
        yield return $"CREATE TABLE results ({query.Columns}) WITH ('topic' = '{to}', {kafka}, 'connector' = 'kafka', 'format' = 'json')";
    }
}
