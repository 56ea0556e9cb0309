namespace Portal.LocalCluster.Demo;

/// <summary>A topic of the demo in one environment: whose it is and how it is written.</summary>
/// <param name="EventsPerSecond">Steady: what reads more slowly falls behind and stays so.</param>
/// <param name="Backlog">Written at once when it is made, for somebody to be behind.</param>
/// <param name="WrittenBy">The team whose service writes it; null: its owner's.</param>
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
    int Backlog = 0,
    DemoTeam? WrittenBy = null
)
{
    public DemoTeam Writer => WrittenBy ?? Owner;

    private IEnumerable<KeyValuePair<string, string>> Settings =>
        Replication == 1 ? Configs : Configs.Append(new("min.insync.replicas", "2"));

    /// <param name="instead">Settings that differ from the topic's own.</param>
    public object Spec(int partitions, params (string Name, string Value)[] instead) =>
        new
        {
            partitions,
            replication = Replication,
            configs = Settings
                .Where(setting => !instead.Any(other => other.Name == setting.Key))
                .Concat(instead.Select(other => KeyValuePair.Create(other.Name, other.Value)))
                .ToDictionary(),
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

/// <param name="Owner">The team whose program it is.</param>
/// <param name="MostPerSecond">How fast it works; below its topics' rate it falls behind.</param>
internal sealed record DemoGroup(
    string Cluster,
    string Name,
    DemoTeam Owner,
    IReadOnlyList<string> Topics,
    DemoHabit Habit = DemoHabit.Reads,
    double MostPerSecond = 10_000
);
