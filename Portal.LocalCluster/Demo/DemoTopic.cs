namespace Portal.LocalCluster.Demo;

/// <summary>A topic of the demo in one environment: whose it is and how it is written.</summary>
/// <param name="EventsPerSecond">Steady: what reads more slowly falls behind and stays so.</param>
/// <param name="Backlog">Written at once when it is made, for somebody to be behind.</param>
internal sealed record DemoTopic(
    string Cluster,
    string Name,
    DemoTeam Owner,
    int Partitions,
    IReadOnlyDictionary<string, string> Configs,
    string Tier,
    string Description,
    double EventsPerSecond,
    int Replication = 3,
    int Backlog = 0
)
{
    public object Spec(int partitions) =>
        new
        {
            partitions,
            replication = Replication,
            configs = Replication == 1 ? Configs : Configs.Append(new("min.insync.replicas", "2")).ToDictionary(),
            tier = Tier,
            description = Description,
        };
}

/// <param name="Member">The handle of who asks for its topics.</param>
/// <param name="Approver">The handle of who approves them.</param>
internal sealed record DemoTeam(string Name, string Member, string Approver);

/// <summary>What a consumer group does.</summary>
internal enum DemoHabit
{
    /// <summary>It reads on, not faster than it may.</summary>
    Reads,

    /// <summary>It reads one record a second of each partition, which is less than comes in.</summary>
    Lags,

    /// <summary>It commits once, stays a member and commits nothing more.</summary>
    Hangs,

    /// <summary>It reads for a moment and leaves for good.</summary>
    Leaves,

    /// <summary>It goes back to an earlier offset again and again.</summary>
    Rewinds,
}

/// <param name="MostPerSecond">How fast it works; below its topics' rate it falls behind.</param>
internal sealed record DemoGroup(
    string Cluster,
    string Name,
    IReadOnlyList<string> Topics,
    DemoHabit Habit = DemoHabit.Reads,
    double MostPerSecond = 10_000
);
