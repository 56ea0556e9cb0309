namespace Portal.LocalCluster.Demo;

/// <summary>What a demo shows: a table. Two environments, three teams, one group that lags and one that stopped.</summary>
internal static class DemoWorld
{
    public const string Dev = "local";
    public const string Prod = "local-prod";

    private static readonly IReadOnlyDictionary<string, string> Week = Keep(TimeSpan.FromDays(7));
    private static readonly IReadOnlyDictionary<string, string> Day = Keep(TimeSpan.FromDays(1));
    private static readonly IReadOnlyDictionary<string, string> Table = new Dictionary<string, string>(
        StringComparer.Ordinal
    )
    {
        ["cleanup.policy"] = "compact",
        ["min.insync.replicas"] = "2",
    };

    public static readonly IReadOnlyList<DemoTopic> Topics =
    [
        new(
            Dev,
            "orders",
            "payments",
            "ada",
            "grace",
            6,
            Week,
            "standard",
            "Every order, once, when it is placed.",
            12,
            [new("billing"), new("fraud-check", 8)]
        ),
        new(
            Dev,
            "refunds",
            "payments",
            "ada",
            "grace",
            3,
            Week,
            "standard",
            "Refunds as they are granted.",
            2,
            [new("billing")]
        ),
        new(
            Dev,
            "shipments",
            "logistics",
            "lin",
            "grace",
            3,
            Day,
            "standard",
            "A parcel changed hands.",
            6,
            [new("warehouse"), new("label-printer", StopsAfter: 200)]
        ),
        new(
            Dev,
            "addresses",
            "logistics",
            "lin",
            "grace",
            3,
            Table,
            "standard",
            "The newest address of each customer.",
            1,
            [new("warehouse")]
        ),
        new(
            Prod,
            "orders",
            "payments",
            "ada",
            "grace",
            6,
            Week,
            "critical",
            "Every order, once, when it is placed.",
            20,
            [new("billing"), new("fraud-check", 14)]
        ),
        new(
            Prod,
            "shipments",
            "logistics",
            "lin",
            "grace",
            3,
            Week,
            "standard",
            "A parcel changed hands.",
            8,
            [new("warehouse")]
        ),
    ];

    /// <summary>The change that is left waiting for its approval.</summary>
    public static readonly DemoGrowth Waiting = new(
        Prod,
        "orders",
        "ada",
        12,
        "Grow orders to 12 partitions",
        "Peak season: the fraud check needs more consumers."
    );

    private static IReadOnlyDictionary<string, string> Keep(TimeSpan time) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["retention.ms"] = $"{(long)time.TotalMilliseconds}",
            ["min.insync.replicas"] = "2",
        };
}
