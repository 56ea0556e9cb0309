namespace Portal.LocalCluster.Demo;

/// <summary>A topic of the demo: who asks for it and who approves it, how it is written and who reads it.</summary>
/// <param name="EventsPerSecond">About; it rises and falls over ten minutes.</param>
internal sealed record DemoTopic(
    string Cluster,
    string Name,
    string Owner,
    string AskedBy,
    string ApprovedBy,
    int Partitions,
    IReadOnlyDictionary<string, string> Configs,
    string Tier,
    string Description,
    double EventsPerSecond,
    IReadOnlyList<DemoReader> Readers
)
{
    public object Spec(int partitions) =>
        new
        {
            partitions,
            replication = 3,
            configs = Configs,
            tier = Tier,
            description = Description,
        };
}

/// <param name="MostPerSecond">How fast it works; below the topic's rate it falls behind.</param>
/// <param name="StopsAfter">It reads this many records and then leaves for good; null: it goes on.</param>
internal sealed record DemoReader(string Group, double MostPerSecond = 10_000, int? StopsAfter = null);

internal sealed record DemoGrowth(
    string Cluster,
    string Topic,
    string AskedBy,
    int Partitions,
    string Title,
    string Reason
);
