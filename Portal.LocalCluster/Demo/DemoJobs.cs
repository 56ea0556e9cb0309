namespace Portal.LocalCluster.Demo;

/// <summary>A stream job of the demo, by the team that owns the topic it writes.</summary>
internal sealed record DemoJob(string Name, DemoTopic Sink, string Description, string Statements)
{
    /// <summary>Its second version, once the first one is stable; null: it stays as it was made.</summary>
    public DemoStory? Upgrade { get; init; }

    /// <summary>What its consumers may read of each broker; below its topics' rate it falls behind. Null: as much as there is.</summary>
    public double? MostBytesPerSecond { get; init; }

    public DemoRequest Request => Asked("create", Statements);

    public DemoJob UpgradedTo(string statements, string title, string reason) =>
        this with
        {
            Upgrade = new(Sink, [Asked("update", statements)], title, reason, DemoEnd.IsApplied),
        };

    private DemoRequest Asked(string operation, string statements) =>
        new(
            "job",
            operation,
            Name,
            new
            {
                statements,
                checkpoints = new { intervalSeconds = 10 },
                description = Description,
            }
        );
}

/// <summary>
/// Three jobs over the demo's topics, whose records are JSON without a schema: a filter, which had an upgrade; a window; a join, which falls behind.
/// </summary>
internal static class DemoJobs
{
    public static readonly IReadOnlyList<DemoJob> All =
    [
        new DemoJob(
            "large-orders",
            In("orders.large"),
            "Orders above 300 euros, with their size.",
            Large("")
        ).UpgradedTo(
            Large(",\"currency\":\"EUR\""),
            "Upgrade large-orders: name the currency",
            "The shop in Zurich sells in francs from spring on."
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
        )
        {
            // Less than half of what is written to the two topics.
            MostBytesPerSecond = 200,
        },
    ];

    /// <param name="more">Further members of each row's JSON.</param>
    private static string Large(string more) =>
        $$"""
            INSERT INTO `local`.`orders.large`
            SELECT '{"order":"' || JSON_VALUE(`value`, '$.key')
                || '","cents":' || JSON_VALUE(`value`, '$.amountCents')
                || ',"size":"' || CASE WHEN JSON_VALUE(`value`, '$.amountCents' RETURNING INT) >= 40000 THEN 'very large' ELSE 'large' END
                || '"{{more}}}'
            FROM `local`.`orders`
            WHERE JSON_VALUE(`value`, '$.amountCents' RETURNING INT) >= 30000
            """;

    private static DemoTopic In(string name) =>
        DemoWorld.Topics.Single(t => t.Cluster == DemoWorld.Dev && t.Name == name);
}
