namespace Portal.LocalCluster.Demo;

/// <summary>How a change of the demo ends.</summary>
internal enum DemoEnd
{
    Waits,
    IsSentBack,
    IsRejected,
    IsCancelled,
}

/// <param name="Comment">Of who judges it.</param>
internal sealed record DemoStory(
    DemoTopic Topic,
    object Spec,
    string Title,
    string Reason,
    DemoEnd End = DemoEnd.Waits,
    string Comment = ""
);

/// <summary>Changes that are left where a person would find them: waiting, sent back, rejected, cancelled.</summary>
internal static class DemoStories
{
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
    ];

    private static DemoStory Grow(
        string name,
        int partitions,
        string reason,
        DemoEnd end = DemoEnd.Waits,
        string comment = ""
    )
    {
        var topic = DemoWorld.Topics.Single(t => t.Cluster == DemoWorld.Prod && t.Name == name);
        return new(topic, topic.Spec(partitions), $"Grow {name} to {partitions} partitions", reason, end, comment);
    }
}
