namespace Portal.LocalCluster.Demo;

/// <summary>A stream job of the demo, by the team that owns the topic it writes.</summary>
internal sealed record DemoJob(string Name, DemoTopic Sink, string Description, string Statements)
{
    public DemoRequest Request =>
        new(
            "job",
            "create",
            Name,
            new
            {
                statements = Statements,
                checkpoints = new { intervalSeconds = 10 },
                description = Description,
            }
        );
}

/// <summary>Three jobs over the demo's topics, whose records are JSON without a schema: a filter, a window, a join.</summary>
internal static class DemoJobs
{
    public static readonly IReadOnlyList<DemoJob> All =
    [
        new(
            "large-orders",
            In("orders.large"),
            "Orders above 300 euros, with their size.",
            """
            INSERT INTO `local`.`orders.large`
            SELECT '{"order":"' || JSON_VALUE(`value`, '$.key')
                || '","cents":' || JSON_VALUE(`value`, '$.amountCents')
                || ',"size":"' || CASE WHEN JSON_VALUE(`value`, '$.amountCents' RETURNING INT) >= 40000 THEN 'very large' ELSE 'large' END
                || '"}'
            FROM `local`.`orders`
            WHERE JSON_VALUE(`value`, '$.amountCents' RETURNING INT) >= 30000
            """
        ),
        new(
            "revenue-per-minute",
            In("revenue.minutes"),
            "Orders and their amount, by minute.",
            """
            INSERT INTO `local`.`revenue.minutes`
            SELECT '{"from":"' || CAST(window_start AS STRING)
                || '","orders":' || CAST(COUNT(*) AS STRING)
                || ',"cents":' || CAST(SUM(JSON_VALUE(`value`, '$.amountCents' RETURNING INT)) AS STRING) || '}'
            FROM TABLE(TUMBLE(TABLE `local`.`orders`, DESCRIPTOR(event_time), INTERVAL '1' MINUTE))
            GROUP BY window_start, window_end
            """
        ),
        new(
            "orders-shipped",
            In("orders.shipped"),
            "Orders whose parcel moved within ten minutes.",
            """
            INSERT INTO `local`.`orders.shipped`
            SELECT '{"order":"' || JSON_VALUE(o.`value`, '$.key') || '","parcel":"' || JSON_VALUE(s.`value`, '$.key') || '"}'
            FROM `local`.`orders` AS o
            JOIN `local`.`shipments` AS s
                ON SPLIT_INDEX(JSON_VALUE(o.`value`, '$.key'), '-', 1) = SPLIT_INDEX(JSON_VALUE(s.`value`, '$.key'), '-', 1)
                AND s.event_time BETWEEN o.event_time AND o.event_time + INTERVAL '10' MINUTE
            """
        ),
    ];

    private static DemoTopic In(string name) =>
        DemoWorld.Topics.Single(t => t.Cluster == DemoWorld.Dev && t.Name == name);
}
