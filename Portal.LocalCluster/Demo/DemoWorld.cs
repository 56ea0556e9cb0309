namespace Portal.LocalCluster.Demo;

/// <summary>What a demo shows: a table. Three environments, six teams, forty topics, groups of every kind.</summary>
internal static class DemoWorld
{
    public const string Dev = "local";
    public const string Staging = "local-staging";
    public const string Prod = "local-prod";

    /// <summary>Made on the cluster by hand, so that nobody owns it.</summary>
    public const string ByHand = "legacy-events";

    /// <summary>The handle of who looks after all clusters.</summary>
    public const string PlatformEngineer = "sam";

    private static readonly DemoTeam Payments = new("payments", "ada", "grace");
    private static readonly DemoTeam Logistics = new("logistics", "lin", "grace");
    private static readonly DemoTeam Checkout = new("checkout", "iris", "tess");
    private static readonly DemoTeam Search = new("search", "omar", "tess");
    private static readonly DemoTeam Analytics = new("analytics", "omar", "tess");
    private static readonly DemoTeam Platform = new("platform", "sam", "mina");

    private static readonly IReadOnlyDictionary<string, string> Week = Keep(TimeSpan.FromDays(7));
    private static readonly IReadOnlyDictionary<string, string> Day = Keep(TimeSpan.FromDays(1));
    private static readonly IReadOnlyDictionary<string, string> Quarter = Keep(TimeSpan.FromDays(90));
    private static readonly IReadOnlyDictionary<string, string> Table = Configs(("cleanup.policy", "compact"));
    private static readonly string[] All = [Prod, Dev, Staging];

    // Of each cluster those that groups read come first: what there is to see is seen soonest.
    private static readonly DemoTopic[] Listed =
    [
        .. In(All, "orders", Payments, 6, Week, "critical", "Every order, once, when it is placed.", 12),
        .. In(All, "shipments", Logistics, 3, Week, "standard", "A parcel changed hands.", 6),
        .. In([Prod], "page-views", Analytics, 3, Day, "experimental", "A page was opened.", 4, backlog: 40_000),
        .. In([Prod], "search.queries", Search, 3, Day, "standard", "What was searched for.", 4, backlog: 6_000),
        .. In([Staging], "stock", Logistics, 3, Day, "standard", "Stock by warehouse.", 2, replication: 1),
        .. In([Dev, Staging], "page-views", Analytics, 3, Day, "experimental", "A page was opened.", 1),
        .. In([Dev, Staging], "search.queries", Search, 3, Day, "standard", "What was searched for.", 1),
        .. In([Prod, Dev], "stock", Logistics, 3, Day, "standard", "Stock by warehouse.", 2),
        .. In(All, "refunds", Payments, 3, Quarter, "critical", "Refunds as they are granted.", 1),
        .. In([Prod, Staging], "payments.captured", Payments, 6, Quarter, "critical", "Money was taken.", 2),
        .. In([Prod], "payments.disputes", Payments, 3, Quarter, "critical", "A customer disputes a payment.", 0.2),
        .. In([Prod, Dev], "addresses", Logistics, 3, Table, "standard", "The newest address of each customer.", 0.5),
        .. In(All, "carts", Checkout, 3, Day, "standard", "A cart changed.", 2),
        .. In(All, "checkout.sessions", Checkout, 3, Day, "standard", "A checkout began, went on or ended.", 1),
        .. In([Prod, Dev], "coupons", Checkout, 1, Table, "standard", "Coupons that can be redeemed.", 0.1),
        .. In([Prod, Staging], "search.index-updates", Search, 3, Table, "standard", "Documents to index.", 1),
        .. In([Prod, Dev], "ab.exposures", Analytics, 3, Day, "experimental", "Who saw which variant.", 1),
        .. In([Prod], "daily-reports", Analytics, 1, Quarter, "standard", "Figures of the day before.", 0.1),
        .. In(
            [Prod, Staging],
            "audit-events",
            Platform,
            3,
            Quarter,
            "critical",
            "Who did what.",
            0.5,
            writtenBy: Checkout
        ),
        .. In([Dev], "orders.large", Payments, 3, Day, "standard", "Orders above 300 euros, by a stream job.", 0),
        .. In([Dev], "revenue.minutes", Analytics, 1, Week, "standard", "Revenue by minute, by a stream job.", 0),
        .. In([Dev], "orders.shipped", Logistics, 3, Day, "standard", "Orders with their parcel, by a stream job.", 0),
        .. In([Dev, Staging], "heartbeats", Platform, 1, Day, "experimental", "Services that are alive.", 0.5),
    ];

    /// <summary>Production's come first: it is what a person looks at first.</summary>
    public static readonly IReadOnlyList<DemoTopic> Topics =
    [
        .. Listed.OrderByDescending(topic => topic.Cluster == Prod),
    ];

    public static readonly IReadOnlyList<DemoGroup> Groups =
    [
        new(Prod, "billing", Payments, ["orders", "refunds"]),
        new(Prod, "fraud-check", Checkout, ["orders"], DemoHabit.Lags),
        new(Prod, "warehouse", Logistics, ["shipments", "stock"]),
        new(Prod, "label-printer", Logistics, ["shipments"], DemoHabit.Hangs),
        new(Prod, "reporting", Analytics, ["page-views"], MostPerSecond: 3),
        new(Prod, "query-suggestions", Search, ["search.queries"], DemoHabit.Rewinds),
        new(Dev, "billing", Payments, ["orders"]),
        new(Dev, "invoice-mailer", Payments, ["orders"], DemoHabit.Leaves),
        new(Dev, "warehouse", Logistics, ["shipments"]),
        new(Staging, "billing", Payments, ["orders"]),
        new(Staging, "stock-sync", Logistics, ["stock"]),
    ];

    /// <summary>Of a cluster, a team each.</summary>
    public static IEnumerable<DemoPrograms> Programs(string cluster) =>
        Topics
            .Where(topic => topic.Cluster == cluster)
            .Select(topic => topic.Writer)
            .Distinct()
            .Select(team => new DemoPrograms(cluster, team));

    private static IEnumerable<DemoTopic> In(
        string[] clusters,
        string name,
        DemoTeam owner,
        int partitions,
        IReadOnlyDictionary<string, string> configs,
        string tier,
        string description,
        double eventsPerSecond,
        int replication = 3,
        int backlog = 0,
        DemoTeam? writtenBy = null
    ) =>
        clusters.Select(cluster => new DemoTopic(
            cluster,
            name,
            owner,
            partitions,
            configs,
            tier,
            description,
            cluster == Prod ? eventsPerSecond : eventsPerSecond / 2,
            replication,
            backlog,
            writtenBy
        ));

    private static Dictionary<string, string> Keep(TimeSpan time) =>
        Configs(("retention.ms", $"{(long)time.TotalMilliseconds}"));

    private static Dictionary<string, string> Configs(params (string Name, string Value)[] configs) =>
        configs.ToDictionary(c => c.Name, c => c.Value, StringComparer.Ordinal);
}
