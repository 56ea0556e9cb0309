namespace Portal.LocalCluster.Demo;

/// <summary>How a change of the demo ends.</summary>
internal enum DemoEnd
{
    Waits,

    /// <summary>It is approved and done.</summary>
    IsApplied,
    IsSentBack,
    IsRejected,
    IsCancelled,

    /// <summary>It is approved, and its cluster refuses a step: taken back, or stuck where there is no way back.</summary>
    IsRefusedByItsCluster,

    /// <summary>As that, and somebody ends the stuck run.</summary>
    IsSettled,

    /// <summary>Another change is applied to its topic before it is approved: it was stale, and waits with a new plan.</summary>
    IsPlannedAgain,
}

/// <param name="Topic">By its team and in its cluster.</param>
/// <param name="Comment">Of who judges it.</param>
internal sealed record DemoStory(
    DemoTopic Topic,
    IReadOnlyList<DemoRequest> Requests,
    string Title,
    string Reason,
    DemoEnd End = DemoEnd.Waits,
    string Comment = ""
)
{
    /// <summary>What is applied to its topic while it waits; null: nothing.</summary>
    public DemoRequest? Meanwhile { get; init; }
}

/// <summary>
/// Changes that are left where a person would find them: waiting, planned again, sent back, rejected, cancelled, rolled back, stuck,
/// settled. Expired and held there are none: a request is open for two weeks, and nothing holds changes yet.
/// </summary>
internal static class DemoStories
{
    // Staging's cluster has room for one such topic beside the demo's, not for two (setup/run.sh): it says so when the second is made,
    // not when each is planned.
    private const int HalfTheRoom = 24;

    // Staging's topics have 40 partitions, and one that was grown to half the room leaves 19: enough for one of these.
    private const int RestOfTheRoom = 18;

    public static readonly IReadOnlyList<DemoStory> All =
    [
        Grow("orders", 12, "Peak season: the fraud check needs more consumers."),
        Grow("shipments", 6, "Two more carriers from January on."),
        Grow(
            "carts",
            48,
            "To be on the safe side.",
            DemoEnd.IsRejected,
            "A cart changes twice a second: 3 partitions are enough."
        ),
        Grow(
            "payments.captured",
            12,
            "Christmas.",
            DemoEnd.IsSentBack,
            "Which consumer needs it? Growing moves keys once."
        ),
        Grow("daily-reports", 3, "Reports by region.", DemoEnd.IsCancelled),
        // The first one is deleted again: nobody has written to it.
        Refused(
            "carts",
            "Create load-test.in and load-test.out",
            "A load test as large as production.",
            Wide("create", "load-test.in", "carts"),
            Wide("create", "load-test.out", "carts")
        ),
        // The first one has grown by then, and partitions can't be taken away.
        Refused(
            "search.queries",
            "Grow search.queries and search.index-updates",
            "To index in parallel.",
            Wide("update", "search.queries", "search.queries"),
            Wide("update", "search.index-updates", "search.index-updates")
        ),
        // As that, in what room is left.
        new(
            In(DemoWorld.Staging, "orders"),
            [Grown("orders", RestOfTheRoom), Grown("payments.captured", RestOfTheRoom)],
            "Grow orders and payments.captured",
            "Both as wide as in production.",
            DemoEnd.IsSettled,
            "Staging has no room for both; orders is the one that matters."
        ),
        new(
            In(DemoWorld.Prod, "checkout.sessions"),
            [DemoRequest.Topic("update", "checkout.sessions", In(DemoWorld.Prod, "checkout.sessions").Spec(6))],
            "Grow checkout.sessions to 6 partitions",
            "Two more shops from spring on.",
            DemoEnd.IsPlannedAgain
        )
        {
            Meanwhile = DemoRequest.Topic(
                "update",
                "checkout.sessions",
                In(DemoWorld.Prod, "checkout.sessions").Spec(3, ("retention.ms", "172800000"))
            ),
        },
    ];

    private static DemoStory Grow(
        string name,
        int partitions,
        string reason,
        DemoEnd end = DemoEnd.Waits,
        string comment = ""
    )
    {
        var topic = In(DemoWorld.Prod, name);
        var update = DemoRequest.Topic("update", name, topic.Spec(partitions));
        return new(topic, [update], $"Grow {name} to {partitions} partitions", reason, end, comment);
    }

    private static DemoStory Refused(string of, string title, string reason, params DemoRequest[] requests) =>
        new(In(DemoWorld.Staging, of), requests, title, reason, DemoEnd.IsRefusedByItsCluster);

    private static DemoRequest Wide(string operation, string name, string like) =>
        DemoRequest.Topic(operation, name, In(DemoWorld.Staging, like).Spec(HalfTheRoom));

    private static DemoRequest Grown(string name, int partitions) =>
        DemoRequest.Topic("update", name, In(DemoWorld.Staging, name).Spec(partitions));

    private static DemoTopic In(string cluster, string name) =>
        DemoWorld.Topics.Single(t => t.Cluster == cluster && t.Name == name);
}
